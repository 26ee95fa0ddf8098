using Alerting.Alerts;
using Alerting.Escalations;

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
    /// <param name="now">UTC ticks.</param>
    public IReadOnlyList<EscalationEvent> Take(Alert revision, Func<string, string, bool> isWithin, long now)
    {
        if (revision.Seq <= ScannedTo)
        {
            return [];
        }

        var events = new List<EscalationEvent>();
        if (revision.Revision == 1)
        {
            events.AddRange(_inForce.Values.Where(policy => policy.Definition.Concerns(revision, isWithin)).SelectMany(
                policy => Opened(policy, revision)));
        }
        else
        {
            events.AddRange(Of(revision.AlertId).Where(static one => !one.HasEnded).Select(one => Revised(one, revision, now)));
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
            one => new DueStep(one.AlertId, one.Policy, one.Next!, PolicyOf(one).Steps[one.Next!.Step])),
    ];

    /// <summary>Calls a step that is due.</summary>
    /// <param name="due">One of <see cref="StepsDue"/>; where it is not due any more, nothing happens.</param>
    /// <param name="callees">Whom it names, in the order in which they are called; whoever is in it twice is called once.</param>
    /// <param name="now">UTC ticks.</param>
    public IReadOnlyList<EscalationEvent> Call(DueStep due, IReadOnlyList<StepCallee> callees, long now)
    {
        if (Find(due.AlertId, due.Policy) is not { Status: EscalationStatus.Running } one || one.Next != due.Step)
        {
            return [];
        }

        var next = due.Step.Next(PolicyOf(one));
        var called = new StepCalled(
            one.AlertId, one.Policy, due.Step, now, one.Seq, [.. callees.DistinctBy(static callee => callee.Target)], next);
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
    public long? WakeAt(long now) => InFlight > 0 ? now : NextDue() is { } due ? Math.Max(due, 1) : null;

    /// <summary>The least seq that is still to be read or told; <see cref="long.MaxValue"/> when the ledger need not wait.</summary>
    public long NeededFrom() => !Follows ? long.MaxValue : Math.Min(
        ReadTo + 1,
        _all.Values.SelectMany(static one => one.Pending).Select(static call => call.Seq).DefaultIfEmpty(long.MaxValue).Min());

    /// <summary>The ledger is not kept any longer before this seq: what was read without effect is not read again.</summary>
    public IReadOnlyList<EscalationEvent> Forget(long below) =>
    [
        .. ScannedTo > ReadTo && ReadTo + 1 < below ? [new LedgerTaken(ScannedTo)] : Array.Empty<EscalationEvent>(),
        .. _ended.Any(one => one.Seq < below) ? [new EscalationsForgotten(below)] : Array.Empty<EscalationEvent>(),
    ];

    private static IEnumerable<EscalationEvent> Opened(PolicyInForce policy, Alert raised)
    {
        yield return new EscalationOpened(raised.AlertId, policy.Id, policy.Version, raised.Seq);
        if (policy.Definition.StartsWith(raised))
        {
            yield return Started(raised, policy.Id, policy.Definition);
        }
    }

    private static RunStarted Started(Alert alert, string id, EscalationPolicy policy) =>
        new(alert.AlertId, id, alert.UpdatedAt.UtcTicks, StepDue.First(policy, alert.UpdatedAt.UtcTicks));

    internal static StepUnreached Unreached(Escalation one, StepDue step, StepDue? next, long now) => new(
        one.AlertId, one.Policy, step, now,
        next is not null && next.Round == step.Round ? next with { DueAt = Math.Min(next.DueAt, now) } : next);

    private EscalationChange Revised(Escalation one, Alert alert, long now)
    {
        if (alert.Status != AlertStatus.Open)
        {
            var status = alert.Status == AlertStatus.Cancelled ? EscalationStatus.Cancelled : EscalationStatus.Cleared;
            return Stopped(one, status, alert, alert.EndedAt ?? alert.UpdatedAt, now);
        }

        return one.Status switch
        {
            EscalationStatus.Waiting when PolicyOf(one).StartsWith(alert) => Started(alert, one.Policy, PolicyOf(one)),
            EscalationStatus.Acknowledged when alert.Acknowledged is null => Started(alert, one.Policy, PolicyOf(one)),
            EscalationStatus.Running or EscalationStatus.Exhausted when alert.Acknowledged is not null =>
                Stopped(one, EscalationStatus.Acknowledged, alert, alert.UpdatedAt, now),
            _ => new AlertRevised(one.AlertId, one.Policy, alert.Seq),
        };
    }

    /// <summary>
    /// Everybody who was called is told: of an acknowledgement those called in this run, of the end those called in any. A call that
    /// may be under way, was so when the process ended before, or got no answer counts, for the receiver may have got it.
    /// </summary>
    private static RunStopped Stopped(Escalation one, EscalationStatus status, Alert alert, DateTimeOffset at, long now)
    {
        var isEnd = status != EscalationStatus.Acknowledged;
        var told = one.Reached.Where(line => isEnd || line.Value == one.Run).Select(static line => line.Key)
            .Concat(one.Pending.Where(call => call.Message == EscalationMessage.Call && one.Times.Begun.Contains(call.Number))
                .Select(static call => call.Line))
            .Distinct().OrderBy(static line => line.Target, StringComparer.Ordinal).ThenBy(static line => line.Channel);
        var by = isEnd ? null : alert.Acknowledged!.By;
        return new RunStopped(one.AlertId, one.Policy, status, by, alert.Seq, at.UtcTicks, now, [.. told]);
    }
}

/// <summary>A step that is due.</summary>
/// <param name="Definition">What the policy says of it.</param>
internal sealed record DueStep(string AlertId, string Policy, StepDue Step, EscalationStep Definition);
