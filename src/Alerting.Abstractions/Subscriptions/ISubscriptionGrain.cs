using Alerting.Reports;
using Orleans.Concurrency;

namespace Alerting.Subscriptions;

/// <summary>Delivers the revisions of the alert ledger that one subscription asks for. The key is the subscription's id.</summary>
/// <remarks>Every call may be repeated after an error.</remarks>
[Alias("alerting.ISubscriptionGrain")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Creates the subscription or replaces its body. A new one starts after <paramref name="startAfter"/>, or at the present
    /// end of the ledger; an existing one keeps its cursor and what it still has to deliver, and its secret where the new body
    /// has none. To enable one that is disabled, replace it by an enabled body.
    /// </summary>
    /// <param name="definition">Must pass <see cref="SubscriptionRules.Validate"/>.</param>
    /// <param name="startAfter">Ledger position, 0 for all of it.</param>
    /// <returns>Once durable.</returns>
    [Alias("Configure")]
    Task<SubscriptionSaved> Configure(Subscription definition, long? startAfter, CancellationToken cancellationToken);

    /// <summary>The subscription, or null when there is none of this id.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<SubscriptionView?> Get(CancellationToken cancellationToken);

    /// <summary>Open and dead deliveries and the last delivered ones, by ascending seq; null when there is no such subscription.</summary>
    /// <param name="after">Only those with a greater seq.</param>
    /// <param name="limit">1..1,000.</param>
    /// <param name="status">Only these; null for all.</param>
    [AlwaysInterleave, Alias("Deliveries")]
    Task<DeliveryPage?> Deliveries(long after, int limit, DeliveryStatus? status, CancellationToken cancellationToken);

    /// <summary>There is more in the ledger.</summary>
    /// <param name="head">The last seq of the ledger, as far as the caller knows.</param>
    /// <returns>The seq up to which this subscription answers for the ledger's revisions, come what may: those it must
    /// deliver are durably its own. The caller repeats the nudge while this is below the head; <see cref="long.MaxValue"/>
    /// where there is nothing to answer for (disabled or deleted).</returns>
    [AlwaysInterleave, Alias("Nudge")]
    Task<long> Nudge(long head, CancellationToken cancellationToken);

    /// <summary>Delivers again, under the same webhook ids.</summary>
    /// <returns>How it went; null when there is no such subscription.</returns>
    [Alias("Replay")]
    Task<ReplayResult?> Replay(ReplayRequest request, CancellationToken cancellationToken);

    /// <summary>Sends a message of type <c>subscription.test</c> once, now.</summary>
    /// <returns>What came of it; null when there is no such subscription.</returns>
    [Alias("Test")]
    Task<SubscriptionTestResult?> Test(CancellationToken cancellationToken);

    /// <summary>Ends the subscription: nothing is tried any more, what was open is forgotten. Without effect when there is none.</summary>
    [Alias("Delete")]
    Task Delete(CancellationToken cancellationToken);
}

/// <param name="Created">Whether it did not exist before.</param>
/// <param name="View">Null with a fault.</param>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionSaved")]
public sealed record SubscriptionSaved(
    [property: Id(0)] bool Created,
    [property: Id(1)] SubscriptionView? View,
    [property: Id(2)] Fault? Error);

/// <summary>What to deliver again: exactly one of the three.</summary>
/// <param name="Seq">One revision that is dead, or among the last delivered.</param>
/// <param name="AllDead">All that are dead.</param>
/// <param name="FromSeq">Everything from this ledger position on that matches the subscription as it is now.</param>
[GenerateSerializer, Immutable, Alias("alerting.ReplayRequest")]
public sealed record ReplayRequest(
    [property: Id(0)] long? Seq = null,
    [property: Id(1)] bool AllDead = false,
    [property: Id(2)] long? FromSeq = null);

/// <param name="Requeued">Deliveries that became pending; those that a replay by position still has to read from the ledger are not counted.</param>
/// <param name="Error">What is wrong with the request; null when it was done.</param>
[GenerateSerializer, Immutable, Alias("alerting.ReplayResult")]
public sealed record ReplayResult(
    [property: Id(0)] int Requeued,
    [property: Id(1)] Fault? Error);

/// <param name="Delivered">Whether the receiver answered 2xx.</param>
/// <param name="StatusCode">Its HTTP status; null when there was no answer.</param>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionTestResult")]
public sealed record SubscriptionTestResult(
    [property: Id(0)] bool Delivered,
    [property: Id(1)] int? StatusCode,
    [property: Id(2)] string? Error);
