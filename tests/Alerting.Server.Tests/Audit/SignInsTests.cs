using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Alerting.Grains.Access;
using Alerting.Server.Hosting;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Audit;

/// <summary>Who signs in, who is refused, and from where.</summary>
public sealed class SignInsTests
{
    private const string Caller = "203.0.113.9";

    [Fact]
    public async Task Refused_sign_ins_are_gathered_by_address_and_those_told_by_a_trusted_proxy_apart()
    {
        await using var server = await ServerProcess.StartAsync(
            ("Alerting__TrustedProxies__0", "127.0.0.0/8"), ("Alerting__RateLimits__FailedSignIns", "3"));
        List<HttpStatusCode> answers = [];
        for (var i = 0; i < 5; i++)
        {
            answers.Add(await StatusAsync(server, Secret.NewKey(), Caller));
        }

        Assert.Equal(
            [.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 3), .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 2)], answers);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, Secret.NewKey(), "203.0.113.10"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, server.Key, Caller));

        // An order to stop brings what was counted to the audit log before its minute is over.
        server.Process.Send(Signal.Terminate);
        Assert.True(await server.Process.WaitForExitAsync(TimeSpan.FromMinutes(1)), server.Output);
        await server.RestartAsync();
        JsonArray refused = [];
        await server.Until(
            async () => (refused = (await server.GetAsync("api/v1/audit?action=sign-in"))["items"]!.AsArray()).Count == 2,
            "refused sign-ins are in the audit log");
        Assert.Equal(
            [(Caller, 5), ("203.0.113.10", 1)],
            refused.Select(static e => (e!["address"]!.GetValue<string>(), e["after"]!["count"]!.GetValue<int>())));
        Assert.All(refused, static e => Assert.Equal(("sign-in.refused", "unknown"), (
            e!["action"]!.GetValue<string>(), e["actor"]!["kind"]!.GetValue<string>())));
    }

    [Fact]
    public async Task A_header_of_somebody_who_is_no_trusted_proxy_is_nothing()
    {
        await using var server = await ServerProcess.StartAsync(("Alerting__TrustedProxies__0", "192.0.2.1"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "api/v1/keys"));
        request.Content = new StringContent(
            """{"name":"x","roles":["desk"]}""", System.Text.Encoding.UTF8, "application/json");
        request.Headers.Add("X-Forwarded-For", Caller);
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var entries = (await server.GetAsync("api/v1/audit?action=key.created"))["items"]!.AsArray();
        Assert.Equal(
            [null, "127.0.0.1"], entries.Select(static entry => entry!["address"]?.GetValue<string>()));
        Assert.Equal("system", entries[0]!["actor"]!["kind"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_end_of_a_session_is_told_by_its_cookie_and_so_is_what_was_done_under_it()
    {
        await using var server = await ServerProcess.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() });
        using var body = new StringContent(
            $$"""{"key":"{{server.Key}}"}""", System.Text.Encoding.UTF8, "application/json");
        using var opened = await http.PostAsync(new Uri(server.Url, "api/v1/session"), body);
        Assert.Equal(HttpStatusCode.NoContent, opened.StatusCode);
        using var ended = await http.DeleteAsync(new Uri(server.Url, "api/v1/session"));
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);

        var entries = (await server.GetAsync("api/v1/audit?action=session"))["items"]!.AsArray();
        Assert.Equal(
            [("session.opened", "key"), ("session.ended", "session")],
            entries.Select(static e => (e!["action"]!.GetValue<string>(), e["actor"]!["kind"]!.GetValue<string>())));
        Assert.Equal(entries[0]!["after"]!.ToJsonString(), entries[1]!["before"]!.ToJsonString());
    }

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("2001:db8::/32", true)]
    [InlineData("::1", true)]
    [InlineData("proxy.example.org", false)]
    [InlineData("10.0.0.0/40", false)]
    [InlineData("", false)]
    public void A_proxy_is_a_network_or_an_address(string text, bool isOne) =>
        Assert.Equal(isOne, TrustedProxies.Parse(text) is not null);

    private static async Task<HttpStatusCode> StatusAsync(ServerProcess server, string key, string caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "api/v1/kinds"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("X-Forwarded-For", caller);
        using var response = await server.Client.SendAsync(request);
        return response.StatusCode;
    }
}
