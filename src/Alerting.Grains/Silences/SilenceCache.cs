using Alerting.Engine.Regions;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Holding;
using Alerting.Grains.Hosting;
using Alerting.Notifications.Silences;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Silences;

/// <summary>The silences as this silo knows them.</summary>
public sealed class SilenceCache(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, RegionCatalog regions,
    ILogger<SilenceCache> logger)
    : HoldingCache<SilenceCatalog>(grains, deployment, clock, lifetime, logger)
{
    private readonly MadeOf<SilenceCatalog, SilenceSet> _set = new(catalog => new SilenceSet(
        [.. catalog.Versions.Where(static v => v.Definition is not null).Select(static v => (v.Id, v.Definition!))],
        regions.IsWithin));

    /// <summary>The silences there are; read first if this silo does not know them yet.</summary>
    internal async ValueTask<SilenceSet> SilencesAsync(CancellationToken cancellationToken) =>
        _set.Of(await GetAsync(cancellationToken));

    private protected override Task<SilenceCatalog?> FetchAsync(IGrainFactory grains, long known) =>
        grains.GetGrain<ISilenceCatalogGrain>(ISilenceCatalogGrain.Key).GetAsync(known);

    private protected override long RevisionOf(SilenceCatalog catalog) => catalog.Revision;
}
