using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Engine.Incidents;

/// <content>Puts back what a snapshot holds.</content>
internal sealed partial class IncidentBook
{
    private bool _unindexed;

    /// <summary>What is put back from now on is entered when the first fact comes.</summary>
    public void IndexLater() => _unindexed = true;

    public ReportSource Source(string name) => _sources.Get(name);

    public ReportKind Kind(string slug, Alerting.Reports.Family family, double weight) => _kinds.Get(slug, family, weight);

    /// <summary>Adds a row for a report of a snapshot, whose owner fills it.</summary>
    public int RestoreReport()
    {
        var row = Table.Reports.Add();
        ref var report = ref Table.Reports[row];
        report.Incident = report.Next = -1;
        return row;
    }

    /// <summary>Puts one of the region's own incidents into a row; its reports follow.</summary>
    /// <param name="id">Null where it is derived.</param>
    public void RestoreOwn(int row, string? id) => Table.StartIncident(row, region, id);

    public void RestoreBelow(int row, Incident incident)
    {
        Table.StartIncident(row, incident.Region, incident.IncidentId);
        Show(row, incident);
    }

    /// <summary>
    /// Enters what was put back where it is found by its key. Done when the first fact comes and not before: most of
    /// what a region is asked after a restart needs no keys, and a long history has many.
    /// </summary>
    public void Index()
    {
        if (!_unindexed)
        {
            return;
        }

        _unindexed = false;
        _reports.Reserve(Table.Reports.Count);
        for (var row = 0; row < Table.Reports.End; row++)
        {
            ref var report = ref Table.Reports[row];
            if (report.ReportId is not null)
            {
                _reports.Add(FactKeys.Hash(report.From, report.ReportId), row);
            }
        }

        for (var row = 0; row < Table.Incidents.End; row++)
        {
            ref var incident = ref Table.Incidents[row];
            if (incident.Region is null)
            {
                continue;
            }

            Enter(row);
        }
    }

    /// <summary>Enters an incident, but not its reports, where it is found by its key.</summary>
    private void Enter(int row)
    {
        ref var incident = ref Table.Incidents[row];
        if (incident.FirstReport < 0)
        {
            _below.Add(FactKeys.Hash(incident.Region, incident.Id!), row);
            return;
        }

        if (incident.Id is not null)
        {
            _own.Add(FactKeys.Hash(incident.Id), row);
        }

        _correlation.Enter(Table, row);
    }
}
