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
    /// <summary>Ids of the existing thresholds, read again, since one may just have been created by another process.</summary>
    public async Task<IReadOnlyCollection<string>> ReadIdsAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        var catalog = await GetAsync(cancellationToken);
        return [.. catalog.Versions.Where(static version => version.Definition is not null).Select(static version => version.Id)];
    }

    private protected override Task<ThresholdCatalog?> FetchAsync(IGrainFactory grains, long known) =>
        grains.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key).GetAsync(known);

    private protected override long RevisionOf(ThresholdCatalog catalog) => catalog.Revision;

    private protected override Task NotifyAsync(IRegionControl region, long revision) => region.ThresholdsChangedAsync(revision);
}
