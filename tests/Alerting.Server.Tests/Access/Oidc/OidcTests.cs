using System.Net;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Access.Oidc;

/// <summary>Access tokens of a real issuer on loopback.</summary>
public sealed class OidcTests
{
    private static readonly string[] s_desk = ["desk"];
    private static readonly string[] s_world = ["*"];
    private static readonly string[] s_iraq = ["IQ"];

    [Fact]
    public async Task A_token_is_a_subject_and_what_is_wrong_with_it_opens_nothing()
    {
        await using var issuer = await Issuer.StartAsync();
        await using var server = await StartAsync(issuer);
        var (status, who) = await server.GetAsync(issuer.Token(s_desk, s_iraq), "api/v1/session");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            ("oidc:ann-1", "Ann", "oidc", "desk", "IQ"),
            (who["id"]!.GetValue<string>(), who["name"]!.GetValue<string>(), who["kind"]!.GetValue<string>(),
                who["roles"]![0]!.GetValue<string>(), who["regions"]![0]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync(issuer.Token(s_desk, s_iraq), "api/v1/regions/SE")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(issuer.Token(s_desk, s_world), "api/v1/regions/SE")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(server.Key, "api/v1/keys")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(issuer.Token(["admin", "boss"], s_world), "api/v1/keys")).Status);

        var good = issuer.Token(s_desk, s_world);
        var wrong = new Dictionary<string, string>
        {
            ["another audience"] = issuer.Token(s_desk, s_world, audience: "mail"),
            ["another issuer"] = issuer.Token(s_desk, s_world, issuer: "https://login.example.org"),
            ["expired"] = issuer.Token(s_desk, s_world, expiresIn: TimeSpan.FromMinutes(-2)),
            ["not valid yet"] = issuer.Token(s_desk, s_world, validIn: TimeSpan.FromMinutes(3), expiresIn: TimeSpan.FromMinutes(9)),
            ["forged"] = issuer.Token(s_desk, s_world, signing: issuer.Forged()),
            ["a public key for a secret"] = issuer.Token(s_desk, s_world, signing: issuer.Confused()),
            ["no signature"] = Issuer.Unsigned(good),
            ["a changed claim"] = $"{good.Split('.')[0]}.{issuer.Token(["admin"], s_world).Split('.')[1]}.{good.Split('.')[2]}",
            ["nonsense"] = "a.b.c",
        };
        foreach (var (what, token) in wrong)
        {
            var (refused, problem) = await server.GetAsync(token, "api/v1/kinds");
            Assert.True(refused == HttpStatusCode.Unauthorized, $"{what}: {refused}");
            Assert.Equal("unauthorized", problem["type"]!.GetValue<string>());
        }

        var closed = new Dictionary<string, string>
        {
            ["no known role"] = issuer.Token(["boss"], s_world),
            ["no role"] = issuer.Token(null, s_world),
            ["no claim of regions"] = issuer.Token(s_desk, null),
            ["no known region"] = issuer.Token(s_desk, ["XX-NOWHERE"]),
        };
        foreach (var (what, token) in closed)
        {
            foreach (var path in new[] { "api/v1/kinds", "api/v1/session", "api/v1/regions", "api/v1/regions/IQ" })
            {
                var (refused, _) = await server.GetAsync(token, path);
                Assert.True(refused == HttpStatusCode.Forbidden, $"{what}, {path}: {refused}");
            }
        }

        // Clocks may differ by a minute.
        Assert.Equal(
            HttpStatusCode.OK,
            (await server.GetAsync(issuer.Token(s_desk, s_world, expiresIn: TimeSpan.FromSeconds(-20)), "api/v1/kinds")).Status);
        Assert.DoesNotContain(good.Split('.')[1], server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_keys_may_change_while_the_server_runs()
    {
        await using var issuer = await Issuer.StartAsync();
        await using var server = await StartAsync(issuer);
        var old = issuer.Token(s_desk, s_world);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(old, "api/v1/kinds")).Status);

        issuer.Rotate();
        await server.Until(
            async () => (await server.GetAsync(issuer.Token(s_desk, s_world), "api/v1/kinds")).Status == HttpStatusCode.OK,
            "tokens of the new key are taken");
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync(old, "api/v1/kinds")).Status);
    }

    [Fact]
    public async Task A_subscription_of_a_person_acts_within_the_limits_that_the_person_had()
    {
        await using var issuer = await Issuer.StartAsync();
        await using var server = await StartAsync(issuer);
        const string body = """{"channel":{"url":"http://127.0.0.1:9/x","secret":"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"}}""";
        var (status, made) = await server.AskAsync(
            issuer.Token(s_desk, s_iraq), HttpMethod.Put, "api/v1/subscriptions/mine", body);
        Assert.Equal((HttpStatusCode.Created, "oidc:ann-1"), (status, made["owner"]!.GetValue<string>()));
        var (_, desk) = await server.KeyAsync("desk");
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync(desk, "api/v1/subscriptions/mine")).Status);
    }

    private static Task<ServerProcess> StartAsync(Issuer issuer) => ServerProcess.StartAsync(
        ("Alerting__Oidc__Authority", issuer.Authority),
        ("Alerting__Oidc__Audience", Issuer.Audience),
        ("Alerting__RateLimits__FailedSignIns", "1000000"));
}
