using Alerting.Alerts;
using Alerting.Grains.Audit;
using Alerting.Reports;
using Alerting.Silences;
using Alerting.Subscriptions;
using Orleans.Concurrency;

namespace Alerting.Grains.Subscriptions;

/// <summary>One subscription: follows the ledger and delivers the alert revisions that match. The key is the subscription's id.</summary>
/// <remarks>Every call may be repeated after an error.</remarks>
[Alias("alerting.ISubscriptionGrain")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Creates or replaces the subscription. A replacement keeps the cursor, the open deliveries and, where it states
    /// none, the secret. A replacement that is enabled ends any earlier disabling. Alerts of which a revision was
    /// delivered are followed to their end, even if the new definition does not match them.
    /// </summary>
    /// <param name="subscription">Valid after <see cref="SubscriptionRules"/>.</param>
    /// <param name="startAfter">A new subscription starts after this seq; null or beyond the ledger's end: at its
    /// end.</param>
    /// <param name="expected">The <see cref="SubscriptionView.Version"/> that must be there, 0 for none; null:
    /// any.</param>
    /// <param name="act">Who does it, for the audit log; null: it is not known.</param>
    [Alias("Put"), AlwaysInterleave]
    Task<SubscriptionChange> PutAsync(Subscription subscription, long? startAfter, long? expected = null, Act? act = null);

    /// <summary>The subscription without its secret, or null.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<SubscriptionView?> GetAsync();

    /// <summary>Removes the subscription: nothing is tried any more, and open deliveries are dropped.</summary>
    /// <param name="expected">As in <see cref="PutAsync"/>.</param>
    /// <param name="act">Likewise.</param>
    [Alias("Delete"), AlwaysInterleave]
    Task<SubscriptionRemoval> DeleteAsync(long? expected = null, Act? act = null);

    /// <summary>The key of an owner was revoked: disables the subscription if it is that owner's.</summary>
    /// <returns>Whether it is.</returns>
    [Alias("OwnerEnded"), AlwaysInterleave]
    Task<bool> OwnerEndedAsync(string owner, string reason, Act? act = null);

    /// <summary>
    /// Deliveries by ascending seq: all that are open or dead, and the newest delivered ones; null when there is no
    /// such subscription.
    /// </summary>
    /// <param name="after">Only deliveries with a greater seq.</param>
    /// <param name="limit">1..1,000.</param>
    /// <param name="status">Only deliveries with this status; null: all.</param>
    [Alias("Deliveries"), AlwaysInterleave]
    Task<DeliveryPage?> DeliveriesAsync(long after, int limit, DeliveryStatus? status);

    /// <summary>What became of the revisions of an alert, by seq, as far as the subscription remembers it.</summary>
    [Alias("DeliveriesOf"), AlwaysInterleave]
    Task<IReadOnlyList<Delivery>> DeliveriesOfAsync(string alertId);

    /// <summary>What a silence held back, by seq, as far as the subscription remembers it.</summary>
    /// <param name="silence">Its id.</param>
    /// <param name="after">Only deliveries with a greater seq.</param>
    /// <param name="limit">1..1,000.</param>
    [Alias("Held"), AlwaysInterleave]
    Task<IReadOnlyList<HeldDelivery>> HeldAsync(string silence, long after, int limit);

    /// <summary>Delivers again, with the same webhook ids; null when there is no such subscription.</summary>
    [Alias("Replay"), AlwaysInterleave]
    Task<ReplayResult?> ReplayAsync(ReplayRequest request, Act? act = null);

    /// <summary>By what somebody is called of an alert who is called by this subscription, and what may be told of it.</summary>
    /// <param name="alert">The revision.</param>
    [Alias("Call"), AlwaysInterleave]
    Task<SubscribedCall> CallAsync(Alert alert);

    /// <summary>Sends a message of type <c>subscription.test</c> once, now; null when there is no such subscription.</summary>
    [Alias("Test"), AlwaysInterleave]
    Task<SubscriptionTestResult?> TestAsync(Act? act = null);
}

/// <param name="Created">Whether the subscription is new.</param>
/// <param name="View">The subscription as it is now; null when the change was refused.</param>
/// <param name="Fault">
/// Why it was refused; of type <see cref="FaultTypes.PreconditionFailed"/> when another version than the expected one is there.
/// </param>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionChange")]
public sealed record SubscriptionChange(
    [property: Id(0)] bool Created,
    [property: Id(1)] SubscriptionView? View,
    [property: Id(2)] Fault? Fault);

public enum SubscriptionRemoval : byte
{
    NotFound = 0,

    Deleted = 1,

    /// <summary>Another version than the expected one is there.</summary>
    Conflict = 2,
}
