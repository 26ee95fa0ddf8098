using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;

namespace Alerting.Server.Backtests;

/// <summary>Counts the stored reports that were recorded long after they occurred.</summary>
internal sealed class RecordingDelays
{
    private const long Late = TimeSpan.TicksPerHour;

    private long _reports;
    private long _late;

    /// <summary>Share of the reports, 0..1, that were recorded more than an hour after they occurred; null without any.</summary>
    public double? LateShare => _reports > 0 ? Math.Round((double)_late / _reports, 4) : null;

    /// <summary>Adds a report; a retraction that does not say when its event occurred is not counted.</summary>
    public void Add(in HistoryStep stored)
    {
        if (stored.Input is not ReportInput { Report.OccurredAt.UtcTicks: var occurredAt } || occurredAt == 0)
        {
            return;
        }

        _reports++;
        if (stored.RecordedAt - occurredAt > Late)
        {
            _late++;
        }
    }
}
