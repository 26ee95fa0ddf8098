using System.Collections.Concurrent;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// How the deliveries of the subscriptions go that this process has in memory. Each is in one process of a cluster, which tells of it.
/// </summary>
public sealed class SubscriptionHealth
{
    private readonly ConcurrentDictionary<string, Shown> _known = new(StringComparer.Ordinal);

    /// <summary>Some of them: those first that wait longest, then those of which the most was given up, then by id.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<(string Subscription, DeliveryHealth Health)> Worst(int most) =>
    [
        .. _known.Select(static known => (known.Key, known.Value.Health))
            .OrderBy(static known => known.Health.WaitsSince ?? long.MaxValue)
            .ThenByDescending(static known => known.Health.Dead)
            .ThenBy(static known => known.Key, StringComparer.Ordinal)
            .Take(most),
    ];

    /// <param name="by">The activation that tells.</param>
    internal void Show(string subscription, object by, DeliveryHealth health) => _known[subscription] = new Shown(by, health);

    /// <summary>An activation has ended, or its subscription has; another one may have told of the same subscription meanwhile.</summary>
    internal void Forget(string subscription, object by)
    {
        if (_known.TryGetValue(subscription, out var shown) && ReferenceEquals(shown.By, by))
        {
            _known.TryRemove(KeyValuePair.Create(subscription, shown));
        }
    }

    private sealed record Shown(object By, DeliveryHealth Health);
}
