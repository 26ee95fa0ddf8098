using System.Collections.Concurrent;
using Alerting.Engine.Regions;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Notifications.Silences;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Silences;

/// <summary>
/// The silences as this silo knows them. Subscriptions from which one holds something back are woken when there are others: for
/// the case that this fails, the wake index has them called every few seconds.
/// </summary>
public sealed class SilenceCache(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, RegionCatalog regions,
    ILogger<SilenceCache> logger)
    : CatalogCache<SilenceCatalog>(grains, deployment, clock, lifetime, logger)
{
    private readonly IGrainFactory _grains = grains;
    private readonly ILogger _logger = logger;
    private readonly ConcurrentDictionary<string, byte> _waiting = new(StringComparer.Ordinal);
    private (SilenceCatalog Of, SilenceSet Set)? _compiled;

    /// <summary>The silences there are; read first if this silo does not know them yet.</summary>
    internal async ValueTask<SilenceSet> SilencesAsync(CancellationToken cancellationToken)
    {
        var catalog = await GetAsync(cancellationToken);
        if (_compiled is { } known && ReferenceEquals(known.Of, catalog))
        {
            return known.Set;
        }

        var set = new SilenceSet(
            [.. catalog.Versions.Where(static v => v.Definition is not null).Select(static v => (v.Id, v.Definition!))],
            regions.IsWithin);
        _compiled = (catalog, set);
        return set;
    }

    /// <summary>A subscription, active in this process, waits for the end of a silence.</summary>
    internal void Waits(string subscription) => _waiting[subscription] = 0;

    private protected override Task<SilenceCatalog?> FetchAsync(IGrainFactory grains, long known) =>
        grains.GetGrain<ISilenceCatalogGrain>(ISilenceCatalogGrain.Key).GetAsync(known);

    private protected override long RevisionOf(SilenceCatalog catalog) => catalog.Revision;

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
