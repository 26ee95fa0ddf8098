using System.Text.Json.Serialization;
using Alerting.Escalations;
using Alerting.Json;
using Alerting.Notifications.Holding;
using Alerting.Thresholds;

namespace Alerting.Notifications.Escalations;

/// <summary>
/// What the log of escalations holds. Each event carries its consequences, so that applying it decides nothing. Instants are UTC
/// ticks.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(PoliciesAdopted), "policies")]
[JsonDerivedType(typeof(LedgerTaken), "read")]
[JsonDerivedType(typeof(EscalationOpened), "opened")]
[JsonDerivedType(typeof(AlertRevised), "revised")]
[JsonDerivedType(typeof(RunStarted), "started")]
[JsonDerivedType(typeof(StepCalled), "called")]
[JsonDerivedType(typeof(StepUnreached), "unreached")]
[JsonDerivedType(typeof(RunStopped), "stopped")]
[JsonDerivedType(typeof(CallDelivered), "delivered")]
[JsonDerivedType(typeof(CallFailed), "failed")]
[JsonDerivedType(typeof(CallsReleased), "released")]
[JsonDerivedType(typeof(EscalationsForgotten), "forgotten")]
internal abstract record EscalationEvent;

/// <summary>From now on these policies apply to alerts that are raised.</summary>
/// <param name="Revision">Of the catalogue.</param>
/// <param name="Policies">All that are in force.</param>
/// <param name="StartAfter">The ledger position after which reading begins; null where it has begun before.</param>
internal sealed record PoliciesAdopted(long Revision, IReadOnlyList<PolicyInForce> Policies, long? StartAfter) : EscalationEvent;

/// <summary>The ledger was read up to and including this seq.</summary>
internal sealed record LedgerTaken(long ReadTo) : EscalationEvent;

/// <summary>What is known of one policy and one alert changes.</summary>
internal abstract record EscalationChange(string AlertId, string Policy) : EscalationEvent;

/// <summary>An alert was raised that the policy concerns, as soon as it is grave enough.</summary>
/// <param name="Version">The version of the policy that applies.</param>
/// <param name="Seq">Of the revision.</param>
/// <param name="Severity">As of it; null in a log of before it was kept, as in what follows.</param>
internal sealed record EscalationOpened(string AlertId, string Policy, int Version, long Seq, Severity? Severity = null)
    : EscalationChange(AlertId, Policy);

/// <summary>The alert has another revision, which changes nothing else.</summary>
internal sealed record AlertRevised(string AlertId, string Policy, long Seq, Severity? Severity = null)
    : EscalationChange(AlertId, Policy);

/// <summary>The steps begin from the first.</summary>
/// <param name="At">When: the instant of the revision.</param>
/// <param name="Next">The first step.</param>
/// <param name="Seq">Of the revision; null in a log of before it was kept.</param>
internal sealed record RunStarted(
    string AlertId, string Policy, long At, StepDue Next, long? Seq = null, Severity? Severity = null) : EscalationChange(AlertId, Policy);

/// <summary>A step that was due.</summary>
/// <param name="At">When it was seen to be due.</param>
/// <param name="Seq">The revision that is told.</param>
/// <param name="Callees">Who is called.</param>
/// <param name="Next">What falls due next; null: nothing.</param>
/// <param name="Held">What holds the calls back; null: nothing does.</param>
internal sealed record StepCalled(
    string AlertId, string Policy, StepDue Step, long At, long Seq, IReadOnlyList<StepCallee> Callees, StepDue? Next, Hold? Held = null)
    : EscalationChange(AlertId, Policy);

/// <summary>Nobody of the step called last could be reached.</summary>
/// <param name="Step">That step.</param>
/// <param name="At">When that was seen.</param>
/// <param name="Next">What falls due next, now where it is of the same round; null: nothing.</param>
internal sealed record StepUnreached(string AlertId, string Policy, StepDue Step, long At, StepDue? Next)
    : EscalationChange(AlertId, Policy);

/// <summary>Nobody is called any more.</summary>
/// <param name="Status">Why.</param>
/// <param name="By">Who acknowledged the alert; null where nobody did.</param>
/// <param name="Seq">The revision that says so.</param>
/// <param name="At">When: the instant of the revision.</param>
/// <param name="Now">When that was seen.</param>
/// <param name="Told">Who was called, and is told so.</param>
/// <param name="Severity">As of the revision; null where that is as before.</param>
/// <param name="Held">What holds back that they are told; null: nothing does.</param>
internal sealed record RunStopped(
    string AlertId, string Policy, EscalationStatus Status, string? By, long Seq, long At, long Now, IReadOnlyList<CallLine> Told,
    Severity? Severity = null, Hold? Held = null)
    : EscalationChange(AlertId, Policy);

/// <param name="Number">Of the call.</param>
/// <param name="At">End of the try.</param>
internal sealed record CallDelivered(string AlertId, string Policy, int Number, long StartedAt, long At, int? StatusCode)
    : EscalationChange(AlertId, Policy);

/// <param name="Number">Of the call.</param>
/// <param name="StartedAt">Start of the try; 0 where there was none.</param>
/// <param name="At">End of the try.</param>
/// <param name="NextAt">When the schedule tries it next; null: it is given up.</param>
/// <param name="Retries">Retries of the schedule used up.</param>
internal sealed record CallFailed(
    string AlertId, string Policy, int Number, long StartedAt, long At, int? StatusCode, string Error, long? NextAt, int Retries)
    : EscalationChange(AlertId, Policy);

/// <summary>Nothing holds back any more what was held back of an escalation.</summary>
/// <param name="At">When that was seen.</param>
/// <param name="Seq">The revision that is told.</param>
/// <param name="Numbers">The calls that are made now; the others that were held back are not needed any more.</param>
internal sealed record CallsReleased(string AlertId, string Policy, long At, long Seq, IReadOnlyList<int> Numbers)
    : EscalationChange(AlertId, Policy);

/// <summary>Escalations of alerts that ended before this seq are too old to be shown.</summary>
internal sealed record EscalationsForgotten(long Below) : EscalationEvent;

/// <summary>A policy as it is at work.</summary>
internal sealed record PolicyInForce(string Id, int Version, EscalationPolicy Definition);

/// <summary>Who is called of a step.</summary>
/// <param name="Target"><c>contact:id</c> or <c>subscription:id</c>; <c>schedule:id</c> where nobody is on call.</param>
/// <param name="Via">The schedule, <c>schedule:id</c>, that has the contact on call; null where the step names the target.</param>
/// <param name="Channels">How many channels it has; of somebody who cannot be called at all 1.</param>
/// <param name="Error">Why it cannot be called at all; null where it can.</param>
internal sealed record StepCallee(string Target, string? Via, int Channels, string? Error = null);

/// <summary>Everything that the events amount to.</summary>
/// <param name="InForce">Ids of the policies that apply to alerts raised now.</param>
/// <param name="Policies">Those, and those of which escalations are open.</param>
internal sealed record EscalationSnapshot(
    long Revision,
    bool Follows,
    long ReadTo,
    IReadOnlyList<string> InForce,
    IReadOnlyList<PolicyInForce> Policies,
    IReadOnlyList<EscalationEntry> Entries);

/// <summary>One policy and one alert in a snapshot.</summary>
/// <param name="Reached">Who was called and heard it, with the last run in which.</param>
internal sealed record EscalationEntry(
    string AlertId,
    string Policy,
    int Version,
    EscalationStatus Status,
    long Seq,
    int Run,
    long StartedAt,
    long StoppedAt,
    string? StoppedBy,
    StepDue? Next,
    CalledStep? Called,
    int LastNumber,
    IReadOnlyList<CallEntry> Calls,
    IReadOnlyList<ReachedLine> Reached,
    IReadOnlyList<UnreachedStep> Unreached,
    Severity? Severity = null);

/// <summary>The step of the present run that was called last.</summary>
/// <param name="At">When.</param>
/// <param name="FirstNumber">Number of its first call; its calls are those from there to the last one of a step.</param>
/// <param name="Outcome">Whether somebody could be reached.</param>
internal sealed record CalledStep(StepDue Step, long At, int FirstNumber, int LastNumber, StepOutcome Outcome);

/// <summary>Whether somebody of a step could be reached.</summary>
internal enum StepOutcome : byte
{
    Open = 0,
    Reached = 1,
    Unreached = 2,

    /// <summary>Nobody is called as long as its calls are held back, and nobody is missed.</summary>
    Held = 3,
}

internal sealed record ReachedLine(string Target, int Channel, int Run);

/// <summary>How events and snapshots are stored. Nothing in them is secret.</summary>
[JsonSerializable(typeof(List<EscalationEvent>))]
[JsonSerializable(typeof(EscalationSnapshot))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [
        typeof(InstantJsonConverter), typeof(KebabCaseEnumConverter<EscalationStatus>), typeof(KebabCaseEnumConverter<EscalationMessage>),
        typeof(KebabCaseEnumConverter<EscalationCallStatus>), typeof(KebabCaseEnumConverter<StepOutcome>),
        typeof(KebabCaseEnumConverter<Severity>)])]
internal sealed partial class EscalationJson : JsonSerializerContext;
