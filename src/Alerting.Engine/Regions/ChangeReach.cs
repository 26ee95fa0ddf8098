using Alerting.Engine.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <summary>
/// How far back an input may change incidents, before it is applied. Some thresholds go through the incidents of a window to
/// judge it (<see cref="Doubts.CertainMeasure.ReadsIncidents"/>); what they have yet to note of past days must be noted while
/// these incidents are as they were.
/// </summary>
internal sealed class ChangeReach(RegionModel model)
{
    private IncidentTable Table => model.Facts.Table;

    /// <summary>A lower bound of the event times that a report may change, UTC ticks.</summary>
    public long Of(Report report)
    {
        model.Facts.Build();
        if (!model.Facts.ByHand.IsEmpty)
        {
            // What operators have joined is not looked for.
            return long.MinValue;
        }

        var earliest = report.Retracted
            ? long.MaxValue
            : Math.Min(report.OccurredAt.UtcTicks, model.Now) - model.Options.CorrelationWindow.Ticks;
        if (report.Revision > 1 && model.Facts.Sources.Find(report.Source) is { } source
            && model.Facts.FindReport(source, report.ReportId) is >= 0 and var row)
        {
            earliest = Math.Min(earliest, TimeOf(Table.Reports[row].Incident));
        }

        return report.IncidentId is { } named ? Math.Min(earliest, TimeOf(model.Facts.FindShown(named))) : earliest;
    }

    /// <summary>A lower bound of the event times that the changes of a region below may change, UTC ticks.</summary>
    public long Of(RollUpInput input)
    {
        model.Facts.Build();
        var earliest = long.MaxValue;
        foreach (var change in input.Changes)
        {
            earliest = Math.Min(earliest, change.Value?.OccurredAt ?? long.MaxValue);
            earliest = Math.Min(earliest, TimeOf(model.Facts.FindBelow(change.Region, change.IncidentId, out _)));
        }

        return earliest;
    }

    private long TimeOf(int incident) => incident < 0 ? long.MaxValue : Table.Incidents[incident].OccurredAt;
}
