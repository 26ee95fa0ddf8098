using Alerting.Reports;

namespace Alerting.Subscriptions;

/// <summary>What to deliver again: exactly one of the four.</summary>
/// <param name="Seq">One revision that is dead, or among the last delivered.</param>
/// <param name="AllDead">All that are dead.</param>
/// <param name="FromSeq">Everything from this ledger position on that matches the subscription as it is now.</param>
/// <param name="From">The same, from the first revision that was made at this instant or later.</param>
[GenerateSerializer, Immutable, Alias("alerting.ReplayRequest")]
public sealed record ReplayRequest(
    [property: Id(0)] long? Seq = null,
    [property: Id(1)] bool AllDead = false,
    [property: Id(2)] long? FromSeq = null,
    [property: Id(3)] DateTimeOffset? From = null);

/// <summary>What came of a <see cref="ReplayRequest"/>.</summary>
/// <param name="Replayed">Deliveries that are sent for this; those that were pending already are not counted.</param>
/// <param name="Fault">What is wrong with the request; null when it was done.</param>
[GenerateSerializer, Immutable, Alias("alerting.ReplayResult")]
public sealed record ReplayResult(
    [property: Id(0)] int Replayed,
    [property: Id(1)] Fault? Fault);
