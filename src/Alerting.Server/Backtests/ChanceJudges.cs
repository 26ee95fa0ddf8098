using Alerting.Backtests;
using Alerting.Engine;
using Alerting.Engine.Odds;
using Alerting.Engine.Regions;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Thresholds;

namespace Alerting.Server.Backtests;

/// <summary>
/// Runs permutations of incidents on threads as a backtest has them, as many as may be afforded. The answer is the same for any
/// number of threads.
/// </summary>
internal sealed class ChanceJudges(RegionCatalog catalog, EngineOptions options, TemporaryFiles files)
{
    /// <summary>Reports that are shuffled at most, since all are in memory: about 50 MB.</summary>
    public const int MaxReports = 100_000;

    /// <param name="threshold">Judges alone.</param>
    /// <param name="incidents">What occurred in the period; null when that is too much to be shuffled.</param>
    /// <param name="from">Beginning of the period, UTC ticks.</param>
    /// <param name="to">Its end, UTC ticks.</param>
    /// <param name="budget">Cost of all permutations together, at most.</param>
    /// <param name="limits">Alerts of other regions are not counted.</param>
    public async Task<AlertsByChance> RunAsync(
        ThresholdVersion threshold, IReadOnlyList<KnownIncident>? incidents, long from, long to, double budget,
        RegionLimits limits, CancellationToken cancellationToken)
    {
        var days = (int)((to - from) / TimeSpan.TicksPerDay);
        if (days == 0 || incidents is null)
        {
            return new AlertsByChance(null, null, null, 0, 0);
        }

        await using var preparing = new BackgroundThread("chance");
        var (run, raised) = await preparing.RunAsync(() => (
            new ChanceRun(catalog, options, threshold, new IncidentShuffle(incidents, from, days), from, to, limits.Allow),
            new int[Affordable(threshold, incidents, budget)]));
        var threads = Math.Min(BacktestRunner.Judges, raised.Length);
        await Task.WhenAll(Enumerable.Range(0, threads).Select(first => JudgeAsync(run, raised, first, threads, cancellationToken)));
        return run.Sum(raised);
    }

    private int Affordable(ThresholdVersion threshold, IReadOnlyList<KnownIncident> incidents, double budget)
    {
        var one = new BacktestCost(catalog, [threshold.Definition!], long.MaxValue);
        foreach (var incident in incidents)
        {
            foreach (var (report, _) in incident.Reports)
            {
                one.Add(report.Region, report.OccurredAt.UtcTicks);
            }
        }

        return (int)Math.Clamp(budget / Math.Max(one.Estimate(), 1), 0, ChanceRun.MaxPermutations);
    }

    private async Task JudgeAsync(ChanceRun run, int[] raised, int first, int threads, CancellationToken cancellationToken)
    {
        await using var thread = new BackgroundThread("chance");
        await thread.RunAsync(() =>
        {
            for (var i = first; i < raised.Length; i += threads)
            {
                using var archive = new ArchiveFile(files);
                raised[i] = run.Raised(i, archive, cancellationToken);
            }
        });
    }
}
