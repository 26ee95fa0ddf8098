using System.Net;
using System.Text.Json.Nodes;
using Alerting.Server.Access.Oidc;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Access.Oidc;

/// <summary>Signing in to the console by a real issuer on loopback, as a browser does.</summary>
public sealed class OidcSignInTests
{
    private const string Cookie = "alerting-session";

    [Fact]
    public async Task A_person_is_led_to_the_issuer_and_back_and_has_a_session_with_the_rights_that_the_token_has()
    {
        await using var issuer = await Issuer.StartAsync();
        await using var server = await StartAsync(issuer);
        using var browser = new Browser(server.Url);
        Assert.True((await browser.GetAsync("/sign-in/methods")).Json!["oidc"]!.GetValue<bool>());
        Assert.Equal("/alerts?mine=true", (await browser.GetAsync("/sign-in/oidc?to=%2Falerts%3Fmine%3Dtrue")).Address.PathAndQuery);
        Assert.Equal(1, issuer.SignIn.Redeemed);
        var cookie = browser.Cookies.Single();
        Assert.Equal((Cookie, true, "/"), (cookie.Name, cookie.HttpOnly, cookie.Path));
        Assert.Contains("samesite=strict", browser.Written.Single(written => written.StartsWith(Cookie, StringComparison.Ordinal)));

        var who = (await browser.GetAsync("/api/v1/session")).Json!;
        Assert.Equal(
            ("oidc:ann-1", "Ann", "session", "desk", "IQ"),
            (who["id"]!.GetValue<string>(), who["name"]!.GetValue<string>(), who["kind"]!.GetValue<string>(),
                who["roles"]!.AsArray().Single()!.GetValue<string>(), who["regions"]!.AsArray().Single()!.GetValue<string>()));
        var left = who["expiresAt"]!.GetValue<DateTimeOffset>() - TimeProvider.System.GetUtcNow();
        Assert.InRange(left, TimeSpan.FromHours(11.9), TimeSpan.FromHours(12));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/api/v1/regions/SE")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/api/v1/keys")).Status);

        // What a person makes keeps the limits that the person has, as with a token.
        const string body = """{"channel":{"url":"http://127.0.0.1:9/x","secret":"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"}}""";
        var made = await browser.SendAsync(HttpMethod.Put, "/api/v1/subscriptions/mine", body);
        Assert.Equal((HttpStatusCode.Created, "oidc:ann-1"), (made.Status, made.Json!["owner"]!.GetValue<string>()));

        // The session outlives the process, is in the audit log, and ends when its owner says so.
        await server.KillAsync();
        await server.RestartAsync(server.Url.Port);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/session")).Status);
        var entries = (await server.GetAsync("api/v1/audit?action=session.opened"))["items"]!.AsArray();
        Assert.Contains(entries, static entry => entry!["target"]!.GetValue<string>() == "oidc:ann-1"
            && entry["actor"]!["kind"]!.GetValue<string>() == "oidc");
        Assert.Equal(HttpStatusCode.NoContent, (await browser.SendAsync(HttpMethod.Delete, "/api/v1/session", null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/session")).Status);
    }

    [Fact]
    public async Task Whoever_has_no_role_declines_or_forges_an_answer_has_no_session()
    {
        await using var issuer = await Issuer.StartAsync();
        await using var server = await StartAsync(issuer);
        var refused = new Dictionary<string, Action>
        {
            ["no known role"] = () => issuer.SignIn.Roles = ["boss"],
            ["no role"] = () => issuer.SignIn.Roles = null,
            ["no regions"] = () => (issuer.SignIn.Roles, issuer.SignIn.Regions) = (["desk"], null),
            ["a token for another service"] = () => (issuer.SignIn.Regions, issuer.SignIn.Audience) = (["*"], "mail"),
        };
        foreach (var (what, arrange) in refused)
        {
            arrange();
            using var browser = new Browser(server.Url);
            var answer = await browser.GetAsync("/sign-in/oidc?to=/alerts");
            Assert.True(answer.Address.PathAndQuery == "/?sign-in=refused", $"{what}: {answer.Address}");
            Assert.DoesNotContain(browser.Cookies, static cookie => cookie.Name == Cookie);
        }

        (issuer.SignIn.Audience, issuer.SignIn.Declines) = (Issuer.Audience, true);
        using var declined = new Browser(server.Url);
        Assert.Equal("/?sign-in=failed", (await declined.GetAsync("/sign-in/oidc")).Address.PathAndQuery);
        foreach (var forged in new[] { "", "?code=x", "?code=x&state=y", "?error=server_error&state=y" })
        {
            Assert.Equal("/?sign-in=failed", (await declined.GetAsync($"/sign-in/oidc/callback{forged}")).Address.PathAndQuery);
        }

        Assert.DoesNotContain(declined.Cookies, static cookie => cookie.Name == Cookie);
        Assert.DoesNotContain("access_token", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_client_is_configured_nobody_is_led_anywhere()
    {
        await using var server = await ServerProcess.StartAsync();
        using var browser = new Browser(server.Url);
        Assert.False((await browser.GetAsync("/sign-in/methods")).Json!["oidc"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/sign-in/oidc")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/sign-in/oidc/callback?code=x&state=y")).Status);
    }

    [Theory]
    [InlineData("/alerts", true)]
    [InlineData("/", true)]
    [InlineData("//evil.example.org", false)]
    [InlineData("/\\evil.example.org", false)]
    [InlineData("https://evil.example.org/", false)]
    [InlineData("/\t/evil.example.org", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void People_are_led_to_own_pages_only(string? address, bool isOwn) => Assert.Equal(isOwn, OidcSignIn.IsOwn(address));

    private static Task<ServerProcess> StartAsync(Issuer issuer) => ServerProcess.StartAsync(
        ("Alerting__Oidc__Authority", issuer.Authority),
        ("Alerting__Oidc__Audience", Issuer.Audience),
        ("Alerting__Oidc__ClientId", IssuerSignIn.ClientId));

    /// <summary>Keeps cookies and follows links, through both servers.</summary>
    private sealed class Browser : IDisposable
    {
        private readonly Uri _server;
        private readonly CookieContainer _cookies = new();
        private readonly HttpClient _http;

        public Browser(Uri server)
        {
            _server = server;
            var plain = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
            _http = new HttpClient(new Noting(this) { InnerHandler = plain });
        }

        public IEnumerable<Cookie> Cookies => _cookies.GetAllCookies().Where(static cookie => !cookie.Expired);

        /// <summary>As they were set.</summary>
        public List<string> Written { get; } = [];

        public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

        public async Task<Answer> SendAsync(HttpMethod method, string path, string? body)
        {
            var address = new Uri(_server, path);
            for (var step = 0; ; step++)
            {
                using var request = new HttpRequestMessage(method, address)
                {
                    Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
                };
                using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
                if (step < 10 && (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } next)
                {
                    address = new Uri(address, next);
                    continue;
                }

                var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
                return new Answer(response.StatusCode, address, isJson ? JsonNode.Parse(text) : null);
            }
        }

        public void Dispose() => _http.Dispose();

        private sealed class Noting(Browser browser) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                if (browser._cookies.GetCookieHeader(request.RequestUri!) is { Length: > 0 } sent)
                {
                    request.Headers.Add("Cookie", sent);
                }

                var response = await base.SendAsync(request, cancellationToken);
                foreach (var written in response.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
                {
                    browser.Written.Add(written);
                    browser._cookies.SetCookies(request.RequestUri!, written);
                }

                return response;
            }
        }
    }

    private sealed record Answer(HttpStatusCode Status, Uri Address, JsonNode? Json);
}
