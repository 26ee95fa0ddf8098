using Alerting.Reports;
using Alerting.Subscriptions;
using Orleans.Concurrency;

namespace Alerting.Grains.Subscriptions;

/// <summary>One subscription: follows the ledger and delivers what matches. The key is the subscription's id.</summary>
/// <remarks>Every call may be repeated after an error.</remarks>
[Alias("alerting.ISubscriptionGrain")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Creates or replaces it. A replacement keeps the cursor, what is still to be delivered, and the secret where it
    /// states none; one that is enabled ends whatever disabled the subscription. Alerts of which something was told are
    /// told until they end, whatever the new body says of them.
    /// </summary>
    /// <param name="subscription">Valid after <see cref="SubscriptionRules"/>.</param>
    /// <param name="startAfter">A new one starts after this seq; null or beyond it: at the present end of the ledger.</param>
    /// <param name="expected">The <see cref="SubscriptionView.Version"/> that must be there, 0 for none; null: whichever.</param>
    [Alias("Put"), AlwaysInterleave]
    Task<SubscriptionChange> PutAsync(Subscription subscription, long? startAfter, long? expected = null);

    /// <summary>The subscription without its secret, or null.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<SubscriptionView?> GetAsync();

    /// <summary>Ends it: nothing is tried any more, what was open is forgotten.</summary>
    /// <param name="expected">As in <see cref="PutAsync"/>.</param>
    [Alias("Delete"), AlwaysInterleave]
    Task<SubscriptionRemoval> DeleteAsync(long? expected = null);

    /// <summary>
    /// Deliveries by ascending seq: all that are open or dead, and the newest delivered; null when there is no such
    /// subscription.
    /// </summary>
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
