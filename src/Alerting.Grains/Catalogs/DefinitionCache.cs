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

    /// <summary>Those in force as far as this silo knows; null before the first answer.</summary>
    public IReadOnlyDictionary<string, TDefinition>? Known => Current is { } catalog ? _inForce.Of(catalog) : null;

    /// <summary>Those in force, read again, since one may just have been created or deleted by another process.</summary>
    public async Task<IReadOnlyDictionary<string, TDefinition>> ReadAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        return await InForceAsync(cancellationToken);
    }

    private protected override Task<DefinitionCatalog<TVersion>?> FetchAsync(IGrainFactory grains, long known) =>
        grains.GetGrain<TGrain>(key).GetAsync(known);

    private protected override long RevisionOf(DefinitionCatalog<TVersion> catalog) => catalog.Revision;
}
