using Alerting.Engine.Incidents;
using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <summary>Finds reports, and what their region's log has of them.</summary>
public sealed class ReportTraces
{
    private readonly RegionModel _model;
    private readonly RegionQueries _view;

    internal ReportTraces(RegionModel model, RegionQueries view) => (_model, _view) = (model, view);

    /// <summary>A report of the region itself; null when it is not in memory.</summary>
    public ReportTrace? Find(string source, string reportId)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(reportId);
        _model.Facts.Build();
        return _model.Facts.Sources.Find(source) is { } known && _model.Facts.FindReport(known, reportId) is >= 0 and var row
            ? Of(row)
            : null;
    }

    /// <summary>
    /// One of the region's own incidents with reports of it, best first, after a given one; null when no incident with
    /// this id is in memory.
    /// </summary>
    public (IncidentItem Incident, IReadOnlyList<ReportTrace> Reports)? Of(string incidentId, ReportPlace? after, int limit)
    {
        var rows = new List<int>();
        return _view.FindReports(incidentId, after, limit, rows) is >= 0 and var incident
            ? (RegionQueries.ItemOf(_model.Facts.Table.Node(incident)), rows.ConvertAll(Of))
            : null;
    }

    private ReportTrace Of(int row)
    {
        var table = _model.Facts.Table;
        ref var stored = ref table.Reports[row];
        var report = new Report
        {
            ReportId = stored.ReportId,
            Revision = stored.Revision,
            Retracted = stored.Retracted,
            Source = stored.From.Name,
            Region = _model.Region.Code,
        };
        IReadOnlyList<long> sequences = stored.Sequence == 0 ? [] : [.. stored.Earlier, stored.Sequence];
        if (stored.Retracted)
        {
            return new ReportTrace(report, null, null, sequences, null);
        }

        report = report with
        {
            Town = stored.Town,
            Precision = stored.DistinctTown is not null ? Precision.Town : stored.Town is not null ? Precision.Area : Precision.Region,
            Location = stored.Location,
            LocationDoubt = stored.LocationDoubt,
            Kind = stored.Kind!.Slug,
            Family = stored.Kind.Family,
            KindWeight = stored.Kind.Weight,
            OccurredAt = Instants.FromTicks(stored.OccurredAt),
            Killed = stored.Killed < 0 ? null : stored.Killed,
            Wounded = stored.Wounded < 0 ? null : stored.Wounded,
            Grade = stored.Grade,
            Actors = stored.Actors,
            Summary = stored.Summary,
            Url = stored.Url,
        };
        return new ReportTrace(report, table.IdOf(stored.Incident), RegionQueries.Joined(stored), sequences, PlaceOf(stored));
    }

    private static ReportPlace PlaceOf(in ReportRow row) => new(
        row.Grade, row.OccurredAt, Math.Max(row.Killed, 0), Math.Max(row.Wounded, 0), row.From.Name, row.ReportId);
}
