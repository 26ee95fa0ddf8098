using Alerting.Grains.Thresholds;

namespace Alerting.Server.Access.Guards;

/// <summary>The threshold that the address names, as it is now, or as it was before it was deleted.</summary>
internal sealed class ThresholdGuard(IGrainFactory grains) : IResourceGuard
{
    public Resource Resource => Resource.Threshold;

    public async ValueTask<bool> AllowsAsync(GuardedRequest request)
    {
        if (request.Part("id") is not { } id)
        {
            return false;
        }

        if (request.Limits.AreNone)
        {
            return true;
        }

        var versions = await grains.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key).VersionsAsync(id);
        return versions.LastOrDefault(static version => version.Definition is not null)?.Definition is not { } last
            || (request.IsRead ? request.Limits.Meet(last.Scope.Regions) : request.Limits.Contain(last.Scope.Regions));
    }
}
