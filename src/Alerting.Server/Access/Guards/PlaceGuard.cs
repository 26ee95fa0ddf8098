using Alerting.Engine.Regions;
using Alerting.Grains.Places;
using Alerting.Places;

namespace Alerting.Server.Access.Guards;

/// <summary>The place, or the pair of names, that the address names: wherever it ever was.</summary>
internal sealed class PlaceGuard(IGrainFactory grains, RegionCatalog regions) : IResourceGuard
{
    public Resource Resource => Resource.Place;

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

        if (NamePair.TryParse(id, out var pair))
        {
            return IsAllowed(pair!.Region, request.Limits);
        }

        var versions = await grains.GetGrain<IPlaceCatalogGrain>(IPlaceCatalogGrain.Key).VersionsAsync(id);
        return versions.Select(static version => version.Region).OfType<string>().All(code => IsAllowed(code, request.Limits));
    }

    // A region that is not in the catalogue is nobody's; the route says that there is none.
    private bool IsAllowed(string code, RegionLimits limits) => !regions.TryGet(code, out _) || limits.Allow(code);
}
