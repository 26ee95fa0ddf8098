using Alerting.Regions;

namespace Alerting.Engine.Incidents;

/// <content>The clock is set back.</content>
internal sealed partial class IncidentBook
{
    /// <summary>
    /// What is dated later than this instant counts as of it from now on. What that did to incidents is added to
    /// <paramref name="steps"/>, one entry an incident; nothing leaves its incident.
    /// </summary>
    public void SetBack(long to, List<IncidentStep> steps)
    {
        Index();
        for (var row = 0; row < Table.Reports.End; row++)
        {
            if (Table.Reports[row] is { ReportId: not null, Incident: >= 0 and var incident, OccurredAt: var at } && at > to)
            {
                Open(incident, steps);
                MakeIdExplicit(incident);
                Table.Members.Remove(incident, row);
                Table.Reports[row].OccurredAt = to;
                Table.Members.Add(incident, row);
            }
        }

        foreach (var step in steps)
        {
            Close(step.Node.Row);
        }

        for (var row = 0; row < Table.Incidents.End; row++)
        {
            if (Table.Incidents[row] is { Region: not null, FirstReport: < 0 } && Table.Incidents[row].OccurredAt > to)
            {
                var node = Table.Node(row);
                var view = node.View!;
                steps.Add(new IncidentStep(node, view, node.Place));
                Show(row, view with { OccurredAt = to, TownReportedAt = Math.Min(view.TownReportedAt, to) });
            }
        }
    }
}
