using Orleans.Concurrency;

namespace Alerting.Subscriptions;

/// <summary>One subscription: follows the ledger and delivers what matches. The key is the subscription's id.</summary>
[Alias("alerting.ISubscriptionGrain")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>Creates or replaces it. A replacement keeps the cursor, and the secret where it states none.</summary>
    /// <param name="subscription">Valid after <see cref="SubscriptionRules"/>.</param>
    /// <param name="startAfter">A new one starts after this seq; null: at the present end of the ledger.</param>
    [Alias("Put"), AlwaysInterleave]
    Task<SubscriptionChange> PutAsync(Subscription subscription, long? startAfter);

    /// <summary>The subscription without its secret, or null.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<SubscriptionView?> GetAsync();

    /// <summary>False when there is none.</summary>
    [Alias("Delete"), AlwaysInterleave]
    Task<bool> DeleteAsync();

    /// <summary>Deliveries by ascending seq: all that are open or dead, and the newest delivered; null when there is no such subscription.</summary>
    /// <param name="after">Only those of a greater seq.</param>
    /// <param name="limit">1..1,000.</param>
    [Alias("Deliveries"), AlwaysInterleave]
    Task<DeliveryPage?> DeliveriesAsync(long after, int limit);

    /// <summary>Tries dead deliveries again; answers how many, or null when there is no such subscription.</summary>
    /// <param name="seq">Which one; null: all.</param>
    [Alias("Replay"), AlwaysInterleave]
    Task<int?> ReplayAsync(long? seq);
}

/// <param name="Created">Whether it is new.</param>
/// <param name="View">As it is now; null when refused.</param>
/// <param name="Fault">Why it was refused.</param>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionChange")]
public sealed record SubscriptionChange(
    [property: Id(0)] bool Created,
    [property: Id(1)] SubscriptionView? View,
    [property: Id(2)] Reports.Fault? Fault);
