using System.Security.Claims;
using Alerting.Engine.Regions;

namespace Alerting.Server.Access;

/// <summary>The regions that a user may access: what handlers ask that deal with many.</summary>
internal sealed class RegionAccess(RegionCatalog regions)
{
    /// <summary>Name of the route parameter with the code of a region.</summary>
    public const string RouteValue = "code";

    private static readonly IReadOnlyList<string> s_nowhere = [];

    /// <summary>Those of this user; none at all without a subject.</summary>
    public RegionLimits Of(ClaimsPrincipal user) => Of(Subject.Of(user));

    /// <inheritdoc cref="Of(ClaimsPrincipal)"/>
    public RegionLimits Of(Subject? subject) => new(regions, subject is null ? s_nowhere : subject.Regions);
}
