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
    private const int MaxSources = 10_000;

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

        var kind = isDerived ? ArchivedReportKind.Opener : ArchivedReportKind.Member;
        foreach (var member in MembersOf(row))
        {
            ref var report = ref Table.Reports[member];
            Reports.Add(KeyOf(report), new ArchivedReport((ulong)report.ContentHash, report.Revision, block, kind));
            Remove(member);
        }

        Table.Incidents.Remove(row);
    }

    /// <summary>Removes withdrawn reports from memory. They are in no incident; what is kept is enough to recognise a duplicate.</summary>
    public void ArchiveRetracted()
    {
        for (var row = 0; row < Table.Reports.End; row++)
        {
            ref var report = ref Table.Reports[row];
            if (report is { ReportId: not null, Incident: < 0 })
            {
                Reports.Add(KeyOf(report), ArchivedReport.Withdrawn((ulong)report.ContentHash, report.Revision, report.OccurredAt));
                Remove(row);
            }
        }
    }

    /// <summary>Removes an incident and its reports; nothing is kept of them.</summary>
    public void Forget(int row)
    {
        facts.RemoveIncident(row);
        foreach (var report in MembersOf(row))
        {
            Remove(report);
        }

        Table.Incidents.Remove(row);
    }

    /// <summary>Forgets what is kept of the incidents and reports of these blocks.</summary>
    public void ForgetBlocks(IReadOnlySet<int> blocks)
    {
        Reports.ForgetBlocks(blocks);
        Ids.ForgetBlocks(blocks);
    }

    /// <summary>Forgets the reports that were withdrawn on an earlier day than that of an instant, UTC ticks.</summary>
    public void ForgetRetracted(long before)
    {
        // By the day, as it is known of archived ones: it must not matter where one lies.
        var day = ArchivedReport.DayOf(before);
        for (var row = 0; row < Table.Reports.End; row++)
        {
            if (Table.Reports[row] is { ReportId: not null, Incident: < 0, OccurredAt: var at } && ArchivedReport.DayOf(at) < day)
            {
                Remove(row);
            }
        }

        Reports.ForgetRetracted(day);
    }

    /// <summary>Drops the distinct towns and sources that no fact in memory refers to, once there are many.</summary>
    public void ForgetNames()
    {
        if (facts.Towns.Count < MaxTowns && facts.Sources.Count < MaxSources)
        {
            return;
        }

        var towns = new HashSet<DistinctTown>();
        var sources = new HashSet<ReportSource>();
        for (var row = 0; row < Table.Reports.End; row++)
        {
            if (Table.Reports[row] is { ReportId: not null, From: var from, DistinctTown: var town })
            {
                sources.Add(from);
                _ = town is not null && towns.Add(town);
            }
        }

        for (var row = 0; row < Table.Incidents.End; row++)
        {
            if (Table.Incidents[row].DistinctTown is { } town)
            {
                towns.Add(town);
            }
        }

        facts.Towns.Keep(towns);
        facts.Sources.Keep(sources);
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
            Reports.Remove(KeyOf(Table.Reports[report]));
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

    private static UInt128 KeyOf(in ReportRow report) => ArchivedReports.KeyOf(report.From.Name, report.ReportId);

    private void Remove(int report)
    {
        facts.RemoveReport(report);
        Table.Reports.Remove(report);
    }
}
