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

    /// <summary>Judges what has been read of the history.</summary>
    /// <exception cref="Http.RefusedException">It costs too much.</exception>
    public void Take(StoredHistory history, CancellationToken cancellationToken)
    {
        while (history.TryTake(out var step))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (step.IsTold)
            {
                cost.Add(step.Region, step.Now);
                cost.CheckAsItGrows();
            }

            current?.Replay(step, cancellationToken);
            if (draft.Replay(step, cancellationToken) is { } outcome)
            {
                Incidents.Add(((ReportInput)step.Input!).Report, outcome, step.Now);
                if (step.Now >= period.From)
                {
                    Recorded.Add(step);
                }
            }
        }
    }
}
