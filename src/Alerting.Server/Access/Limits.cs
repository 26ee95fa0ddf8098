using System.Security.Claims;
using Alerting.Regions;

namespace Alerting.Server.Access;

/// <summary>The regions to which a key may be limited.</summary>
internal static class Limits
{
    /// <summary>Whether the user may deal with this region.</summary>
    public static bool Allow(ClaimsPrincipal user, string region, RegionCatalog regions)
    {
        var limited = false;
        foreach (var claim in user.Claims)
        {
            if (claim.Type == KeyAuthentication.RegionClaim)
            {
                if (regions.IsWithin(region, claim.Value))
                {
                    return true;
                }

                limited = true;
            }
        }

        return !limited;
    }
}
