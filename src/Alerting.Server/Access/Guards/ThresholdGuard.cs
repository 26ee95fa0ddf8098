using Alerting.Grains.Thresholds;

namespace Alerting.Server.Access.Guards;

/// <summary>The threshold that the address names.</summary>
internal sealed class ThresholdGuard(IGrainFactory grains) : ScopedGuard
{
    public override Resource Resource => Resource.Threshold;

    protected override async Task<IReadOnlyList<string>?> RegionsAsync(string id)
    {
        var versions = await grains.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key).VersionsAsync(id);
        return versions.LastOrDefault(static version => version.Definition is not null)?.Definition?.Scope.Regions;
    }
}
