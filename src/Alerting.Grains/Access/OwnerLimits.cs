using Alerting.Engine.Regions;
using Alerting.Subscriptions;

namespace Alerting.Grains.Access;

/// <summary>What the owner of a subscription may see now.</summary>
/// <param name="Ended">Why the owner may see nothing any more; null where it may.</param>
/// <param name="Regions">Codes, each with its subtree; empty: all.</param>
public sealed record OwnerStanding(string? Ended, IReadOnlyList<string> Regions)
{
    public static OwnerStanding Unlimited { get; } = new(null, []);
}

/// <summary>The limits within which subscriptions act: the present ones of their owners.</summary>
public sealed class OwnerLimits(KeyCache keys, RegionCatalog regions, TimeProvider clock)
{
    /// <summary>Why a subscription is disabled whose owner is gone.</summary>
    public const string Revoked = "the key of its owner was revoked";

    private static readonly OwnerStanding s_revoked = new(Revoked, []);
    private static readonly OwnerStanding s_expired = new("the key of its owner has expired", []);

    /// <summary>How the owner stands; who owns none is limited by nothing.</summary>
    /// <exception cref="Alerting.Storage.Logs.LogStoreUnavailableException">The keys cannot be read.</exception>
    public ValueTask<OwnerStanding> OfAsync(string? owner, IReadOnlyList<string>? recorded, CancellationToken cancellationToken) =>
        owner is null ? new(OwnerStanding.Unlimited)
        : recorded is not null ? new(new OwnerStanding(null, recorded))
        : keys.Current.Key(owner) is { } key ? new(Standing(key))
        : FindAsync(owner, cancellationToken);

    /// <inheritdoc cref="OfAsync(string?, IReadOnlyList{string}?, CancellationToken)"/>
    public ValueTask<OwnerStanding> OfAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return OfAsync(subscription.Owner, subscription.OwnerRegions, cancellationToken);
    }

    /// <summary>Whether this standing reaches a region; null for all regions.</summary>
    public Func<string, bool>? Allows(OwnerStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return standing is { Ended: null, Regions.Count: 0 } ? null
            : code => standing.Ended is null && standing.Regions.Any(root => regions.IsWithin(code, root));
    }

    /// <summary>
    /// A key that is not known here may be so new that this process has not heard of it: nothing is concluded from it before
    /// the grain was asked.
    /// </summary>
    private async ValueTask<OwnerStanding> FindAsync(string owner, CancellationToken cancellationToken)
    {
        await keys.RefreshAsync(cancellationToken);
        return keys.Current.Key(owner) is { } key ? Standing(key) : s_revoked;
    }

    private OwnerStanding Standing(StoredKey key) =>
        key.ExpiresAt <= clock.GetUtcNow() ? s_expired
        : key.Regions.Count == 0 ? OwnerStanding.Unlimited
        : new OwnerStanding(null, key.Regions);
}
