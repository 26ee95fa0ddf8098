using System.Security.Claims;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Microsoft.AspNetCore.Authorization;

namespace Alerting.Server.Access;

/// <summary>
/// The only place that decides which regions a key may access: routes of one region use the policy <see cref="Policy"/>, and code
/// that deals with many regions calls <see cref="Of"/> once.
/// </summary>
internal sealed class RegionAccess(RegionCatalog regions) : AuthorizationHandler<RegionAccess.Requirement>
{
    /// <summary>Name of the policy of routes that name a region.</summary>
    public const string Policy = "region";

    /// <summary>Name of the route parameter with the code of a region.</summary>
    public const string RouteValue = "code";

    /// <summary>The regions that this user may access.</summary>
    public RegionLimits Of(ClaimsPrincipal user)
    {
        List<string>? within = null;
        foreach (var claim in user.Claims)
        {
            if (claim.Type == KeyAuthentication.RegionClaim)
            {
                (within ??= []).Add(claim.Value);
            }
        }

        return new RegionLimits(regions, within);
    }

    /// <summary>
    /// A route that has the policy and names no region is refused. A region that does not exist is allowed, since its route
    /// answers that there is none.
    /// </summary>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
    {
        if (context.Resource is HttpContext http
            && http.GetRouteValue(RouteValue) is string code
            && (!regions.TryGet(code, out _) || Of(context.User).Allow(code)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    /// <summary>The user's key must be allowed for the region that the route names.</summary>
    internal sealed class Requirement : IAuthorizationRequirement;
}

/// <summary>The regions that a key may access, looked up once per request.</summary>
internal readonly struct RegionLimits
{
    private readonly RegionCatalog _regions;

    /// <summary>Codes of the regions whose subtrees are allowed; null: all are.</summary>
    private readonly List<string>? _within;

    internal RegionLimits(RegionCatalog regions, List<string>? within) => (_regions, _within) = (regions, within);

    /// <summary>Whether the key may access this region.</summary>
    public bool Allow(string region)
    {
        var regions = _regions;
        return _within is null || _within.Exists(root => regions.IsWithin(region, root));
    }
}
