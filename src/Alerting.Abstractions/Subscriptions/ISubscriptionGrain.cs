using Alerting.Reports;
using Orleans.Concurrency;

namespace Alerting.Subscriptions;

/// <summary>One subscription: follows the ledger and delivers what matches. The key is the subscription's id.</summary>
/// <remarks>Every call may be repeated after an error.</remarks>
[Alias("alerting.ISubscriptionGrain")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Creates or replaces it. A replacement keeps the cursor, what is still to be delivered, and the secret where it
    /// states none; one that is enabled ends whatever disabled the subscription.
    /// </summary>
    /// <param name="subscription">Valid after <see cref="SubscriptionRules"/>.</param>
    /// <param name="startAfter">A new one starts after this seq; null: at the present end of the ledger.</param>
    [Alias("Put"), AlwaysInterleave]
    Task<SubscriptionChange> PutAsync(Subscription subscription, long? startAfter);

    /// <summary>The subscription without its secret, or null.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<SubscriptionView?> GetAsync();

    /// <summary>Ends it: nothing is tried any more, what was open is forgotten. False when there is none.</summary>
    [Alias("Delete"), AlwaysInterleave]
    Task<bool> DeleteAsync();

    /// <summary>Deliveries by ascending seq: all that are open or dead, and the newest delivered; null when there is no such subscription.</summary>
    /// <param name="after">Only those of a greater seq.</param>
    /// <param name="limit">1..1,000.</param>
    /// <param name="status">Only these; null: all.</param>
    [Alias("Deliveries"), AlwaysInterleave]
    Task<DeliveryPage?> DeliveriesAsync(long after, int limit, DeliveryStatus? status);

    /// <summary>Delivers again, under the same webhook ids; null when there is no such subscription.</summary>
    [Alias("Replay"), AlwaysInterleave]
    Task<ReplayResult?> ReplayAsync(ReplayRequest request);

    /// <summary>Sends a message of type <c>subscription.test</c> once, now; null when there is no such subscription.</summary>
    [Alias("Test"), AlwaysInterleave]
    Task<SubscriptionTestResult?> TestAsync();
}

/// <param name="Created">Whether it is new.</param>
/// <param name="View">As it is now; null when refused.</param>
/// <param name="Fault">Why it was refused.</param>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionChange")]
public sealed record SubscriptionChange(
    [property: Id(0)] bool Created,
    [property: Id(1)] SubscriptionView? View,
    [property: Id(2)] Fault? Fault);

/// <summary>What to deliver again: exactly one of the three.</summary>
/// <param name="Seq">One revision that is dead, or among the last delivered.</param>
/// <param name="AllDead">All that are dead.</param>
/// <param name="FromSeq">Everything from this ledger position on that matches the subscription as it is now.</param>
[GenerateSerializer, Immutable, Alias("alerting.ReplayRequest")]
public sealed record ReplayRequest(
    [property: Id(0)] long? Seq = null,
    [property: Id(1)] bool AllDead = false,
    [property: Id(2)] long? FromSeq = null);

/// <param name="Replayed">Deliveries that became pending; those that a replay by position still has to read from the ledger are not counted.</param>
/// <param name="Fault">What is wrong with the request; null when it was done.</param>
[GenerateSerializer, Immutable, Alias("alerting.ReplayResult")]
public sealed record ReplayResult(
    [property: Id(0)] int Replayed,
    [property: Id(1)] Fault? Fault);

/// <param name="Delivered">Whether the receiver answered 2xx.</param>
/// <param name="StatusCode">Its HTTP status; null when there was no answer.</param>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionTestResult")]
public sealed record SubscriptionTestResult(
    [property: Id(0)] bool Delivered,
    [property: Id(1)] int? StatusCode,
    [property: Id(2)] string? Error);
