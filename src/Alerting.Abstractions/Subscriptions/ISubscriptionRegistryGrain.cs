using Orleans.Concurrency;

namespace Alerting.Subscriptions;

/// <summary>Knows which subscriptions there are. One grain, key <see cref="Key"/>.</summary>
/// <remarks>Every call may be repeated after an error.</remarks>
[Alias("alerting.ISubscriptionRegistryGrain")]
public interface ISubscriptionRegistryGrain : IGrainWithStringKey
{
    /// <summary>The key of the only registry.</summary>
    const string Key = "subscriptions";

    /// <summary>Creates or replaces; see <see cref="ISubscriptionGrain.Configure"/>.</summary>
    [Alias("Put")]
    Task<SubscriptionSaved> Put(Subscription definition, long? startAfter, CancellationToken cancellationToken);

    /// <summary>The subscription, or null when there is none of this id.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<SubscriptionView?> Get(string id, CancellationToken cancellationToken);

    /// <returns>Whether there was one.</returns>
    [Alias("Delete")]
    Task<bool> Delete(string id, CancellationToken cancellationToken);

    /// <param name="after">Only ids that sort after it, ordinally; null for the first page.</param>
    /// <param name="limit">1..1,000.</param>
    [AlwaysInterleave, Alias("List")]
    Task<SubscriptionPage> List(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Nudges every subscription; see <see cref="ISubscriptionGrain.Nudge"/>.</summary>
    /// <returns>The least of their answers.</returns>
    [AlwaysInterleave, Alias("Nudge")]
    Task<long> Nudge(long head, CancellationToken cancellationToken);
}

/// <param name="Items">By ascending id.</param>
/// <param name="Next">The <c>after</c> of the next page; null when this is the last.</param>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionPage")]
public sealed record SubscriptionPage(
    [property: Id(0)] IReadOnlyList<SubscriptionView> Items,
    [property: Id(1)] string? Next);
