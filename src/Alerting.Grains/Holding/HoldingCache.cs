using System.Collections.Concurrent;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Holding;

/// <summary>
/// A catalogue of what holds deliveries back, as this silo knows it. Subscriptions from which something is held back are woken
/// when it changes: for the case that this fails, the wake index has them called every few seconds.
/// </summary>
public abstract class HoldingCache<TCatalog>(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger logger)
    : CatalogCache<TCatalog>(grains, deployment, clock, lifetime, logger)
    where TCatalog : class
{
    private readonly IGrainFactory _grains = grains;
    private readonly ILogger _logger = logger;
    private readonly ConcurrentDictionary<string, byte> _waiting = new(StringComparer.Ordinal);

    /// <summary>A subscription, active in this process, waits until what is held back of it is free.</summary>
    internal void Waits(string subscription) => _waiting[subscription] = 0;

    private protected override void Refreshed(long revision)
    {
        foreach (var subscription in _waiting.Keys)
        {
            // It says so anew if it still waits.
            _waiting.TryRemove(subscription, out _);
            _ = WakeAsync(subscription);
        }
    }

    private async Task WakeAsync(string subscription)
    {
        try
        {
            await LogOwners.OwnerOf(_grains, LogOwners.Subscription(subscription))!.WakeAsync();
        }
        catch (Exception exception)
        {
            GrainLog.SubscriptionNotWoken(_logger, exception, subscription);
        }
    }
}
