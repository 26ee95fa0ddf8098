using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Regions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Thresholds;

/// <summary>The thresholds as this silo knows them.</summary>
public sealed class ThresholdCache(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<ThresholdCache> logger)
    : RegionCatalogCache<ThresholdCatalog>(grains, deployment, clock, lifetime, logger)
{
    private protected override Task<ThresholdCatalog?> FetchAsync(IGrainFactory grains, long known) =>
        grains.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key).GetAsync(known);

    private protected override long RevisionOf(ThresholdCatalog catalog) => catalog.Revision;

    private protected override Task NotifyAsync(IRegionControl region, long revision) => region.ThresholdsChangedAsync(revision);
}
