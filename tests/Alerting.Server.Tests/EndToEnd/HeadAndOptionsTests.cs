using System.Net;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>HEAD, OPTIONS and what browsers ask before they let a page call.</summary>
public sealed class HeadAndOptionsTests(SharedServer server) : IClassFixture<SharedServer>
{
    private readonly ServerProcess _server = server.Process;

    [Theory]
    [InlineData("healthz/live")]
    [InlineData("healthz/ready")]
    [InlineData("metrics")]
    [InlineData("openapi/v1.json")]
    [InlineData("api/v1/kinds")]
    [InlineData("api/v1/regions")]
    [InlineData("api/v1/thresholds/surge")]
    [InlineData("api/v1/alerts")]
    public async Task Whatever_can_be_got_can_be_asked_about(string path)
    {
        using var got = await SendAsync(HttpMethod.Get, path);
        using var asked = await SendAsync(HttpMethod.Head, path);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (got.StatusCode, asked.StatusCode));
        Assert.Equal(got.Content.Headers.ContentType, asked.Content.Headers.ContentType);
        Assert.Equal(got.Headers.ETag, asked.Headers.ETag);
        Assert.Empty(await asked.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory, InlineData("api/v1/alerts/stream"), InlineData("api/v1/regions/stream")]
    public async Task Asking_about_a_feed_ends(string path)
    {
        using var response = await SendAsync(HttpMethod.Head, path);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_not_there_is_not_there_for_head_either()
    {
        using var missing = await SendAsync(HttpMethod.Head, "api/v1/thresholds/none");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        using var none = await SendAsync(HttpMethod.Head, "api/v1/reports");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, none.StatusCode);
    }

    [Theory]
    [InlineData("api/v1/reports", "OPTIONS, POST")]
    [InlineData("api/v1/regions", "GET, HEAD, OPTIONS")]
    [InlineData("api/v1/thresholds/surge", "DELETE, GET, HEAD, OPTIONS, PUT")]
    [InlineData("healthz/live", "GET, HEAD, OPTIONS")]
    public async Task Options_tells_the_methods(string path, string methods)
    {
        using var response = await SendAsync(HttpMethod.Options, path);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(methods, string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(SharedServer.Origin, true)]
    [InlineData("https://elsewhere.example.org", false)]
    public async Task A_page_of_an_allowed_origin_may_call_and_no_other(string origin, bool allowed)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri(_server.Url, "api/v1/thresholds/surge"));
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "PUT");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,if-match");
        using var answer = await _server.Client.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(allowed ? [origin] : [], Values(answer, "Access-Control-Allow-Origin"));

        using var call = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Url, "api/v1/thresholds/surge"));
        call.Headers.Add("Origin", origin);
        using var got = await _server.Client.SendAsync(call);
        Assert.Equal(allowed ? [origin] : [], Values(got, "Access-Control-Allow-Origin"));
        Assert.Equal(allowed, Values(got, "Access-Control-Expose-Headers").Any(static v => v.Contains("ETag", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Values(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values : [];

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server.Url, path));
        return await _server.Client.SendAsync(request);
    }
}
