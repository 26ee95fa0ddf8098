using System.Security.Claims;
using Alerting.Server.Access;
using Alerting.Server.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Alerting.Server.Tests.Access;

/// <summary>Who may use which route is said by the route, and where nothing is said the answer is no.</summary>
public sealed class RouteAccessTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("alerting-routes-");
    private readonly Microsoft.AspNetCore.Builder.WebApplication _app;

    public RouteAccessTests() => _app = AlertingHost.Build([$"--Alerting:DataDirectory={_folder.FullName}"]);

    [Fact]
    public void Every_route_says_who_may_use_it()
    {
        var open = Routes().Where(static route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null);
        Assert.Equal(["/healthz/live", "/healthz/ready", "/metrics", "/openapi/{documentName}.json"], Patterns(open));

        var closed = Routes().Where(static route => route.Metadata.GetMetadata<IAllowAnonymous>() is null).ToList();
        Assert.True(closed.Count > 25, $"{closed.Count} routes");
        Assert.All(closed, static route => Assert.Contains(
            route.Metadata.GetOrderedMetadata<IAuthorizeData>(),
                static access => access.Policy == Roles.Any || Roles.All.Contains(access.Policy)));
    }

    [Fact]
    public void Every_route_that_names_a_region_keeps_to_those_that_the_key_reaches()
    {
        var named = Routes()
            .Where(static route => route.RoutePattern.Parameters.Any(static part => part.Name == RegionAccess.RouteValue))
            .ToList();
        Assert.True(named.Count >= 8, $"{named.Count} routes");
        Assert.All(named, static route => Assert.Contains(
            route.Metadata.GetOrderedMetadata<IAuthorizeData>(), static access => access.Policy == RegionAccess.Policy));
        Assert.All(
            Routes().Select(static route => route.RoutePattern.RawText!).Where(static text => text.Contains("/regions/{",
                StringComparison.Ordinal)),
            static text => Assert.Contains($"/regions/{{{RegionAccess.RouteValue}}}", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_route_that_says_nothing_is_refused_and_an_address_that_leads_nowhere_is_not()
    {
        var forgotten = new RouteEndpoint(static _ => Task.CompletedTask, RoutePatternFactory.Parse("/api/v1/forgotten"), 0, null,
            "forgotten");
        Assert.False(await IsLetInAsync(forgotten));
        Assert.True(await IsLetInAsync(null));
    }

    [Theory]
    [InlineData("IQ-AN", true)]
    [InlineData("IQ", true)]
    [InlineData("SE-AB", false)]
    [InlineData("XX-NOWHERE", true)]
    [InlineData(null, false)]
    public async Task A_key_reaches_its_regions_and_a_route_without_one_is_refused(string? code, bool isLetIn)
    {
        var authorization = _app.Services.GetRequiredService<IAuthorizationService>();
        var context = new DefaultHttpContext { User = KeyOf("IQ") };
        context.Request.RouteValues[RegionAccess.RouteValue] = code;
        Assert.Equal(isLetIn, (await authorization.AuthorizeAsync(context.User, context, RegionAccess.Policy)).Succeeded);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static ClaimsPrincipal KeyOf(string region) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Role, Roles.Dashboard), new Claim(KeyAuthentication.RegionClaim, region)], KeyAuthentication.SchemeName));

    private async Task<bool> IsLetInAsync(Endpoint? endpoint)
    {
        var admin = new ClaimsIdentity([new Claim(ClaimTypes.Role, Roles.Admin)], KeyAuthentication.SchemeName);
        var context = new DefaultHttpContext { User = new ClaimsPrincipal(admin) };
        context.SetEndpoint(endpoint);
        var policy = await _app.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync();
        return (await _app.Services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, context, policy!)).Succeeded;
    }

    private List<RouteEndpoint> Routes() =>
        [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()];

    private static IEnumerable<string> Patterns(IEnumerable<RouteEndpoint> routes) =>
        routes.Select(static route => route.RoutePattern.RawText!).Distinct().Order(StringComparer.Ordinal);
}
