using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Regions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Places;

/// <summary>What operators have said of towns, as this silo knows it.</summary>
public sealed class PlaceCache(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<PlaceCache> logger)
    : RegionCatalogCache<PlaceCatalog>(grains, deployment, clock, lifetime, logger)
{
    private protected override Task<PlaceCatalog?> FetchAsync(IGrainFactory grains, long known) =>
        grains.GetGrain<IPlaceCatalogGrain>(IPlaceCatalogGrain.Key).GetAsync(known);

    private protected override long RevisionOf(PlaceCatalog catalog) => catalog.Revision;

    private protected override Task NotifyAsync(IRegionControl region, long revision) => region.PlacesChangedAsync(revision);
}
