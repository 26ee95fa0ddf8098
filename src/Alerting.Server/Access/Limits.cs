using System.Security.Claims;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Server.Access;

/// <summary>The regions to which a key may be limited: looked up once for all that a request asks for.</summary>
internal readonly struct Limits
{
    /// <summary>Codes of the regions whose subtrees are allowed; null: all are.</summary>
    private readonly List<string>? _within;

    private Limits(List<string>? within) => _within = within;

    public static Limits Of(ClaimsPrincipal user)
    {
        List<string>? within = null;
        foreach (var claim in user.Claims)
        {
            if (claim.Type == KeyAuthentication.RegionClaim)
            {
                (within ??= []).Add(claim.Value);
            }
        }

        return new Limits(within);
    }

    /// <summary>Whether the user may deal with this region.</summary>
    public bool Allow(string region, RegionCatalog regions) => _within is null || _within.Exists(root => regions.IsWithin(region, root));
}
