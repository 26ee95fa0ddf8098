using Alerting.Engine.Cold;
using Alerting.Engine.Reports;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <content>Facts that are put away, and which of them a new fact needs back.</content>
internal sealed partial class IncidentBook
{
    private const int MostPlaces = 10_000;

    private readonly List<int> _members = [];

    public ColdReports ColdReports { get; } = new();

    public ColdIds ColdIds { get; } = new();

    /// <summary>Takes an incident and its reports out of memory; what is found of them from now on is in the block.</summary>
    public void PutAway(int row, int block)
    {
        ref var incident = ref Table.Incidents[row];
        var isDerived = incident.Id is null;
        if (incident.FirstReport < 0)
        {
            _below.Remove(FactKeys.Hash(incident.Region, incident.Id!), row);
        }
        else
        {
            _correlation.Forget(Table, row);
        }

        if (!isDerived)
        {
            ColdIds.Add(ColdIds.KeyOf(incident.Region, incident.Id), block);
            if (incident.FirstReport >= 0)
            {
                _own.Remove(FactKeys.Hash(incident.Id), row);
            }
        }

        foreach (var report in MembersOf(row))
        {
            PutAway(report, block, isDerived ? ColdReportKind.Opener : ColdReportKind.Member);
        }

        Table.Incidents.Remove(row);
    }

    /// <summary>Reports that are withdrawn are in no incident, and all that is known of them fits where duplicates are known by.</summary>
    public void PutRetractedAway()
    {
        for (var row = 0; row < Table.Reports.End; row++)
        {
            if (Table.Reports[row] is { ReportId: not null, Incident: < 0 })
            {
                PutAway(row, -1, ColdReportKind.Retracted);
            }
        }
    }

    /// <summary>Towns in which nothing is left are forgotten once they are many.</summary>
    public void ForgetPlaces()
    {
        if (Places.Count < MostPlaces)
        {
            return;
        }

        var used = new HashSet<Place>();
        for (var row = 0; row < Table.Reports.End; row++)
        {
            if (Table.Reports[row].Place is { } place)
            {
                used.Add(place);
            }
        }

        for (var row = 0; row < Table.Incidents.End; row++)
        {
            if (Table.Incidents[row].Place is { } place)
            {
                used.Add(place);
            }
        }

        Places.Keep(used);
    }

    /// <summary>Enters an incident of a block, with its reports, that lies in its rows again.</summary>
    public void TakeBack(int row, int block)
    {
        ref var incident = ref Table.Incidents[row];
        if (incident.Id is not null)
        {
            ColdIds.Remove(ColdIds.KeyOf(incident.Region, incident.Id), block);
        }

        foreach (var at in MembersOf(row))
        {
            ref var report = ref Table.Reports[at];
            ColdReports.Remove(ColdReports.KeyOf(report.From.Name, report.ReportId));
            _reports.Add(FactKeys.Hash(report.From, report.ReportId), at);
        }

        Enter(row);
    }

    /// <summary>Adds the numbers of the blocks that a report needs back before it is taken, apart from those it can correlate with.</summary>
    public void FindBlocks(Report report, ISet<int> blocks)
    {
        if (ColdReports.TryGet(ColdReports.KeyOf(report.Source, report.ReportId), out var cold) && cold.Block > 0
            && (report.Revision > cold.Revision || (cold.Kind == ColdReportKind.Member && !TellsItsIncident(report, cold))))
        {
            blocks.Add(cold.Block);
        }

        if (report.Retracted)
        {
            return;
        }

        // Named or not, the report may belong to an incident of that id, or must not take it. What the report itself
        // has opened needs no block to be known by.
        var id = report.IncidentId ?? IncidentTable.DerivedId(report.Source, report.ReportId);
        FindBlocks(id, except: report.IncidentId is null ? cold : null, blocks);
    }

    /// <summary>Adds the numbers of the blocks in which an own incident of this id may lie.</summary>
    public void FindBlocks(string id, ISet<int> blocks) => FindBlocks(id, except: null, blocks);

    private void FindBlocks(string id, ColdReport? except, ISet<int> blocks)
    {
        ColdIds.Find(ColdIds.KeyOf(region, id), blocks);
        for (var colon = 0; colon < id.Length; colon++)
        {
            if (id[colon] == ':' && IsOpener(id, colon, out var opener) && opener != except)
            {
                blocks.Add(opener.Block);
            }
        }
    }

    /// <summary>Whether an own incident of this id is put away.</summary>
    private bool IsPutAway(string id)
    {
        if (ColdReports.Count == 0)
        {
            return false;
        }

        if (ColdIds.Contains(ColdIds.KeyOf(region, id)))
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

    /// <summary>Whether a report that is put away has opened an incident of this id, read as source and report id around a colon.</summary>
    private bool IsOpener(string id, int colon, out ColdReport report) =>
        ColdReports.TryGet(ColdReports.KeyOf(id.AsSpan(0, colon), id.AsSpan(colon + 1)), out report)
        && report.Kind == ColdReportKind.Opener;

    /// <summary>The reports of an incident, best first; the list is used again by the next call.</summary>
    private List<int> MembersOf(int row)
    {
        _members.Clear();
        Table.Members.CopyTo(row, _members);
        return _members;
    }

    private static bool TellsItsIncident(Report report, in ColdReport cold) =>
        report.IncidentId is not null && report.Revision == cold.Revision && (ulong)ReportContent.Hash(report) == cold.Content;

    /// <summary>What becomes of a report that is put away and says nothing newer; null when it does.</summary>
    private static ReportOutcome? KnownCold(Report report, UInt128 contentHash, in ColdReport cold)
    {
        if (report.Revision > cold.Revision)
        {
            return cold.Kind == ColdReportKind.Retracted ? null
                : throw new InvalidOperationException($"Block {cold.Block} is to be brought back before this report is taken.");
        }

        var incidentId = cold.Kind switch
        {
            ColdReportKind.Opener => IncidentTable.DerivedId(report.Source, report.ReportId),
            ColdReportKind.Member => report.IncidentId,
            _ => null,
        };
        return Known(report, report.Revision < cold.Revision || (ulong)contentHash == cold.Content, incidentId);
    }

    private void PutAway(int row, int block, ColdReportKind kind)
    {
        ref var report = ref Table.Reports[row];
        ColdReports.Add(ColdReports.KeyOf(report.From.Name, report.ReportId), (ulong)report.ContentHash, report.Revision, block, kind);
        _reports.Remove(FactKeys.Hash(report.From, report.ReportId), row);
        Table.Reports.Remove(row);
    }
}
