using Alerting.Engine.Archive;
using Alerting.Engine.Reports;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// What is known of facts that are in the archive: enough to recognise a duplicate, and the block that a new fact needs.
/// </summary>
internal sealed class ArchivedFacts(FactIndex facts)
{
    private const int MaxTowns = 10_000;

    /// <summary>Block of reports that are in none: withdrawn ones.</summary>
    private const int NoBlock = -1;

    private readonly List<int> _members = [];

    private IncidentTable Table => facts.Table;

    public ArchivedReports Reports { get; } = new();

    /// <summary>Incidents whose id is not derived from a report, own and of regions below.</summary>
    public ArchivedIncidentIds Ids { get; } = new();

    public bool IsEmpty => Reports.Count == 0 && Ids.IsEmpty;

    /// <summary>Takes an incident and its reports out of memory; from now on they are found in the block.</summary>
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

    /// <summary>Withdrawn reports are in no incident, and what is kept of each is enough to recognise a duplicate.</summary>
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

    /// <summary>Forgets towns in which nothing is left, once they are many.</summary>
    public void ForgetTowns()
    {
        if (facts.Towns.Count < MaxTowns)
        {
            return;
        }

        var used = new HashSet<DistinctTown>();
        for (var row = 0; row < Table.Reports.End; row++)
        {
            if (Table.Reports[row].Place is { } town)
            {
                used.Add(town);
            }
        }

        for (var row = 0; row < Table.Incidents.End; row++)
        {
            if (Table.Incidents[row].Place is { } town)
            {
                used.Add(town);
            }
        }

        facts.Towns.Keep(used);
    }

    /// <summary>Indexes an incident of a block that lies in its rows again, with its reports.</summary>
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

    /// <summary>Adds the numbers of the blocks that a report needs before it is applied, apart from those it can correlate with.</summary>
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

        // Named or not, the report may belong to an incident of that id, or must not take it. What the report itself
        // has opened needs no block to be known by.
        var id = report.IncidentId ?? IncidentTable.DerivedId(report.Source, report.ReportId);
        FindBlocks(id, except: report.IncidentId is null ? archived : null, blocks);
    }

    /// <summary>Adds the numbers of the blocks in which an own incident of this id may lie.</summary>
    public void FindBlocks(string id, ISet<int> blocks) => FindBlocks(id, except: null, blocks);

    /// <summary>Whether an own incident of this id is in the archive.</summary>
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

    /// <summary>Whether an archived report has opened an incident of this id, read as source and report id around a colon.</summary>
    private bool IsOpener(string id, int colon, out ArchivedReport report) =>
        Reports.TryGet(ArchivedReports.KeyOf(id.AsSpan(0, colon), id.AsSpan(colon + 1)), out report)
        && report.Kind == ArchivedReportKind.Opener;

    /// <summary>The reports of an incident, best first; the list is used again by the next call.</summary>
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
