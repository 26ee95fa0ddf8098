using Alerting.Engine.Archive;
using Alerting.Engine.Reports;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// What is kept in memory of archived reports and incidents: enough to recognise a duplicate, and to find the block
/// that a new report or roll-up needs.
/// </summary>
internal sealed class ArchivedFacts(FactIndex facts)
{
    private const int MaxTowns = 10_000;

    /// <summary>Instead of a block number, for withdrawn reports, which are in no block.</summary>
    private const int NoBlock = -1;

    private readonly List<int> _members = [];

    private IncidentTable Table => facts.Table;

    public ArchivedReports Reports { get; } = new();

    /// <summary>Incidents with an id that is not derived from a report, of the region itself and of regions below.</summary>
    public ArchivedIncidentIds Ids { get; } = new();

    public bool IsEmpty => Reports.Count == 0 && Ids.IsEmpty;

    /// <summary>Removes an incident and its reports from memory and from now on refers to the block instead.</summary>
    public void Archive(int row, int block)
    {
        ref var incident = ref Table.Incidents[row];
        var isDerived = incident.Id is null;
        facts.RemoveIncident(row);
        if (!isDerived)
        {
            Ids.Add(ArchivedIncidentIds.KeyOf(incident.Region, incident.Id), block);
        }

        foreach (var report in MembersOf(row))
        {
            ArchiveReport(report, block, isDerived ? ArchivedReportKind.Opener : ArchivedReportKind.Member);
        }

        Table.Incidents.Remove(row);
    }

    /// <summary>Removes withdrawn reports from memory. They are in no incident; what is kept is enough to recognise a duplicate.</summary>
    public void ArchiveRetracted()
    {
        for (var row = 0; row < Table.Reports.End; row++)
        {
            if (Table.Reports[row] is { ReportId: not null, Incident: < 0 })
            {
                ArchiveReport(row, NoBlock, ArchivedReportKind.Retracted);
            }
        }
    }

    /// <summary>Drops the distinct towns that no fact in memory refers to, once there are many.</summary>
    public void ForgetTowns()
    {
        if (facts.Towns.Count < MaxTowns)
        {
            return;
        }

        var used = new HashSet<DistinctTown>();
        for (var row = 0; row < Table.Reports.End; row++)
        {
            if (Table.Reports[row].DistinctTown is { } town)
            {
                used.Add(town);
            }
        }

        for (var row = 0; row < Table.Incidents.End; row++)
        {
            if (Table.Incidents[row].DistinctTown is { } town)
            {
                used.Add(town);
            }
        }

        facts.Towns.Keep(used);
    }

    /// <summary>Indexes an incident, and its reports, that was read from a block into its rows.</summary>
    public void Restore(int row, int block)
    {
        ref var incident = ref Table.Incidents[row];
        if (incident.Id is not null)
        {
            Ids.Remove(ArchivedIncidentIds.KeyOf(incident.Region, incident.Id), block);
        }

        foreach (var report in MembersOf(row))
        {
            Reports.Remove(ArchivedReports.KeyOf(Table.Reports[report].From.Name, Table.Reports[report].ReportId));
            facts.AddReport(report);
        }

        facts.AddIncident(row);
    }

    /// <summary>Adds the numbers of the blocks that a report needs before it is applied, except those it might correlate with.</summary>
    public void FindBlocks(Report report, ISet<int> blocks)
    {
        if (Reports.TryGet(ArchivedReports.KeyOf(report.Source, report.ReportId), out var archived) && archived.Block > 0
            && (report.Revision > archived.Revision || (archived.Kind == ArchivedReportKind.Member && !TellsItsIncident(report, archived))))
        {
            blocks.Add(archived.Block);
        }

        if (report.Retracted)
        {
            return;
        }

        // Whether the report names this id or would get it: it may belong to that incident, or must be given another
        // id. An incident that the report itself opened is found by the report's own key.
        var id = report.IncidentId ?? IncidentTable.DerivedId(report.Source, report.ReportId);
        FindBlocks(id, except: report.IncidentId is null ? archived : null, blocks);
    }

    /// <summary>Adds the numbers of the blocks in which an incident of the region itself with this id may lie.</summary>
    public void FindBlocks(string id, ISet<int> blocks) => FindBlocks(id, except: null, blocks);

    /// <summary>Whether an incident of the region itself with this id is archived.</summary>
    public bool Contains(string id)
    {
        if (Reports.Count == 0)
        {
            return false;
        }

        if (Ids.Contains(ArchivedIncidentIds.KeyOf(facts.Region, id)))
        {
            return true;
        }

        for (var colon = 0; colon < id.Length; colon++)
        {
            if (id[colon] == ':' && IsOpener(id, colon, out _))
            {
                return true;
            }
        }

        return false;
    }

    private void FindBlocks(string id, ArchivedReport? except, ISet<int> blocks)
    {
        Ids.Find(ArchivedIncidentIds.KeyOf(facts.Region, id), blocks);
        for (var colon = 0; colon < id.Length; colon++)
        {
            if (id[colon] == ':' && IsOpener(id, colon, out var opener) && opener != except)
            {
                blocks.Add(opener.Block);
            }
        }
    }

    /// <summary>
    /// Whether the id, read as source and report id around this colon, is that of an archived report that opened its
    /// incident.
    /// </summary>
    private bool IsOpener(string id, int colon, out ArchivedReport report) =>
        Reports.TryGet(ArchivedReports.KeyOf(id.AsSpan(0, colon), id.AsSpan(colon + 1)), out report)
        && report.Kind == ArchivedReportKind.Opener;

    /// <summary>The reports of an incident, best first. The list is reused by the next call.</summary>
    private List<int> MembersOf(int row)
    {
        _members.Clear();
        Table.Members.CopyTo(row, _members);
        return _members;
    }

    private static bool TellsItsIncident(Report report, in ArchivedReport archived) =>
        report.IncidentId is not null && report.Revision == archived.Revision && (ulong)ReportContent.Hash(report) == archived.Content;

    private void ArchiveReport(int row, int block, ArchivedReportKind kind)
    {
        ref var report = ref Table.Reports[row];
        Reports.Add(
            ArchivedReports.KeyOf(report.From.Name, report.ReportId),
            new ArchivedReport((ulong)report.ContentHash, report.Revision, block, kind));
        facts.RemoveReport(row);
        Table.Reports.Remove(row);
    }
}
