using Alerting.Engine.Backtests;
using Alerting.Engine.Odds;
using Alerting.Engine.Regions;
using Alerting.Grains.Backtests;
using Alerting.Server.Backtests;

namespace Alerting.Server.Thresholds;

/// <summary>
/// Judges a stored history under a draft and under the version in force, and keeps what the shuffles need of it.
/// </summary>
/// <param name="period">Has a beginning and an end.</param>
/// <param name="current">Null when nothing is in force.</param>
internal sealed class PreviewReading(BacktestCost cost, BacktestPeriod period, BacktestRun draft, BacktestRun? current)
{
    /// <summary>Incidents that occurred within the period.</summary>
    public IncidentCollector Incidents { get; } = new(period.From, period.To!.Value, ChanceJudges.MaxReports);

    /// <summary>How late the reports of the period were.</summary>
    public RecordingDelays Recorded { get; } = new();

    /// <summary>Judges what has been read of the history; false when the rest is not needed.</summary>
    /// <exception cref="Http.RefusedException">It costs too much.</exception>
    public bool Take(StoredHistory history, CancellationToken cancellationToken)
    {
        while (!draft.IsOver && history.TryTake(out var stored))
        {
            cancellationToken.ThrowIfCancellationRequested();
            cost.Add(stored.Region, stored.Now);
            cost.CheckAsItGrows();
            if (stored.Input is not ReportInput(var report, var suffix))
            {
                current?.Settle(stored.Region, stored.Input, stored.Now, cancellationToken);
                draft.Settle(stored.Region, stored.Input, stored.Now, cancellationToken);
                continue;
            }

            current?.Take(report, stored.Now, suffix, cancellationToken);
            if (draft.Take(report, stored.Now, suffix, cancellationToken) is { } outcome)
            {
                Incidents.Add(report, outcome, stored.Now);
                if (stored.Now >= period.From)
                {
                    Recorded.Add(stored);
                }
            }
        }

        return !draft.IsOver;
    }
}
