using Alerting.Grains.Inhibitions;

namespace Alerting.Server.Access.Guards;

/// <summary>The inhibition that the address names.</summary>
internal sealed class InhibitionGuard(IGrainFactory grains) : ScopedGuard
{
    public override Resource Resource => Resource.Inhibition;

    protected override async Task<IReadOnlyList<string>?> RegionsAsync(string id)
    {
        var versions = await grains.GetGrain<IInhibitionCatalogGrain>(IInhibitionCatalogGrain.Key).VersionsAsync(id);
        return versions.LastOrDefault(static version => version.Definition is not null)?.Definition?.Regions;
    }
}
