using Alerting.Engine.Regions;

namespace Alerting.Server.Access.Guards;

/// <summary>The region that the address names.</summary>
internal sealed class RegionGuard(RegionCatalog regions) : IResourceGuard
{
    public Resource Resource => Resource.Region;

    public ValueTask<bool> AllowsAsync(GuardedRequest request) => new(
        request.Part(RegionAccess.RouteValue) is { } code && (!regions.TryGet(code, out _) || request.Limits.Allow(code)));
}
