using System.Security.Claims;
using Alerting.Engine.Regions;
using Alerting.Grains.Hosting;
using Alerting.Grains.Places;
using Alerting.Server.Access;
using Alerting.Server.Http;

namespace Alerting.Server.Places;

/// <summary>What a caller may see and change of what operators have said of towns: that of the regions of its key.</summary>
internal sealed class PlaceAccess(RegionCatalog regions, RegionAccess access, IGrainFactory grains)
{
    /// <summary>What is said where no more can be said of towns.</summary>
    public const string Full = $"There is as much said of towns as there may be ({LimitOptions.Section}:{nameof(LimitOptions.Places)}).";

    public IPlaceCatalogGrain Catalog => grains.GetGrain<IPlaceCatalogGrain>(IPlaceCatalogGrain.Key);

    /// <summary>Whether a region is one that a list was asked for, and the caller's.</summary>
    /// <param name="region">The region that the list is limited to, with those below it; null for all.</param>
    /// <exception cref="RefusedException">There is no such region, or it is not the caller's.</exception>
    public Func<string, bool> Listed(ClaimsPrincipal user, string? region)
    {
        var limits = access.Of(user);
        if (region is null)
        {
            return limits.Allow;
        }

        Check(user, region, "region");
        return code => regions.IsWithin(code, region) && limits.Allow(code);
    }

    /// <exception cref="RefusedException">There is no such region, or it is not the caller's.</exception>
    public void Check(ClaimsPrincipal user, string region, string? path)
    {
        if (!regions.TryGet(region, out _))
        {
            throw new RefusedException(NearestRegion.Unknown(regions, region, path));
        }

        if (!access.Of(user).Allow(region))
        {
            throw RegionLimits.Refuse(region, path);
        }
    }

    /// <inheritdoc cref="CatalogAnswers.ChangeAsync"/>
    public Task<PlaceChange?> ChangeAsync(HttpContext context, string id, Func<int?, Task<PlaceChange>> change) =>
        CatalogAnswers.ChangeAsync(context, () => Catalog.VersionsAsync(id), change);
}
