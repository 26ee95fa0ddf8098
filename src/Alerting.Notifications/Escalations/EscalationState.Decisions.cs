using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Notifications.Holding;
using Alerting.Thresholds;

namespace Alerting.Notifications.Escalations;

internal sealed partial class EscalationState
{
    /// <summary>Of a call that failed so often nobody waits any more before the next step is called; it is tried on.</summary>
    public const int MaxAttemptsBeforeNext = 3;

    // Revisions that concern nothing cost no append of their own; after a crash this many are read again at most.
    private const int MaxScanAhead = 256;

    /// <summary>
    /// Adopts the policies that are in force: they apply to alerts that are raised from here on in the ledger. Those that have started
    /// go on as they were, except where the policy is not there any more: then nobody is called any more.
    /// </summary>
    /// <param name="revision">Of the catalogue.</param>
    /// <param name="policies">All that are in force.</param>
    /// <param name="startAfter">The ledger position after which reading begins, where it has not begun before.</param>
    /// <param name="now">UTC ticks.</param>
    public IReadOnlyList<EscalationEvent> Adopt(long revision, IReadOnlyList<PolicyInForce> policies, long? startAfter, long now)
    {
        if (revision <= Revision)
        {
            return [];
        }

        var ids = policies.Select(static policy => policy.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            new PoliciesAdopted(revision, policies, startAfter),
            .. _all.Values
                .Where(one => !one.HasEnded && one.Status != EscalationStatus.Stopped && !ids.Contains(one.Policy))
                .Select(one => new RunStopped(one.AlertId, one.Policy, EscalationStatus.Stopped, null, one.Seq, now, now, [])),
        ];
    }

    /// <summary>Takes the next revision of the ledger. Its events are applied before the one after it is taken.</summary>
    /// <param name="revision">What comes next; one that was taken already is ignored.</param>
    /// <param name="isWithin">Whether a region (first) is another one (second) or lies in it.</param>
    /// <param name="holds">What holds back now that somebody is told.</param>
    /// <param name="now">UTC ticks.</param>
    public IReadOnlyList<EscalationEvent> Take(Alert revision, Func<string, string, bool> isWithin, Holds holds, long now)
    {
        if (revision.Seq <= ScannedTo)
        {
            return [];
        }

        var events = new List<EscalationEvent>();
        if (revision.Revision == 1)
        {
            events.AddRange(_inForce.Values.Where(policy => policy.Definition.Concerns(revision, isWithin)).SelectMany(
                policy => revision.Opens(policy)));
        }
        else
        {
            events.AddRange(Of(revision.AlertId).Where(static one => !one.HasEnded).Select(
                one => revision.Changes(one, PolicyOf(one), holds, now)));
        }

        if (events.Count > 0 || revision.Seq - ReadTo >= MaxScanAhead)
        {
            events.Add(new LedgerTaken(revision.Seq));
        }

        _scannedTo = revision.Seq;
        return events;
    }

    /// <summary>The ledger has forgotten what was to be read next: reading goes on with what is left.</summary>
    /// <param name="first">The first seq that is left.</param>
    public IReadOnlyList<EscalationEvent> Skip(long first) => first > ScannedTo + 1 ? [new LedgerTaken(first - 1)] : [];

    /// <summary>The steps that are due at an instant, in order, one of each escalation.</summary>
    public IReadOnlyList<DueStep> StepsDue(long now, int limit) =>
    [
        .. _schedule.StepsDue(now).Take(limit).Select(step => _all[step.Order]).Select(
            one => new DueStep(one.AlertId, one.Policy, one.Next!, PolicyOf(one).Steps[one.Next!.Step], one.Seq, one.Severity)),
    ];

    /// <summary>Calls a step that is due.</summary>
    /// <param name="due">One of <see cref="StepsDue"/>; where it is not due any more, nothing happens.</param>
    /// <param name="callees">Whom it names, in the order in which they are called; whoever is in it twice is called once.</param>
    /// <param name="holds">What holds calls back now.</param>
    /// <param name="now">UTC ticks.</param>
    public IReadOnlyList<EscalationEvent> Call(DueStep due, IReadOnlyList<StepCallee> callees, Holds holds, long now)
    {
        if (Find(due.AlertId, due.Policy) is not { Status: EscalationStatus.Running } one || one.Next != due.Step)
        {
            return [];
        }

        var next = due.Step.Next(PolicyOf(one));
        var called = new StepCalled(
            one.AlertId, one.Policy, due.Step, now, one.Seq, [.. callees.DistinctBy(static callee => callee.Target)], next,
            holds.Over(one));
        return callees.All(static callee => callee.Error is not null)
            ? [called, Unreached(one, due.Step, next, now)]
            : [called];
    }

    /// <summary>Gives up that somebody of the steps is reached soon that were called long ago.</summary>
    public IReadOnlyList<EscalationEvent> Judge(long now) =>
    [
        .. _schedule.JudgementsDue(now).Select(judged => _all[judged.Order]).Select(
            one => Unreached(one, one.Called!.Step, one.Next, now)),
    ];

    /// <summary>When there is something to be done, UTC ticks; null: at no known instant.</summary>
    public long? NextDue() => new[] { _schedule.NextStep?.At, _schedule.NextJudgement?.At, _schedule.NextCall?.At }.Min();

    /// <summary>When a step falls due or is to be judged, UTC ticks; null: none.</summary>
    public long? NextStepDue() => new[] { _schedule.NextStep?.At, _schedule.NextJudgement?.At }.Min();

    /// <summary>When somebody must be awake again whatever happens to this process; null for never.</summary>
    public long? WakeAt(long now) => InFlight > 0 || _held.Count > 0 ? now : NextDue() is { } due ? Math.Max(due, 1) : null;

    /// <summary>The least seq that is still to be read or told; <see cref="long.MaxValue"/> when the ledger need not wait.</summary>
    public long NeededFrom() => !Follows ? long.MaxValue : _all.Values
        .SelectMany(static one => one.Pending).Select(static call => call.Seq)
        .Concat(_held.Values.Select(static one => one.Seq))
        .Append(ReadTo + 1).Min();

    /// <summary>The ledger is not kept any longer before this seq: what was read without effect is not read again.</summary>
    public IReadOnlyList<EscalationEvent> Forget(long below) =>
    [
        .. ScannedTo > ReadTo && ReadTo + 1 < below ? [new LedgerTaken(ScannedTo)] : Array.Empty<EscalationEvent>(),
        .. _ended.Any(one => one.Seq < below) ? [new EscalationsForgotten(below)] : Array.Empty<EscalationEvent>(),
    ];

    internal static StepUnreached Unreached(Escalation one, StepDue step, StepDue? next, long now) => new(
        one.AlertId, one.Policy, step, now,
        next is not null && next.Round == step.Round ? next with { DueAt = Math.Min(next.DueAt, now) } : next);
}

/// <summary>A step that is due.</summary>
/// <param name="Definition">What the policy says of it.</param>
/// <param name="Seq">Of the newest revision of the alert.</param>
/// <param name="Severity">As of that; null where only a log of before it was kept tells of it.</param>
internal sealed record DueStep(
    string AlertId, string Policy, StepDue Step, EscalationStep Definition, long Seq, Severity? Severity);
