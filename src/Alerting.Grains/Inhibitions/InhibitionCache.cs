using Alerting.Engine.Regions;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Holding;
using Alerting.Grains.Hosting;
using Alerting.Notifications.Inhibitions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Inhibitions;

/// <summary>The inhibitions as this silo knows them.</summary>
public sealed class InhibitionCache(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, RegionCatalog regions,
    ILogger<InhibitionCache> logger)
    : HoldingCache<InhibitionCatalog>(grains, deployment, clock, lifetime, logger)
{
    // An alert may be of a region that the operator has taken out since.
    private readonly MadeOf<InhibitionCatalog, InhibitionSet> _set = new(catalog => new InhibitionSet(
        [.. catalog.Versions.Where(static v => v.Definition is not null).Select(static v => (v.Id, v.Definition!))],
        code => regions.TryGet(code, out _) ? regions.AncestorsOf(code) : []));

    /// <summary>The inhibitions there are; read first if this silo does not know them yet.</summary>
    internal async ValueTask<InhibitionSet> InhibitionsAsync(CancellationToken cancellationToken) =>
        _set.Of(await GetAsync(cancellationToken));

    private protected override Task<InhibitionCatalog?> FetchAsync(IGrainFactory grains, long known) =>
        grains.GetGrain<IInhibitionCatalogGrain>(IInhibitionCatalogGrain.Key).GetAsync(known);

    private protected override long RevisionOf(InhibitionCatalog catalog) => catalog.Revision;
}
