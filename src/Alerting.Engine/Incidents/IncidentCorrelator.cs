using Alerting.Engine.Archive;
using Alerting.Engine.Reports;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>Correlates the reports of a region into incidents, and keeps the incidents that regions below roll up.</summary>
internal sealed class IncidentCorrelator(FactIndex facts, ArchivedFacts archived, ReportAdmission admission, EngineOptions options)
{
    private readonly Func<string, bool> _isArchived = archived.Contains;
    private readonly IncidentChanges _changes = new(facts);
    private readonly HandSettlement _byHand = new(facts, archived);

    private IncidentTable Table => facts.Table;

    /// <summary>Whether the report applied last opened an incident whose id has a suffix.</summary>
    public bool GaveSuffix { get; private set; }

    /// <summary>
    /// Applies a report or a correction, which is in the log entry with this sequence. Each incident that changes is
    /// added once to <paramref name="steps"/>; a duplicate or a rejected report changes none.
    /// </summary>
    public ReportOutcome Apply(Report report, IdSuffix suffix, long sequence, long now, List<IncidentStep> steps)
    {
        facts.Build();
        GaveSuffix = false;
        var contentHash = ReportContent.Hash(report);
        var source = facts.Sources.Get(report.Source);
        var row = facts.FindReport(source, report.ReportId, out var hash);
        if (row >= 0 && report.Revision <= Table.Reports[row].Revision)
        {
            ref var same = ref Table.Reports[row];
            var isDuplicate = report.Revision < same.Revision || same.ContentHash == contentHash;
            return ReportAdmission.Known(report, isDuplicate, IncidentIdOf(ref same));
        }

        var archiveKey = UInt128.Zero;
        if (row < 0 && archived.Reports.Count > 0
            && archived.Reports.TryGet(archiveKey = ArchivedReports.KeyOf(report.Source, report.ReportId), out var old)
            && ReportAdmission.KnownFromArchive(report, contentHash, old) is { } outcome)
        {
            return outcome;
        }

        if (admission.Refuse(report, now) is { } fault)
        {
            return new ReportOutcome(ReportStatus.Rejected, null, fault);
        }

        var former = -1;
        if (row < 0)
        {
            row = Table.Reports.Add();
            ref var added = ref Table.Reports[row];
            added.From = source;
            added.ReportId = report.ReportId;
            added.Incident = added.Next = -1;
            facts.AddReport(row, hash);
            if (archived.Reports.Count > 0)
            {
                archived.Reports.Remove(archiveKey);
            }
        }
        else if (Table.Reports[row].Incident is >= 0 and var held)
        {
            former = held;
            _changes.Open(former, steps);
            facts.MakeIdExplicit(former);
            Table.Members.Remove(former, row);
            if (Table.Incidents[former].FirstReport < 0)
            {
                facts.NoteFreeSuffix(former);
            }
        }

        ref var stored = ref Table.Reports[row];
        var reason = stored.Reason;
        var earlier = StoredReport.Revisions(stored);
        var mark = stored.Rare?.Mark;
        stored.Rare = null;
        stored.Sequence = sequence;
        stored.Revision = report.Revision;
        stored.Retracted = report.Retracted;
        stored.ContentHash = contentHash;
        if (!report.Retracted)
        {
            StoredReport.Fill(ref stored, report, facts, now);
            StoredReport.Keep(ref stored, earlier);
            Correlate(row, reason, mark, report.IncidentId, suffix, former, steps);
        }
        else
        {
            stored.OccurredAt = now;
            StoredReport.Keep(ref stored, earlier);
        }

        _changes.Close(steps);
        return new ReportOutcome(ReportStatus.Accepted, IncidentIdOf(ref Table.Reports[row]), null);
    }

    /// <summary>Takes over an incident of a region below as it is now.</summary>
    public void RollUp(IncidentChange change, List<IncidentStep> steps)
    {
        facts.Build();
        var row = facts.FindBelow(change.Region, change.IncidentId, out var hash);
        if (row < 0)
        {
            if (change.Value is null)
            {
                return;
            }

            row = facts.AddBelow(change.Region, change.IncidentId, hash);
        }

        var node = Table.Node(row);
        if (!node.InStep)
        {
            node.InStep = true;
            steps.Add(new IncidentStep(node, node.View, node.DistinctTown));
        }

        facts.Show(row, change.Value);
        if (change.Value is null)
        {
            facts.RemoveBelow(row);
        }
    }

    /// <summary>
    /// The clock is set back: reports dated later than this instant count as of it from now on. Each incident that
    /// changes is added once to <paramref name="steps"/>; no report leaves its incident.
    /// </summary>
    public void SetBack(long to, List<IncidentStep> steps)
    {
        facts.Build();
        for (var row = 0; row < Table.Reports.End; row++)
        {
            if (Table.Reports[row] is { ReportId: not null, Incident: >= 0 and var incident, OccurredAt: var at } && at > to)
            {
                _changes.Open(incident, steps);
                facts.MakeIdExplicit(incident);
                Table.Members.Remove(incident, row);
                Table.Reports[row].OccurredAt = to;
                Table.Members.Add(incident, row);
            }
        }

        _changes.Close(steps);
        for (var row = 0; row < Table.Incidents.End; row++)
        {
            if (Table.Incidents[row] is { Region: not null, FirstReport: < 0 } && Table.Incidents[row].OccurredAt > to)
            {
                var node = Table.Node(row);
                var view = node.View!;
                steps.Add(new IncidentStep(node, view, node.DistinctTown));
                facts.Show(row, view with { OccurredAt = to, TownReportedAt = Math.Min(view.TownReportedAt, to) });
            }
        }
    }

    /// <summary>Ends a step: the row of an incident that is gone can be used again.</summary>
    public void Release(IncidentNode node)
    {
        if (!node.IsShown)
        {
            Table.Incidents.Remove(node.Row);
        }
    }

    private string? IncidentIdOf(ref ReportRow report) => report.Incident < 0 ? null : Table.IdOf(report.Incident);

    private void Correlate(
        int report, JoinReason before, HandMark? mark, string? named, IdSuffix suffix, int former, List<IncidentStep> steps)
    {
        if (!facts.ByHand.IsEmpty && _byHand.PlaceOf(report, named, mark) is { } place)
        {
            JoinByHand(report, place, steps);
            return;
        }

        if (named is not null)
        {
            Join(report, Get(named, steps), JoinReason.Named, 0);
            return;
        }

        if (former >= 0 && Fits(former, report, out var difference))
        {
            Join(report, former, before is JoinReason.Named or JoinReason.ByHand ? JoinReason.SameTownAndTime : before, difference);
            return;
        }

        // The search leaves out the former incident, which was just found not to fit.
        ref var stored = ref Table.Reports[report];
        if (stored.DistinctTown is not null && facts.Correlation.Find(Table, stored, former, out difference) is >= 0 and var candidate)
        {
            _changes.Open(candidate, steps);
            facts.MakeIdExplicit(candidate);
            Join(report, candidate, JoinReason.SameTownAndTime, difference);
            return;
        }

        var free = facts.FreeId(report, suffix, _isArchived);
        if (!facts.ByHand.IsEmpty
            && _byHand.JoinedTo(free ?? IncidentTable.DerivedId(stored.From.Name, stored.ReportId), JoinReason.Opened) is { } joined)
        {
            JoinByHand(report, joined, steps);
            return;
        }

        if (free is { } id)
        {
            GaveSuffix = true;
            Join(report, Get(id, steps), JoinReason.Opened, 0);
            return;
        }

        var row = Table.AddIncident(facts.Region, null);
        Table.Incidents[row].InStep = true;
        steps.Add(new IncidentStep(Table.Node(row), null, null));
        Join(report, row, JoinReason.Opened, 0);
    }

    private void JoinByHand(int report, (string Id, HandMark Mark) place, List<IncidentStep> steps)
    {
        ref var stored = ref Table.Reports[report];
        stored.Rare = (stored.Rare ?? new ReportRow.Rarities()) with { Mark = place.Mark };
        Join(report, Get(place.Id, steps), JoinReason.ByHand, 0);
    }

    private void Join(int report, int row, JoinReason reason, long difference)
    {
        ref var stored = ref Table.Reports[report];
        stored.Reason = reason;
        Table.Members.Add(row, report);
        if (difference != stored.Difference)
        {
            stored.Rare = (stored.Rare ?? new ReportRow.Rarities()) with { Difference = difference };
        }
    }

    /// <summary>Whether a report would join this incident if it came now. The incident must not hold the report.</summary>
    private bool Fits(int row, int report, out long difference)
    {
        difference = 0;
        ref var stored = ref Table.Reports[report];
        if (stored.DistinctTown is null || Table.Incidents[row].FirstReport < 0)
        {
            return false;
        }

        Table.Refresh(row);
        var node = Table.Node(row);
        var actors = stored.Rare?.ActorKeys ?? [];
        difference = Math.Abs(node.OccurredAt - stored.OccurredAt);
        if (node.Family != stored.Kind!.Family || difference > options.CorrelationWindow.Ticks
            || (actors.Length > 0 && node.ActorKeys.Length > 0 && !actors.AsSpan().ContainsAny(node.ActorKeys))
            || Table.Members.HasSource(row, stored.From))
        {
            return false;
        }

        return Table.Members.HasTown(row, stored.DistinctTown);
    }

    private int Get(string id, List<IncidentStep> steps)
    {
        var row = facts.GetOwn(id);
        _changes.Open(row, steps);
        facts.MakeIdExplicit(row);
        return row;
    }
}
