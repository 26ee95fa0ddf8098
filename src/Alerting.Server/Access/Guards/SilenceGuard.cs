using Alerting.Grains.Silences;

namespace Alerting.Server.Access.Guards;

/// <summary>The silence that the address names.</summary>
internal sealed class SilenceGuard(IGrainFactory grains) : ScopedGuard
{
    public override Resource Resource => Resource.Silence;

    protected override async Task<IReadOnlyList<string>?> RegionsAsync(string id)
    {
        var versions = await grains.GetGrain<ISilenceCatalogGrain>(ISilenceCatalogGrain.Key).VersionsAsync(id);
        return versions.LastOrDefault(static version => version.Definition is not null)?.Definition?.Regions;
    }
}
