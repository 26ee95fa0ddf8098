using System.Text.Json.Serialization;
using Alerting.Subscriptions;

namespace Alerting.Escalations;

/// <summary>What a policy does about an alert.</summary>
[GenerateSerializer, Immutable, Alias("alerting.AlertEscalation")]
public sealed record AlertEscalation
{
    /// <summary>Id of the policy.</summary>
    [Id(0)] public required string Policy { get; init; }

    /// <summary>The version of it that was in force when the alert was raised: later changes do not concern this alert.</summary>
    [Id(1)] public required int Version { get; init; }

    /// <summary>How it stands.</summary>
    [Id(2)] public required EscalationStatus Status { get; init; }

    /// <summary>How often it has started: anew each time an acknowledgement lapses or is taken back; from 1.</summary>
    [Id(3)] public required int Run { get; init; }

    /// <summary>How often the steps are gone through in this run, this time included; from 1.</summary>
    [Id(4)] public required int Round { get; init; }

    /// <summary>Number of the step of this round that was called last, from 1; 0 before the first.</summary>
    [Id(5)] public required int Step { get; init; }

    /// <summary>When the present run started.</summary>
    [Id(6)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the next step falls due; null where none does.</summary>
    [Id(7)] public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it was stopped; null while it is not.</summary>
    [Id(8)] public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Who acknowledged the alert and so stopped it; null where nobody did.</summary>
    [Id(9)] public string? StoppedBy { get; init; }

    /// <summary>The steps of which nobody could be reached, so that the next one was called at once; the last 100 of many.</summary>
    [Id(10)] public IReadOnlyList<UnreachedStep> Unreached { get => field ?? []; init; }

    /// <summary>Who was called, and told how it ended, in this order; the last 500 of many, and all that are pending.</summary>
    [Id(11)] public IReadOnlyList<EscalationCall> Calls { get => field ?? []; init; }
}

/// <summary>How an escalation stands.</summary>
public enum EscalationStatus : byte
{
    /// <summary>Nobody was called yet: the alert is not grave enough so far. Never shown.</summary>
    Waiting = 0,

    /// <summary>Steps fall due until somebody acknowledges the alert or it ends.</summary>
    Running = 1,

    /// <summary>All steps of all rounds were called, and nobody has acknowledged the alert yet.</summary>
    Exhausted = 2,

    /// <summary>Somebody acknowledged the alert.</summary>
    Acknowledged = 3,

    /// <summary>The alert was cleared.</summary>
    Cleared = 4,

    /// <summary>The alert was cancelled.</summary>
    Cancelled = 5,

    /// <summary>The policy was deleted. Who was called is told how the alert ends.</summary>
    Stopped = 6,
}

/// <summary>A step of which nobody could be reached.</summary>
/// <param name="Run">From 1.</param>
/// <param name="Round">From 1.</param>
/// <param name="Step">From 1.</param>
/// <param name="At">When that was seen.</param>
[GenerateSerializer, Immutable, Alias("alerting.UnreachedStep")]
public sealed record UnreachedStep(
    [property: Id(0)] int Run,
    [property: Id(1)] int Round,
    [property: Id(2)] int Step,
    [property: Id(3)] DateTimeOffset At);

/// <summary>A message of an escalation to one channel of somebody.</summary>
[GenerateSerializer, Immutable, Alias("alerting.EscalationCall")]
public sealed record EscalationCall
{
    /// <summary>The receiver's idempotency key, the same on every try: the <c>webhook-id</c> of webhooks.</summary>
    [Id(0)] public required string Key { get; init; }

    /// <summary>What it says.</summary>
    [Id(1)] public required EscalationMessage Message { get; init; }

    /// <summary>Of which run, from 1.</summary>
    [Id(2)] public required int Run { get; init; }

    /// <summary>Of which round, from 1; null of what is no call.</summary>
    [Id(3)] public int? Round { get; init; }

    /// <summary>Of which step, from 1; null of what is no call.</summary>
    [Id(4)] public int? Step { get; init; }

    /// <summary>
    /// Who is called: <c>contact:id</c> or <c>subscription:id</c>; <c>schedule:id</c> where nobody was on call.
    /// </summary>
    [Id(5)] public required string Target { get; init; }

    /// <summary>The schedule by which the contact was on call, <c>schedule:id</c>; null where the step names whom it calls.</summary>
    [Id(6)] public string? Via { get; init; }

    /// <summary>Which of the channels of the contact, from 1; of a subscription 1.</summary>
    [Id(7)] public required int Channel { get; init; }

    /// <summary>The instant at which it fell due.</summary>
    [Id(8)] public required DateTimeOffset DueAt { get; init; }

    /// <summary>Whether it was begun more than a second after that, or had been held back.</summary>
    [Id(9)] public required bool Late { get; init; }

    /// <summary>Whether it has arrived.</summary>
    [Id(10)] public required EscalationCallStatus Status { get; init; }

    /// <summary>Finished tries; one that a crash cut off leaves no trace.</summary>
    [Id(11)] public required int Attempts { get; init; }

    /// <summary>When it is tried next; null when it is not pending.</summary>
    [Id(12)] public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When the receiver took it; null when it has not.</summary>
    [Id(13)] public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Why the last try failed, or why there was none, in words; null when it did not.</summary>
    [Id(14)] public string? LastError { get; init; }

    /// <summary>The finished tries, oldest first, the last 50 of many.</summary>
    [Id(15)] public IReadOnlyList<DeliveryTry> Tries { get => field ?? []; init; }

    /// <summary>The silence or the inhibition that holds it back, or did so before; null where none did.</summary>
    [Id(16)] public string? By { get; init; }

    /// <summary>
    /// Of what is inhibited which alert is open, null where that lies beyond the reader's regions; of what was held back and let go
    /// <c>silence ended</c> or <c>inhibition ended</c>; else null.
    /// </summary>
    [Id(17)] public string? Reason { get; init; }

    /// <summary>Of one that is inhibited, the alert that <c>reason</c> names, which may lie beyond a reader's regions.</summary>
    [JsonIgnore]
    [Id(18)] public string? Inhibitor { get; init; }
}

/// <summary>What a message of an escalation says.</summary>
public enum EscalationMessage : byte
{
    /// <summary>A step has fallen due: somebody is wanted.</summary>
    Call = 0,

    /// <summary>Somebody acknowledged the alert.</summary>
    Acknowledged = 1,

    /// <summary>The alert has ended.</summary>
    Ended = 2,
}

/// <summary>How far a message of an escalation has come.</summary>
public enum EscalationCallStatus : byte
{
    /// <summary>To be tried, now or later.</summary>
    Pending = 0,

    /// <summary>The receiver took it.</summary>
    Delivered = 1,

    /// <summary>It will not arrive.</summary>
    Failed = 2,

    /// <summary>
    /// Not needed any more before it arrived: the alert was acknowledged, or it ended, or the policy was deleted, or of what was held
    /// back a newer step is called.
    /// </summary>
    Dropped = 3,

    /// <summary>A silence holds it back.</summary>
    Silenced = 4,

    /// <summary>An inhibition holds it back.</summary>
    Inhibited = 5,
}
