using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Alerting.Server.Access;

/// <summary>
/// The one place where it is decided who is let in: by the rule of the route, the roles of the subject and, where the address
/// names something, by its guard. What has no rule, and what has no guard, is refused.
/// </summary>
internal sealed class AccessHandler : AuthorizationHandler<AccessRequirement>
{
    private readonly RegionAccess _regions;
    private readonly Dictionary<Resource, IResourceGuard> _guards;

    public AccessHandler(RegionAccess regions, IEnumerable<IResourceGuard> guards)
    {
        _regions = regions;
        _guards = guards.ToDictionary(static guard => guard.Resource);
    }

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        if (context.Resource is not HttpContext http)
        {
            return Task.CompletedTask;
        }

        // Addresses that lead nowhere, and methods that are not taken, say so themselves.
        if (http.GetEndpoint() is not RouteEndpoint route)
        {
            context.Succeed(requirement);
            return Task.CompletedTask;
        }

        if (route.Metadata.GetMetadata<AccessRule>() is not { } rule)
        {
            return Task.CompletedTask;
        }

        if (rule.IsOpen is { } isOpen && isOpen(http))
        {
            context.Succeed(requirement);
            return Task.CompletedTask;
        }

        if (Opens(rule, context.User) is not { } subject)
        {
            return Task.CompletedTask;
        }

        if (rule.Resource == Resource.None)
        {
            context.Succeed(requirement);
            return Task.CompletedTask;
        }

        return AskGuardAsync(context, requirement, http, rule, subject);
    }

    /// <summary>Whether a route whose address names nothing lets this caller in.</summary>
    public static bool IsOpen(Endpoint route, ClaimsPrincipal caller) =>
        route.Metadata.GetMetadata<AccessRule>() is { Resource: Resource.None } rule && Opens(rule, caller) is not null;

    /// <summary>The subject whose roles open the route; null where they do not.</summary>
    private static Subject? Opens(AccessRule rule, ClaimsPrincipal caller) =>
        Subject.Of(caller) is { } subject && (rule.Opening & subject.Roles) != 0 ? subject : null;

    private async Task AskGuardAsync(
        AuthorizationHandlerContext context, AccessRequirement requirement, HttpContext http, AccessRule rule, Subject subject)
    {
        if (_guards.TryGetValue(rule.Resource, out var guard)
            && await guard.AllowsAsync(new GuardedRequest(http, subject, _regions.Of(subject))))
        {
            context.Succeed(requirement);
        }
    }
}

/// <summary>What a guard is asked about.</summary>
internal readonly record struct GuardedRequest(HttpContext Http, Subject Subject, RegionLimits Limits)
{
    /// <summary>Whether the request only reads.</summary>
    public bool IsRead => HttpMethods.IsGet(Http.Request.Method) || HttpMethods.IsHead(Http.Request.Method);

    /// <summary>A part of the address; null where the route has none of this name.</summary>
    public string? Part(string name) => Http.GetRouteValue(name) as string;
}

/// <summary>
/// Knows in which regions what an address names lies. What does not exist is allowed, since its route answers that there is
/// none.
/// </summary>
internal interface IResourceGuard
{
    Resource Resource { get; }

    ValueTask<bool> AllowsAsync(GuardedRequest request);
}
