using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Sessions of browsers, and what every answer tells them.</summary>
public sealed class SessionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task A_session_acts_for_its_key_until_one_signs_out_or_the_key_is_revoked()
    {
        await using var server = await ServerProcess.StartAsync();
        var (id, key) = await server.KeyAsync("desk", "IQ");
        var (signedIn, cookie) = await SignInAsync(server, key);
        Assert.Equal(HttpStatusCode.NoContent, signedIn);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; max-age=43200", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("; secure", cookie, StringComparison.OrdinalIgnoreCase);

        var (status, who) = await AskAsync(server, HttpMethod.Get, "session", cookie);
        Assert.Equal((HttpStatusCode.OK, id, "session"), (status, who["id"]!.GetValue<string>(), who["kind"]!.GetValue<string>()));
        Assert.InRange(
            who["expiresAt"]!.GetValue<DateTimeOffset>(), TimeProvider.System.GetUtcNow().AddHours(11),
            TimeProvider.System.GetUtcNow().AddHours(12));
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(server, HttpMethod.Get, "regions/SE", cookie)).Status);

        // The session is no key, and survives the process.
        var value = cookie.Split(';')[0].Split('=')[1];
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync(value, "api/v1/kinds")).Status);
        await server.KillAsync();
        await server.RestartAsync();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, HttpMethod.Get, "kinds", cookie)).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await AskAsync(server, HttpMethod.Delete, "session", cookie)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(server, HttpMethod.Get, "kinds", cookie)).Status);

        var (_, again) = await SignInAsync(server, key);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, HttpMethod.Get, "kinds", again)).Status);
        await server.SendAsync(HttpMethod.Delete, $"api/v1/keys/{id}", "", expected: HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(server, HttpMethod.Get, "kinds", again)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(server, key)).Status);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("same-origin", null, true)]
    [InlineData("same-origin", "own", true)]
    [InlineData(null, "own", true)]
    [InlineData("cross-site", null, false)]
    [InlineData("same-site", "own", false)]
    [InlineData("none", null, false)]
    [InlineData(null, "https://evil.example.org", false)]
    [InlineData("same-origin", "https://evil.example.org", false)]
    [InlineData(null, "null", false)]
    public async Task Pages_of_other_sites_can_neither_sign_in_nor_change_anything(string? site, string? origin, bool isTaken)
    {
        var server = shared.Process;
        origin = origin == "own" ? server.Url.GetLeftPart(UriPartial.Authority) : origin;
        var (status, _) = await SignInAsync(server, server.Key, site, origin);
        Assert.Equal(isTaken ? HttpStatusCode.NoContent : HttpStatusCode.Forbidden, status);

        var (_, cookie) = await SignInAsync(server, server.Key);
        const string body = """{"level":"severe","reason":"x"}""";
        var (changed, problem) = await AskAsync(server, HttpMethod.Put, "regions/IQ/override", cookie, body, site, origin);
        Assert.Equal(isTaken, changed is HttpStatusCode.Created or HttpStatusCode.OK);
        Assert.Equal(!isTaken, changed == HttpStatusCode.Forbidden);
        Assert.Equal(isTaken ? null : "cross-site", problem["type"]?.GetValue<string>());

        // Reading changes nothing, and a key is shown by no browser on its own.
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, HttpMethod.Get, "kinds", cookie, null, site, origin)).Status);
        Assert.Equal(
            HttpStatusCode.OK, (await AskAsync(server, HttpMethod.Get, "kinds", null, null, site, origin, server.Key)).Status);
    }

    [Fact]
    public async Task Every_answer_tells_browsers_what_they_may_do_with_it()
    {
        var server = shared.Process;
        foreach (var path in new[] { "api/v1/kinds", "api/v1/nothing", "healthz/live", "openapi/v1.json", "api/v1/alerts?status=x" })
        {
            using var response = await server.Client.GetAsync(new Uri(server.Url, path));
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Contains(
                "frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Contains(
                "default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        }
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("true", HttpStatusCode.Unauthorized)]
    public async Task Metrics_are_open_on_loopback_unless_they_are_to_need_a_key(string? requireKey, HttpStatusCode withoutKey)
    {
        (string, string)[] settings = requireKey is null ? [] : [("Alerting__Metrics__RequireKey", requireKey)];
        await using var server = await RunningServer.StartAsync(settings);
        Assert.Equal(withoutKey, (await server.GetAsync(null, "metrics")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(server.Key, "metrics")).Status);
    }

    private static async Task<(HttpStatusCode Status, string Cookie)> SignInAsync(
        ServerProcess server, string key, string? site = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "api/v1/session"))
        {
            Content = new StringContent($$"""{"key":"{{key}}"}""", Encoding.UTF8, "application/json"),
        };
        using var response = await SendAsync(request, null, site, origin, null);
        var cookies = response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [];
        return (response.StatusCode, cookies.SingleOrDefault() ?? "");
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(
        ServerProcess server, HttpMethod method, string path, string? cookie, string? body = null, string? site = null,
        string? origin = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(server.Url, "api/v1/" + path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await SendAsync(request, cookie?.Split(';')[0], site, origin, key);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, JsonNode.Parse(text.StartsWith('{') ? text : "{}")!);
    }

    /// <summary>As a browser sends it: without the key that the client of the tests shows otherwise.</summary>
    private static async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, string? cookie, string? site, string? origin, string? key)
    {
        using var handler = new SocketsHttpHandler { UseCookies = false, UseProxy = false };
        using var browser = new HttpClient(handler, disposeHandler: false);
        Add(request, "Cookie", cookie);
        Add(request, "Sec-Fetch-Site", site);
        Add(request, "Origin", origin);
        Add(request, "Authorization", key is null ? null : $"Bearer {key}");
        var response = await browser.SendAsync(request);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
