using Alerting.Access;
using Alerting.Server.Access.Guards;
using Microsoft.AspNetCore.Authorization;

namespace Alerting.Server.Access;

/// <summary>Gives every route its rule, and refuses to start a server with a route that has none.</summary>
internal static class RouteAccess
{
    private const string Policy = "access";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<RegionAccess>();
        services.AddSingleton<SubscriptionGuard>();
        services.AddSingleton<IResourceGuard, RegionGuard>();
        services.AddSingleton<IResourceGuard, AlertGuard>();
        services.AddSingleton<IResourceGuard, ThresholdGuard>();
        services.AddSingleton<IResourceGuard>(static provider => provider.GetRequiredService<SubscriptionGuard>());
        services.AddSingleton<IResourceGuard, PlaceGuard>();
        services.AddSingleton<IResourceGuard, SilenceGuard>();
        services.AddSingleton<IResourceGuard, InhibitionGuard>();
        services.AddSingleton<IResourceGuard, ContactGuard>();
        services.AddSingleton<IResourceGuard, ScheduleGuard>();
        services.AddSingleton<IResourceGuard, PolicyGuard>();
        services.AddSingleton<IResourceGuard, SearchedGuard>();
        services.AddSingleton<IResourceGuard, KeysGuard>();
        services.AddSingleton<IAuthorizationHandler, AccessHandler>();
        var policy = new AuthorizationPolicyBuilder().AddRequirements(new AccessRequirement()).Build();

        // The fallback is asked where a route says nothing at all; the handler refuses it, for it has no rule.
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy).SetFallbackPolicy(policy);
    }

    /// <summary>Opens a route, or the routes of a group, to those with a role.</summary>
    /// <param name="least">The least role.</param>
    /// <param name="resource">What the address names; required where it has a variable part.</param>
    public static TBuilder RequireAccess<TBuilder>(this TBuilder route, Role least, Resource resource = Resource.None)
        where TBuilder : IEndpointConventionBuilder => route.Require(least, resource);

    /// <summary>Opens a route to every subject that has a role at all.</summary>
    public static TBuilder RequireAnyRole<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.Require(null, Resource.None);

    /// <summary>Requires a role, and a subject that is allowed for the region in the route.</summary>
    public static TBuilder RequireRegion<TBuilder>(this TBuilder route, Role least)
        where TBuilder : IEndpointConventionBuilder => route.Require(least, Resource.Region);

    /// <summary>Opens a route to everybody.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder
    {
        route.AllowAnonymous();
        route.Add(static endpoint => endpoint.Metadata.Add(new AccessRule(null, RoleSet.All, Resource.None, static _ => true)));
        return route;
    }

    /// <summary>Opens a route to every subject, and to everybody where it is configured so.</summary>
    public static TBuilder OpenWhere<TBuilder>(this TBuilder route, Func<HttpContext, bool> isOpen)
        where TBuilder : IEndpointConventionBuilder
    {
        route.RequireAuthorization(Policy);
        route.Add(endpoint => endpoint.Metadata.Add(new AccessRule(null, RoleSet.All, Resource.None, isOpen)));
        return route;
    }

    /// <summary>What is wrong with the rules of the routes; empty: nothing.</summary>
    public static IEnumerable<string> Faults(IEnumerable<Endpoint> endpoints)
    {
        foreach (var route in endpoints.OfType<RouteEndpoint>())
        {
            var rule = route.Metadata.GetMetadata<AccessRule>();
            var isChecked = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(static data => data.Policy == Policy);
            var isOpen = route.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var name = $"{route.DisplayName} ({route.RoutePattern.RawText})";
            if (rule is null || !(isChecked || isOpen))
            {
                yield return $"{name} does not say who may use it.";
            }
            else if (isOpen && rule.IsOpen is null)
            {
                yield return $"{name} is open to everybody and says that it is not.";
            }
            else if (!isOpen && rule.Resource == Resource.None && route.RoutePattern.Parameters.Count > 0)
            {
                yield return $"{name} has a variable part and does not say what that names.";
            }
            else if (rule.Resource == Resource.Region && route.RoutePattern.GetParameter(RegionAccess.RouteValue) is null)
            {
                yield return $"{name} names no region by '{RegionAccess.RouteValue}'.";
            }
        }
    }

    /// <exception cref="InvalidOperationException">A route has no rule, or one that does not fit it.</exception>
    public static void Check(IEnumerable<Endpoint> endpoints)
    {
        if (Faults(endpoints).ToList() is { Count: > 0 } faults)
        {
            throw new InvalidOperationException(string.Join(' ', faults));
        }
    }

    private static TBuilder Require<TBuilder>(this TBuilder route, Role? least, Resource resource)
        where TBuilder : IEndpointConventionBuilder
    {
        route.RequireAuthorization(Policy);
        route.Add(endpoint =>
        {
            var methods = endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault()?.HttpMethods ?? [];
            endpoint.Metadata.Add(new AccessRule(least, Roles.Opening(least, methods.Contains(HttpMethods.Get)), resource));
        });
        return route;
    }
}
