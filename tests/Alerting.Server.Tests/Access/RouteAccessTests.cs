using Alerting.Access;
using Alerting.Server.Access;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Alerting.Server.Tests.Access;

/// <summary>Who may use which route is said by the route, and where nothing is said the answer is no.</summary>
public sealed class RouteAccessTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("alerting-routes-");
    private readonly WebApplication _app;

    public RouteAccessTests() => _app = AlertingHost.Build([$"--Alerting:DataDirectory={_folder.FullName}"]);

    [Fact]
    public void Every_route_says_who_may_use_it()
    {
        Assert.Empty(RouteAccess.Faults(Routes()));
        var open = Routes().Where(static route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null);
        Assert.Equal(
            [
                "", "/administration", "/alerts/{**rest}", "/api/v1/session", "/audit", "/handover", "/healthz/live", "/healthz/ready",
                "/incident", "/keys", "/not-found", "/on-call/{**rest}", "/openapi/{documentName}.json", "/policies/{**rest}",
                "/regions/{**rest}", "/report", "/sign-in/methods", "/sign-in/oidc", "/silences/{**rest}", "/subscriptions/{**rest}",
                "/thresholds/{**rest}",
            ],
            open.Where(static route => route.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                .Select(static route => route.RoutePattern.RawText!.TrimEnd('/')).Distinct().Order(StringComparer.Ordinal));
        Assert.True(Routes().Count > 35, $"{Routes().Count} routes");
    }

    [Fact]
    public void A_route_that_takes_the_short_way_needs_nothing_that_is_on_the_whole_way()
    {
        var route = Assert.Single(Routes(), static route => route.Metadata.Contains(ExpressLane.Taken));
        Assert.Equal([HttpMethods.Post], route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods);
        Assert.Equal(Resource.None, route.Metadata.GetMetadata<AccessRule>()!.Resource);
        Assert.Null(route.Metadata.GetMetadata<AccessRule>()!.IsOpen);
        Assert.Empty(route.RoutePattern.Parameters);
        Assert.Empty(route.Metadata.GetOrderedMetadata<QueryParameter>());
        Assert.NotNull(route.Metadata.GetMetadata<IAcceptsMetadata>());
        Assert.Contains(RateLimits.CountsItself, route.Metadata);
    }

    [Fact]
    public void A_server_with_a_route_that_says_nothing_or_not_enough_does_not_start()
    {
        var forgotten = Route("/api/v1/forgotten");
        var unnamed = Route("/api/v1/alerts/{id}", new AuthorizeAttribute("access"), Rule(Resource.None));
        var elsewhere = Route("/api/v1/regions/{region}", new AuthorizeAttribute("access"), Rule(Resource.Region));
        var unchecked_ = Route("/api/v1/unchecked", Rule(Resource.None));
        foreach (var route in new[] { forgotten, unnamed, elsewhere, unchecked_ })
        {
            Assert.Contains(
                route.RoutePattern.RawText!,
                Assert.Throws<InvalidOperationException>(() => RouteAccess.Check([.. Routes(), route])).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_route_that_names_a_region_keeps_to_those_of_the_subject()
    {
        var named = Routes()
            .Where(static route => route.RoutePattern.Parameters.Any(static part => part.Name == RegionAccess.RouteValue))
            .ToList();
        Assert.True(named.Count >= 8, $"{named.Count} routes");
        Assert.All(named, static route => Assert.Equal(Resource.Region, route.Metadata.GetMetadata<AccessRule>()!.Resource));
        Assert.All(
            Routes().Select(static route => route.RoutePattern.RawText!).Where(static text =>
                text.StartsWith("/api/", StringComparison.Ordinal) && text.Contains("/regions/{", StringComparison.Ordinal)),
            static text => Assert.Contains($"/regions/{{{RegionAccess.RouteValue}}}", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_route_that_says_nothing_is_refused_and_an_address_that_leads_nowhere_is_not()
    {
        var admin = new Subject("1", "admin", SubjectKind.Key, RoleSet.Admin, null);
        Assert.False(await IsLetInAsync(Route("/api/v1/forgotten"), admin));
        Assert.False(await IsLetInAsync(Route("/api/v1/x", Rule((Resource)99)), admin));
        Assert.True(await IsLetInAsync(Route("/api/v1/x", Rule(Resource.None)), admin));
        Assert.False(await IsLetInAsync(Route("/api/v1/x", Rule(Resource.None)), null));
        Assert.True(await IsLetInAsync(null, null));
    }

    [Theory]
    [InlineData("IQ-AN", true)]
    [InlineData("IQ", true)]
    [InlineData("SE-AB", false)]
    [InlineData("XX-NOWHERE", true)]
    [InlineData(null, false)]
    public async Task A_subject_reaches_its_regions_and_a_route_without_one_is_refused(string? code, bool isLetIn)
    {
        var subject = new Subject("1", "board", SubjectKind.Key, RoleSet.Dashboard, ["IQ"]);
        var route = Route("/api/v1/regions/{code}", Rule(Resource.Region));
        Assert.Equal(isLetIn, await IsLetInAsync(route, subject, (RegionAccess.RouteValue, code)));
    }

    [Theory]
    [InlineData("IQ-AN.mass-casualty.1", true)]
    [InlineData("SE-AB.mass-casualty.1", false)]
    [InlineData("IQX.mass-casualty.1", false)]
    [InlineData("IQ.1", true)]
    [InlineData("nonsense", true)]
    [InlineData("...", false)]
    public async Task The_region_of_an_alert_is_in_its_id_and_what_is_no_id_is_left_to_the_route(string id, bool isLetIn)
    {
        var subject = new Subject("1", "desk", SubjectKind.Key, RoleSet.Desk, ["IQ"]);
        Assert.Equal(isLetIn, await IsLetInAsync(Route("/api/v1/alerts/{id}", Rule(Resource.Alert)), subject, ("id", id)));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static AccessRule Rule(Resource resource) => new(null, RoleSet.All, resource);

    private static RouteEndpoint Route(string pattern, params object[] metadata) =>
        new(static _ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), 0, new EndpointMetadataCollection(metadata), pattern);

    private async Task<bool> IsLetInAsync(Endpoint? endpoint, Subject? subject, params (string Name, string? Value)[] parts)
    {
        var context = new DefaultHttpContext { RequestServices = _app.Services };
        context.User = subject?.ToPrincipal() ?? context.User;
        context.SetEndpoint(endpoint);
        foreach (var (name, value) in parts)
        {
            context.Request.RouteValues[name] = value;
        }

        var policy = await _app.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync();
        return (await _app.Services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, context, policy!)).Succeeded;
    }

    private List<RouteEndpoint> Routes() =>
        [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()];
}
