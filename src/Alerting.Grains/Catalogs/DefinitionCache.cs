using Alerting.Grains.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Catalogs;

/// <summary>The definitions of a kind as this silo knows them.</summary>
/// <param name="key">Of the only grain of the kind.</param>
public abstract class DefinitionCache<TGrain, TDefinition, TVersion>(
    string key, IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger logger)
    : CatalogCache<DefinitionCatalog<TVersion>>(grains, deployment, clock, lifetime, logger)
    where TGrain : IDefinitionCatalogGrain<TDefinition, TVersion>
    where TDefinition : class
    where TVersion : class, IVersioned<TDefinition>
{
    private readonly MadeOf<DefinitionCatalog<TVersion>, IReadOnlyDictionary<string, TDefinition>> _inForce = new(
        static catalog => catalog.Versions
            .Where(static version => version.Definition is not null)
            .ToDictionary(static version => version.Id, static version => version.Definition!, StringComparer.Ordinal));

    /// <summary>Those in force by id; read first if this silo does not know them yet.</summary>
    public async ValueTask<IReadOnlyDictionary<string, TDefinition>> InForceAsync(CancellationToken cancellationToken) =>
        _inForce.Of(await GetAsync(cancellationToken));

    private protected override Task<DefinitionCatalog<TVersion>?> FetchAsync(IGrainFactory grains, long known) =>
        grains.GetGrain<TGrain>(key).GetAsync(known);

    private protected override long RevisionOf(DefinitionCatalog<TVersion> catalog) => catalog.Revision;
}
