using Microsoft.AspNetCore.Authorization;

namespace Alerting.Server.Access;

/// <summary>The authorization of routes. A route without a policy of its own is refused.</summary>
internal static class RouteAccess
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<RegionAccess>();
        services.AddSingleton<IAuthorizationHandler>(static provider => provider.GetRequiredService<RegionAccess>());
        var authorization = services.AddAuthorizationBuilder();
        authorization.AddPolicy(Roles.Any, static policy => policy.RequireAuthenticatedUser());
        authorization.AddPolicy(RegionAccess.Policy, static policy => policy.AddRequirements(new RegionAccess.Requirement()));
        foreach (var role in Roles.All)
        {
            authorization.AddPolicy(role, policy => policy.RequireRole(role, Roles.Admin));
        }

        // Asked where there is no other policy: of addresses that lead nowhere, which say so, and of routes that were forgotten.
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder()
            .RequireAssertion(static context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build());
    }

    /// <summary>Requires a role, and a key that is allowed for the region in the route.</summary>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    public static TBuilder RequireRegion<TBuilder>(this TBuilder route, string role)
        where TBuilder : IEndpointConventionBuilder => route.RequireAuthorization(role, RegionAccess.Policy);
}
