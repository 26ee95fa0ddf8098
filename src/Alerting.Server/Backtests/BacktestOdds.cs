using Alerting.Backtests;
using Alerting.Engine.Odds;
using Alerting.Thresholds;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Backtests;

/// <summary>Tells what each threshold of a backtest asks of a desk, and how often chance alone makes it fire.</summary>
internal sealed class BacktestOdds(ChanceJudges chance, IOptions<BacktestOptions> limits)
{
    /// <param name="job">A backtest that is finished and was asked for the odds.</param>
    /// <param name="thresholds">Its thresholds; they share what is left of the cost alike.</param>
    /// <param name="cost">What the backtest itself cost.</param>
    public async Task<IReadOnlyList<ThresholdOdds>> OfAsync(
        BacktestJob job, IReadOnlyList<ThresholdVersion> thresholds, BacktestCost cost, CancellationToken cancellationToken)
    {
        await using var thread = new BackgroundThread("backtest odds");
        var (alerts, incidents) = await thread.RunAsync(() => (job.AlertSpans(), job.Incidents()));
        var (from, to) = job.OddsPeriod();
        var budget = (limits.Value.MaxCost - cost.Estimate()) / thresholds.Count;
        var odds = new List<ThresholdOdds>(thresholds.Count);
        foreach (var threshold in thresholds.OrderBy(static t => t.Id, StringComparer.Ordinal))
        {
            var load = await thread.RunAsync(() => LoadOf(alerts[threshold.Id], from, to));
            odds.Add(new ThresholdOdds(
                threshold.Id, load.PerWeek, load.OpenDays, load.Reraised,
                await chance.RunAsync(threshold, incidents, from, to, budget, job.Limits, cancellationToken)));
        }

        return odds;
    }

    private static AlertLoad LoadOf(IEnumerable<AlertSpan> alerts, long from, long to) =>
        new([.. alerts.Where(alert => alert.RaisedAt.UtcTicks <= to)], Instants.FromTicks(from), Instants.FromTicks(to));
}
