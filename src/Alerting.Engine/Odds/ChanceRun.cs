using Alerting.Backtests;
using Alerting.Engine.Archive;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Odds;

/// <summary>
/// Judges shuffled incidents by one threshold, in the engine that runs live, and counts the alerts that chance raises. Safe for
/// concurrent use: each permutation is a run of its own.
/// </summary>
public sealed class ChanceRun
{
    /// <summary>How many permutations tell enough.</summary>
    public const int MaxPermutations = 200;

    private const double DaysOfYear = 365;

    private static readonly TimeSpan s_rarity = TimeSpan.FromDays(365);
    private static readonly TimeSpan s_surge = TimeSpan.FromDays(28);

    private readonly RegionCatalog _catalog;
    private readonly EngineOptions _options;
    private readonly ThresholdVersion _threshold;
    private readonly IncidentShuffle _shuffle;
    private readonly BacktestPeriod _counted;
    private readonly double _years;
    private readonly Func<string, bool>? _isCounted;

    /// <param name="catalog">All regions.</param>
    /// <param name="options">Constants of the semantics.</param>
    /// <param name="threshold">Judges alone.</param>
    /// <param name="shuffle">What is judged.</param>
    /// <param name="from">Beginning of the period, UTC ticks.</param>
    /// <param name="to">Its end, UTC ticks, later than its beginning.</param>
    /// <param name="isCounted">Whether alerts of a region (its code) are counted; null: all are.</param>
    public ChanceRun(
        RegionCatalog catalog, EngineOptions options, ThresholdVersion threshold, IncidentShuffle shuffle, long from, long to,
        Func<string, bool>? isCounted = null)
    {
        ArgumentNullException.ThrowIfNull(threshold);
        ArgumentNullException.ThrowIfNull(shuffle);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        (_catalog, _options, _threshold, _shuffle) = (catalog, options, threshold, shuffle);
        _isCounted = isCounted;

        // A threshold that compares with the past needs one: the first days are only that, but never more than half of all.
        var past = Math.Min(LooksBack(threshold.Definition), (to - from) / 2);
        _counted = new BacktestPeriod(from + past, to);
        _years = (to - from - past) / (TimeSpan.TicksPerDay * DaysOfYear);
    }

    /// <summary>How many alerts one permutation raises.</summary>
    /// <param name="number">Which one, from 0.</param>
    /// <param name="archive">Where old incidents are stored, for this call; null: they stay in memory.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public int Raised(int number, IArchiveStore? archive, CancellationToken cancellationToken)
    {
        var run = new BacktestRun(_catalog, _options, [_threshold], _counted, keepRevisions: false, keepLevels: false, archive);
        foreach (var (report, now) in _shuffle.Permute(number))
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Take(report, now, cancellationToken);
        }

        run.Finish(cancellationToken);
        return run.Alerts.Count(alert =>
            alert.Last.RaisedAt.UtcTicks >= _counted.From && (_isCounted is null || _isCounted(alert.Last.Region.Code)));
    }

    /// <summary>Sums up permutations.</summary>
    /// <param name="raised">How many alerts each raised.</param>
    public AlertsByChance Sum(IReadOnlyList<int> raised)
    {
        ArgumentNullException.ThrowIfNull(raised);
        if (raised.Count == 0)
        {
            return new AlertsByChance(null, null, null, 0, _shuffle.Seed);
        }

        List<int> sorted = [.. raised.Order()];
        return new AlertsByChance(
            Yearly(raised.Average()), Yearly(Quantiles.NearestRank(sorted, 0.05)), Yearly(Quantiles.NearestRank(sorted, 0.95)),
            raised.Count, _shuffle.Seed);
    }

    /// <summary>How much of the past decides on a raise.</summary>
    private static long LooksBack(Threshold? threshold) => threshold switch
    {
        { RarerThan: not null, Measure: Measure.Surge } => s_rarity.Ticks,
        { RarerThan: not null } => threshold.Baseline?.Ticks ?? s_rarity.Ticks,
        { Measure: Measure.Surge } => threshold.Baseline?.Ticks ?? s_surge.Ticks,
        _ => 0,
    };

    private double Yearly(double alerts) => Math.Round(alerts / _years, 2);
}
