using Alerting.Engine.Regions;

namespace Alerting.Engine.Incidents;

/// <summary>
/// Joins and parts incidents as operators have it: their reports move, and those that come later follow the same decisions. Each
/// incident that changes is added once to the steps.
/// </summary>
internal sealed class HandSettlement(FactIndex facts, ArchivedFacts archived)
{
    private readonly IncidentChanges _changes = new(facts);
    private readonly List<int> _members = [];

    private IncidentTable Table => facts.Table;

    private HandDecisions Decided => facts.ByHand;

    /// <summary>Applies what an operator has settled.</summary>
    /// <returns>What that was, in words.</returns>
    public string Apply(RegionInput input, long now, List<IncidentStep> steps)
    {
        facts.Build();
        switch (input)
        {
            case JoinInput join:
                var joining = new HandDecision(join.By, now, join.Reason);
                Join(join.IncidentId, join.Other, joining, steps);
                return Describe($"incidents {join.IncidentId} and {join.Other} were joined", joining);
            case PartInput { Other: { } other } part:
                var parting = new HandDecision(part.By, now, part.Reason);
                Part(part.IncidentId, other, parting, steps);
                return Describe($"incidents {part.IncidentId} and {other} were parted", parting);
            case PartInput { Source: { } source, ReportId: { } reportId } part:
                var taking = new HandDecision(part.By, now, part.Reason);
                TakeOut(part.IncidentId, source, reportId, taking, steps);
                return Describe($"report {source}/{reportId} was taken out of incident {part.IncidentId}", taking);
            default:
                throw new ArgumentException($"{input} settles nothing of incidents.", nameof(input));
        }

        static string Describe(string what, HandDecision decision) =>
            $"{what} by hand by {decision.By}{(decision.Reason is null ? "" : ": " + decision.Reason)}";
    }

    /// <summary>
    /// Where an operator has a report, whatever the rule says; null where the rule decides. The report is in no incident now.
    /// </summary>
    /// <param name="report">Its row.</param>
    /// <param name="named">The incident that it names; null for none.</param>
    /// <param name="before">Why it was where it was until now, if an operator had it there.</param>
    public (string Id, HandMark Mark)? PlaceOf(int report, string? named, HandMark? before)
    {
        ref var stored = ref Table.Reports[report];
        if (Decided.TakenOut(stored.From.Name, stored.ReportId) is { } taken
            && (named is null || Decided.Resolve(named) == Decided.Resolve(taken.OutOf)))
        {
            var reason = named is null ? JoinReason.Opened : JoinReason.Named;
            return (Decided.Resolve(taken.Into), new HandMark(taken.OutOf, TakenOut: true, reason, 0, taken.Decision));
        }

        if (named is not null)
        {
            return JoinedTo(named, JoinReason.Named);
        }

        // An incident that was joined to this one told of the same event, whatever of it is corrected.
        return before is { TakenOut: false } && Decided.Resolve(before.From) is var id && id != before.From
            ? (id, before with { Before = before.Before == JoinReason.Named ? JoinReason.SameTownAndTime : before.Before })
            : null;
    }

    /// <summary>Where a report belongs that would be in this incident, if that was joined to another; null where it was not.</summary>
    public (string Id, HandMark Mark)? JoinedTo(string id, JoinReason reason) =>
        Decided.JoinOf(id) is { } decision
            ? (Decided.Resolve(id), new HandMark(id, TakenOut: false, reason, 0, decision))
            : null;

    /// <summary>One incident is joined to another; nothing happens where one of them is gone, or where they are one already.</summary>
    private void Join(string id, string other, HandDecision decision, List<IncidentStep> steps)
    {
        (id, other) = (Decided.Resolve(id), Decided.Resolve(other));
        if (id == other || facts.FindShown(id) < 0 || facts.FindShown(other) < 0)
        {
            return;
        }

        // They may have been said to be two, which others show as well.
        foreach (var apart in Decided.OthersOf(other))
        {
            OpenIfShown(apart, steps);
        }

        var into = Open(id, steps);
        var from = Open(other, steps);
        Decided.Join(other, id, decision);
        _members.Clear();
        Table.Members.CopyTo(from, _members);
        foreach (var report in _members)
        {
            ref var stored = ref Table.Reports[report];
            Move(report, into, stored.Rare?.Mark ?? new HandMark(other, TakenOut: false, stored.Reason, stored.Difference, decision));
        }

        _changes.Close(steps);
    }

    /// <summary>Two incidents are two: what was joined of them by hand goes back.</summary>
    private void Part(string id, string other, HandDecision decision, List<IncidentStep> steps)
    {
        if (id == other)
        {
            return;
        }

        var root = Decided.Resolve(id);
        var isJoined = root == Decided.Resolve(other);
        if (isJoined ? facts.FindShown(root) < 0 : facts.FindShown(root) < 0 || facts.FindShown(Decided.Resolve(other)) < 0)
        {
            return;
        }

        Open(root, steps);
        if (!isJoined)
        {
            Open(Decided.Resolve(other), steps);
        }

        foreach (var apart in Decided.OthersOf(root))
        {
            OpenIfShown(apart, steps);
        }

        Decided.Part(id, other, decision);
        if (isJoined)
        {
            SortOut(facts.FindShown(root), steps);
        }

        _changes.Close(steps);
    }

    /// <summary>A report is taken out of its incident and is of one of its own; nothing happens where it is the only one.</summary>
    private void TakeOut(string id, string source, string reportId, HandDecision decision, List<IncidentStep> steps)
    {
        id = Decided.Resolve(id);
        if (FindMember(id, source, reportId) is not { } report || Table.Members.Count(Table.Reports[report].Incident) < 2)
        {
            return;
        }

        Open(id, steps);
        var own = FreeId(IncidentTable.DerivedId(source, reportId));
        Decided.TakeOut(source, reportId, id, own, decision);
        ref var stored = ref Table.Reports[report];
        Move(report, Open(own, steps), new HandMark(id, TakenOut: true, stored.Reason, stored.Difference, decision));
        _changes.Close(steps);
    }

    /// <summary>The row of a report, where it is in this incident.</summary>
    private int? FindMember(string id, string source, string reportId) =>
        facts.Sources.Find(source) is { } known && facts.FindReport(known, reportId) is >= 0 and var report
            && Table.Reports[report].Incident is >= 0 and var incident && Table.IdOf(incident) == id
            ? report
            : null;

    /// <summary>Has the reports of an incident go where decisions have them now.</summary>
    private void SortOut(int incident, List<IncidentStep> steps)
    {
        List<int> members = [];
        Table.Members.CopyTo(incident, members);
        var id = Table.IdOf(incident);
        foreach (var report in members)
        {
            ref var stored = ref Table.Reports[report];
            if (stored.Rare?.Mark is not { } mark)
            {
                continue;
            }

            var place = mark.TakenOut
                ? Decided.Resolve(Decided.TakenOut(stored.From.Name, stored.ReportId)?.Into ?? id)
                : Decided.Resolve(mark.From);
            if (place != id)
            {
                // Back where it had been before the incident was joined to another, it is there by the rule again.
                Move(report, Open(place, steps), mark.TakenOut || place != mark.From ? mark : null);
            }
        }
    }

    /// <summary>Moves a report to an incident of the current step, which has another in common with it.</summary>
    private void Move(int report, int into, HandMark? mark)
    {
        var from = Table.Reports[report].Incident;
        var before = Table.Reports[report].Rare?.Mark;
        Table.Members.Remove(from, report);
        if (Table.Incidents[from].FirstReport < 0)
        {
            facts.NoteFreeSuffix(from);
        }

        ref var stored = ref Table.Reports[report];
        stored.Reason = mark is null ? before!.Before : JoinReason.ByHand;
        stored.Rare = (stored.Rare ?? new ReportRow.Rarities()) with { Mark = mark, Difference = mark is null ? before!.Difference : 0 };
        Table.Members.Add(into, report);
    }

    private int Open(string id, List<IncidentStep> steps)
    {
        var row = facts.GetOwn(id);
        _changes.Open(row, steps);
        facts.MakeIdExplicit(row);
        return row;
    }

    private void OpenIfShown(string id, List<IncidentStep> steps)
    {
        if (facts.FindShown(id) >= 0)
        {
            Open(id, steps);
        }
    }

    /// <summary>An id that no incident has or had.</summary>
    private string FreeId(string id)
    {
        var free = id;
        for (var number = TakenSuffixes.First; facts.FindShown(free) >= 0 || archived.Contains(free) || Decided.Knows(free); number++)
        {
            free = TakenSuffixes.Append(id, number);
        }

        return free;
    }
}
