using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>
/// A server that says as much as it can, used with secrets of every kind: none is in an answer but the one that hands it out, in
/// the log, in traces, in metrics or in a file.
/// </summary>
public sealed class SecretsNowhereTests
{
    private const string WebhookPath = "/services/T024BE7LD/B0GUARDED/token-in-the-path";
    private const string WebhookQuery = "token-in-the-query";
    private const string Password = "password-in-the-address";
    private const string Malformed = "whsec_not-base64-but-somebodys-secret";
    private const string ChatPath = "/services/T1/B1/token-of-a-chat";
    private const string BotToken = "424242:token-of-a-bot";
    private const string RoutingKey = "0123456789abcdefRoutingKey012345";
    private const string WrongKey = "ak_fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

    private static readonly string s_webhookSecret =
        "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes("a secret that nothing may show!!"));

    private readonly List<string> _secrets =
    [
        WebhookPath, WebhookQuery, Password, Malformed, WrongKey, ChatPath, BotToken, RoutingKey, s_webhookSecret,
    ];
    private readonly List<(string Request, string Answer)> _answers = [];

    [Fact]
    public async Task No_secret_is_shown_anywhere_but_where_it_is_handed_out()
    {
        await using var collector = await TelemetryCollector.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            // The first attempt of each is told to come again, with what the receiver was sent.
            context.Response.StatusCode = receiver.Count % 2 == 1 ? 500 : 200;
            return context.Response.WriteAsync("seen", context.RequestAborted);
        };
        await using var server = await RunningServer.StartAsync(
        [
            .. collector.Settings, ("Alerting__Telegram__Url", new Uri(receiver.Url).GetLeftPart(UriPartial.Authority)),
            ("Logging__LogLevel__Default", "Trace"), ("Logging__LogLevel__Microsoft", "Trace"),
            ("Logging__LogLevel__System", "Trace"), ("Logging__LogLevel__Microsoft.AspNetCore", "Trace"),
            ("Logging__LogLevel__Orleans", "Debug"), ("Logging__LogLevel__Polly", "Trace"),
        ]);
        _secrets.Add(server.Key);
        await UseKeysAsync(server);
        await DeliverAsync(server, receiver);
        await ReadEverythingAsync(server);
        await server.Until(
            () => Task.FromResult(collector.TextOf("/v1/traces").Contains("api/v1/keys", StringComparison.Ordinal)
                && collector.TextOf("/v1/metrics").Length > 0),
            "traces and metrics have been exported");
        var log = server.Output;
        await server.KillAsync();

        Assert.Contains("api/v1/subscriptions/desk", log, StringComparison.Ordinal);
        SecretScan.AssertNoneInText(log, "the log", _secrets);
        SecretScan.AssertNoneInText(collector.TextOf("/v1/traces"), "a trace", _secrets);
        SecretScan.AssertNoneInText(collector.TextOf("/v1/metrics"), "a metric", _secrets);

        // Whoever may read a subscription or a contact is told where its webhooks go, and nobody else is.
        var untold = _secrets.Except([WebhookPath, WebhookQuery]).ToList();
        Assert.All(_answers, a => SecretScan.AssertNoneInText(
            a.Answer, $"the answer to {a.Request}", ShowsWebhooks(a.Request) ? untold : _secrets));
        var files = Directory.GetFiles(server.DataDirectory, "*", SearchOption.AllDirectories);
        SecretScan.AssertNoneInFiles([.. files.Where(static file => Path.GetFileName(file) != "admin.key")], _secrets);
    }

    private async Task UseKeysAsync(RunningServer server)
    {
        var (id, key) = await server.KeyAsync("desk", "IQ");
        var rotated = await server.SendAsync(HttpMethod.Post, $"api/v1/keys/{id}/rotate", """{"grace":"PT1H"}""");
        var next = rotated["key"]!.GetValue<string>();
        _secrets.AddRange([key, next]);

        using var signIn = await SendAsync(server, null, HttpMethod.Post, "api/v1/session", $$"""{"key":"{{next}}"}""");
        var cookie = signIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        _secrets.Add(cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        using var who = await SendAsync(server, null, HttpMethod.Get, "api/v1/session", null, cookie);
        Assert.Equal(HttpStatusCode.OK, who.StatusCode);
        foreach (var shown in new[] { key, next })
        {
            using var answer = await SendAsync(server, shown, HttpMethod.Get, "api/v1/alerts");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // What is refused is not repeated either, nor what stands in the wrong place.
        using var wrong = await SendAsync(server, WrongKey, HttpMethod.Get, "api/v1/alerts");
        using var wrongSession = await SendAsync(server, null, HttpMethod.Post, "api/v1/session", $$"""{"key":"{{WrongKey}}"}""");
        using var asSession = await SendAsync(server, null, HttpMethod.Get, "api/v1/session", null, $"{cookie.Split('=')[0]}={WrongKey}");
        Assert.All(new[] { wrong, wrongSession, asSession }, static a => Assert.Equal(HttpStatusCode.Unauthorized, a.StatusCode));
        using var twice = await SendAsync(server, server.Key, HttpMethod.Delete, $"api/v1/keys/{id}/none");
        using var ended = await SendAsync(server, null, HttpMethod.Delete, "api/v1/session", null, cookie);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
    }

    private async Task DeliverAsync(RunningServer server, WebhookReceiver receiver)
    {
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H"));
        var url = new UriBuilder(new Uri(new Uri(receiver.Url), WebhookPath)) { Query = $"token={WebhookQuery}" };
        await SubscribeAsync(server, "desk", url.Uri.ToString(), s_webhookSecret, HttpStatusCode.Created);
        await SubscribeAsync(server, "down", url.ToString().Replace(url.Port.ToString(), "9"), s_webhookSecret, HttpStatusCode.Created);
        await SubscribeAsync(server, "bad", url.ToString(), Malformed, HttpStatusCode.UnprocessableEntity);
        await SubscribeAsync(
            server, "user", $"https://somebody:{Password}@example.org/", s_webhookSecret, HttpStatusCode.UnprocessableEntity);
        await SubscribeAsync(
            server, "metadata", $"http://169.254.169.254{WebhookPath}", s_webhookSecret, HttpStatusCode.UnprocessableEntity);
        var origin = url.Uri.GetLeftPart(UriPartial.Authority);
        await SubscribeToAsync(server, "slack", new() { ["url"] = origin + ChatPath });
        await SubscribeToAsync(server, "teams", new() { ["url"] = $"{origin}/w?sig={WebhookQuery}", ["language"] = "ar" });
        await SubscribeToAsync(server, "telegram", new() { ["chatId"] = "-1001", ["token"] = BotToken });
        await SubscribeToAsync(server, "pagerduty", new() { ["url"] = origin, ["routingKey"] = RoutingKey });
        await CallAsync(server, url.Uri);
        using var test = await SendAsync(server, server.Key, HttpMethod.Post, "api/v1/subscriptions/desk/test");
        foreach (var town in new[] { "Ramadi", "Fallujah" })
        {
            await server.SendAsync(
                HttpMethod.Post, "api/v1/reports", Facts.Report(town, "IQ-AN", town, TimeProvider.System.GetUtcNow()));
        }

        await server.Until(
            async () => (await server.GetAsync("api/v1/subscriptions/desk/deliveries")).ToJsonString()
                .Contains("\"delivered\"", StringComparison.Ordinal),
            "the alert was delivered after a failure");
    }

    private static bool ShowsWebhooks(string request) =>
        request.Contains("/subscriptions", StringComparison.Ordinal) || request.Contains("/contacts", StringComparison.Ordinal);

    /// <summary>Creates a contact with channels of every kind, and puts again what is shown of it.</summary>
    private async Task CallAsync(RunningServer server, Uri url)
    {
        const string path = "api/v1/contacts/two-towns";
        var origin = url.GetLeftPart(UriPartial.Authority);
        var body = $$"""
            {"name":"Ann","channels":[
              {"url":"{{url}}","secret":"{{s_webhookSecret}}"}, {"type":"slack","url":"{{origin}}{{ChatPath}}"},
              {"type":"telegram","chatId":"-1001","token":"{{BotToken}}"},
              {"type":"pagerduty","url":"{{origin}}","routingKey":"{{RoutingKey}}"}]}
            """;
        using var created = await SendAsync(server, server.Key, HttpMethod.Put, path, body);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var put = await SendAsync(server, server.Key, HttpMethod.Put, path, (await server.GetAsync(path)).ToJsonString());
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using var refused = await SendAsync(
            server, server.Key, HttpMethod.Put, path, body.Replace(s_webhookSecret, Malformed, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    /// <summary>Creates a subscription of a type of its own name, puts again what is shown of it, and tests it.</summary>
    private async Task SubscribeToAsync(RunningServer server, string type, JsonObject settings)
    {
        settings["type"] = type;
        var path = $"api/v1/subscriptions/{type}";
        var body = new JsonObject { ["thresholds"] = new JsonArray("two-towns"), ["channel"] = settings };
        using var created = await SendAsync(server, server.Key, HttpMethod.Put, path, body.ToJsonString());
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var shown = (await server.GetAsync(path)).ToJsonString();
        using var put = await SendAsync(server, server.Key, HttpMethod.Put, path, shown);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(shown, await put.Content.ReadAsStringAsync());
        using var test = await SendAsync(server, server.Key, HttpMethod.Post, $"{path}/test");
        Assert.Equal(HttpStatusCode.OK, test.StatusCode);
    }

    private async Task SubscribeAsync(RunningServer server, string id, string url, string secret, HttpStatusCode expected)
    {
        var body = new JsonObject
        {
            ["thresholds"] = new JsonArray("two-towns"),
            ["channel"] = new JsonObject { ["type"] = "webhook", ["url"] = url, ["secret"] = secret },
        };
        using var answer = await SendAsync(server, server.Key, HttpMethod.Put, $"api/v1/subscriptions/{id}", body.ToJsonString());
        Assert.Equal(expected, answer.StatusCode);
    }

    /// <summary>Asks every route that only reads, with names of things that are there.</summary>
    private async Task ReadEverythingAsync(RunningServer server)
    {
        var description = await server.GetAsync("openapi/v1.json");
        _answers.Add(("/openapi/v1.json", description.ToJsonString()));
        var keyId = (await server.GetAsync("api/v1/keys"))["items"]![0]!["id"]!.GetValue<string>();
        var alertId = (await server.GetAsync("api/v1/alerts"))["items"]![0]!["alertId"]!.GetValue<string>();
        foreach (var (path, operations) in description["paths"]!.AsObject())
        {
            if (operations!["get"] is null || path.EndsWith("/stream", StringComparison.Ordinal))
            {
                continue;
            }

            var filled = path.Replace("{code}", "IQ-AN", StringComparison.Ordinal)
                .Replace("{incidentId}", "wire:Ramadi", StringComparison.Ordinal);
            filled = path switch
            {
                _ when path.Contains("/keys/", StringComparison.Ordinal) => filled.Replace("{id}", keyId, StringComparison.Ordinal),
                _ when path.Contains("/alerts/", StringComparison.Ordinal) => filled.Replace("{id}", alertId, StringComparison.Ordinal),
                _ when path.Contains("/subscriptions/", StringComparison.Ordinal) =>
                    filled.Replace("{id}", "desk", StringComparison.Ordinal),
                _ => filled.Replace("{id}", "two-towns", StringComparison.Ordinal),
            };
            using var answer = await SendAsync(server, server.Key, HttpMethod.Get, filled.TrimStart('/'));
        }

        using var metrics = await SendAsync(server, server.Key, HttpMethod.Get, "metrics");
        using var down = await SendAsync(server, server.Key, HttpMethod.Get, "api/v1/subscriptions/down/deliveries");
        using var grains = await SendAsync(server, server.Key, HttpMethod.Get, "dashboard/DashboardCounters");
        using var silo = await SendAsync(server, server.Key, HttpMethod.Get, "dashboard/ClusterStats");
        Assert.All(new[] { metrics, down, grains, silo }, static a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
    }

    private async Task<HttpResponseMessage> SendAsync(
        RunningServer server, string? key, HttpMethod method, string path, string? body = null, string? cookie = null)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(method, new Uri(server.Url, path));
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        var response = await client.SendAsync(request);
        var headers = string.Join('\n', response.Headers.Where(static h => h.Key != "Set-Cookie").SelectMany(static h => h.Value));
        _answers.Add(($"{method} {path}", $"{headers}\n{await response.Content.ReadAsStringAsync()}"));
        return response;
    }
}
