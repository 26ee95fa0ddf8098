using Alerting.Access;
using Microsoft.AspNetCore.Authorization;

namespace Alerting.Server.Access;

/// <summary>What the address of a route names, whose regions the caller's limits must allow.</summary>
internal enum Resource
{
    /// <summary>Nothing: a list, a feed, or what the body names. The handler leaves out or refuses what is outside.</summary>
    None,

    /// <summary>A region, as <see cref="RegionAccess.RouteValue"/>.</summary>
    Region,

    /// <summary>An alert.</summary>
    Alert,

    /// <summary>A threshold: read where its scope meets the limits, changed where it lies within them.</summary>
    Threshold,

    /// <summary>A subscription: its owner's, and everybody's who may see all of what it tells.</summary>
    Subscription,

    /// <summary>A place, or a pair of names that may be one town's.</summary>
    Place,

    /// <summary>A silence: read where it holds in some of the limits, changed where it holds in no other region.</summary>
    Silence,

    /// <summary>An inhibition: read where it holds back in some of the limits, changed where it does so in no other region.</summary>
    Inhibition,

    /// <summary>A contact: read where its regions meet the limits, changed where they lie within them.</summary>
    Contact,

    /// <summary>A schedule of who is on call, likewise.</summary>
    Schedule,

    /// <summary>An escalation policy, likewise.</summary>
    Policy,

    /// <summary>An incident or a report, which has to be looked for first; the search keeps to the limits.</summary>
    Searched,

    /// <summary>Keys: for subjects without limits only.</summary>
    Keys,
}

/// <summary>Who may use a route. Every route has one; a server with a route without one does not start.</summary>
/// <param name="Least">The least role; null: any.</param>
/// <param name="Opening">The roles that open it.</param>
/// <param name="Resource">What its address names.</param>
/// <param name="IsOpen">Whether it is open without a subject, as it is configured; null: it never is.</param>
internal sealed record AccessRule(Role? Least, RoleSet Opening, Resource Resource, Func<HttpContext, bool>? IsOpen = null);

/// <summary>The rule of the route must let the subject in.</summary>
internal sealed class AccessRequirement : IAuthorizationRequirement;
