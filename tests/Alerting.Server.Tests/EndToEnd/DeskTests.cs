using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What a desk is told and can ask for, from outside.</summary>
public sealed class DeskTests : IAsyncLifetime
{
    private const string Subscription = "api/v1/subscriptions/desk";
    private const string Threshold = "api/v1/thresholds/two-towns";
    private static readonly string s_secret = Secret("0123456789abcdef0123456789abcdef");
    private static readonly string s_newSecret = Secret("fedcba9876543210fedcba9876543210");

    private readonly int _port = TestPorts.Next();
    private ServerProcess _server = null!;
    private WebhookReceiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync(_port);
        _server = await ServerProcess.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Who_was_told_that_an_alert_is_critical_is_told_its_end_whatever_it_is_by_then()
    {
        await RaiseAsync("critical");
        await _server.SendAsync(HttpMethod.Put, Threshold, Body("warning"));
        await ComeAsync(2);
        await _server.SendAsync(HttpMethod.Put, Threshold, Body("warning", enabled: false));
        await ComeAsync(3);

        Assert.Equal(
            ["alert.raised critical", "alert.updated warning", "alert.cleared warning"],
            _receiver.Received.Select(static r => $"{r.Json["type"]} {r.Json["data"]!["severity"]}"));
    }

    [Fact]
    public async Task A_new_body_of_the_subscription_ends_no_alert_that_it_was_told_of()
    {
        await RaiseAsync("critical");
        await _server.SendAsync(HttpMethod.Put, Subscription, Desk(regions: "SY"));
        await _server.SendAsync(HttpMethod.Put, Threshold, Body("critical", enabled: false));
        await ComeAsync(2);
        Assert.Equal(["alert.raised", "alert.cleared"], _receiver.Received.Select(static r => r.Json["type"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_replay_is_asked_for_in_the_query_or_the_body_and_says_how_many_it_sends()
    {
        var begun = TimeProvider.System.GetUtcNow();
        await RaiseAsync("critical");
        await DeliveredAsync(1);
        var sent = 1;
        foreach (var (query, body, expected) in new[]
        {
            ("?fromSeq=1", "", 1), ("", """{"fromSeq":1}""", 1), ("?seq=1", "", 1), ("", """{"seq":1}""", 1), ("", "", 0), (
                "", """{"allDead":true}""", 0),
            (
                $"?from={Uri.EscapeDataString(begun.ToString("O", CultureInfo.InvariantCulture))}", "", 1), ("", """{"from":"2100-01-01T00:00:00Z"}""", 0),
            ("?fromSeq=2", "", 0), ("", """{"from":"2000-01-01T00:00:00+01:00"}""", 1),
        })
        {
            var answer = await _server.SendAsync(HttpMethod.Post, Subscription + "/replay" + query, body, expected: HttpStatusCode.OK);
            Assert.True(answer["replayed"]!.GetValue<int>() == expected, $"{query}{body} answered {answer}");
            await ComeAsync(sent += expected);
            await DeliveredAsync(1);
        }

        foreach (var (query, body, path) in new[]
        {
            ("?fromSeq=1&seq=1", "", null), ("?seq=1", """{"fromSeq":1}""", "$"), (
                "", """{"fromSeqs":1}""", "$.fromSeqs"), ("", """{"seq":"1"}""", "$.seq"),
            ("", """{"fromSeq":0}""", "$.fromSeq"), ("?from=yesterday", "", "from"), ("", """{"from":"yesterday"}""", "$.from"),
        })
        {
            var problem = await _server.SendAsync(
                HttpMethod.Post, Subscription + "/replay" + query, body, expected: HttpStatusCode.UnprocessableEntity);
            Assert.Equal(path, problem["path"]?.GetValue<string>());
        }

        await _server.SendAsync(HttpMethod.Post, Subscription + "/replay?seq=7", "", expected: HttpStatusCode.NotFound);
        Assert.Equal(sent, _receiver.Received.Count);
    }

    [Fact]
    public async Task While_a_secret_is_replaced_both_sign_and_neither_is_given_back()
    {
        await _server.SendAsync(
            HttpMethod.Put, Subscription, Desk(secret: s_newSecret, previous: s_secret), expected: HttpStatusCode.Created);
        await _server.SendAsync(HttpMethod.Put, Threshold, Body("critical"));
        await ReportAsync();
        await ComeAsync(1);
        var both = Assert.Single(_receiver.Received);
        Assert.Equal($"{Sign(s_newSecret, both)} {Sign(s_secret, both)}", both.Signature);
        Assert.DoesNotContain("whsec_", (await _server.GetAsync(Subscription)).ToJsonString(), StringComparison.Ordinal);

        await _server.SendAsync(HttpMethod.Put, Subscription, Desk(secret: null));
        await DeliveredAsync(1);
        await _server.SendAsync(HttpMethod.Post, Subscription + "/replay?seq=1", "");
        await ComeAsync(2);
        var one = _receiver.Received[^1];
        Assert.Equal(Sign(s_newSecret, one), one.Signature);

        var weak = await _server.SendAsync(
            HttpMethod.Put, Subscription, Desk(previous: "whsec_c2hvcnQ="), expected: HttpStatusCode.UnprocessableEntity);
        Assert.Equal("$.channel.previousSecret", weak["path"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_subscription_to_what_is_not_there_is_refused_unless_that_is_meant()
    {
        var refused = await _server.SendAsync(
            HttpMethod.Put, Subscription, Desk(threshold: "simultanous-assaults"), expected: HttpStatusCode.UnprocessableEntity);
        Assert.Equal(("unknown-threshold", "$.thresholds[0]"), (refused["type"]!.GetValue<string>(), refused["path"]!.GetValue<string>()));
        Assert.Contains("simultaneous-assaults", refused["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        refused =
            await _server.SendAsync(HttpMethod.Put, Subscription, Desk(regions: "IQ-ANN"), expected: HttpStatusCode.UnprocessableEntity);
        Assert.Equal("$.regions[0]", refused["path"]!.GetValue<string>());

        await _server.SendAsync(
            HttpMethod.Put, Subscription, Desk(threshold: "two-towns", allowUnknown: true), expected: HttpStatusCode.Created);
        var shown = await _server.GetAsync(Subscription);
        Assert.True(shown["allowUnknown"]!.GetValue<bool>());
        await _server.SendAsync(HttpMethod.Put, Subscription, shown.ToJsonString(), expected: HttpStatusCode.OK);

        await _server.SendAsync(HttpMethod.Put, Threshold, Body("critical"));
        await _server.SendAsync(HttpMethod.Put, Subscription, Desk(threshold: "two-towns"), expected: HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_that_is_to_start_beyond_the_end_of_the_ledger_starts_at_its_end()
    {
        var body = JsonNode.Parse(Desk())!.AsObject();
        body["startAfter"] = 900;
        var saved = await _server.SendAsync(HttpMethod.Put, Subscription, body.ToJsonString(), expected: HttpStatusCode.Created);
        Assert.Equal(0, saved["startAfter"]!.GetValue<long>());
        await _server.SendAsync(HttpMethod.Put, Threshold, Body("critical"));
        await ReportAsync();
        await ComeAsync(1);
    }

    private static string Secret(string key) => "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes(key));

    private static string Sign(string secret, ReceivedWebhook webhook) =>
        StandardWebhook.Sign(secret, webhook.Id, webhook.Timestamp, webhook.Body);

    private static string Body(string severity, bool enabled = true)
    {
        var body = JsonNode.Parse(Facts.ShortThreshold("PT1H", "PT1H"))!.AsObject();
        body["severity"] = severity;
        body["enabled"] = enabled;
        return body.ToJsonString();
    }

    private string Desk(
        string regions = "IQ", string? threshold = null, string? secret = "default", string? previous = null,
        bool? allowUnknown = null) => new JsonObject
        {
            ["regions"] = new JsonArray(regions),
            ["minSeverity"] = "critical",
            ["thresholds"] = threshold is null ? null : new JsonArray(threshold),
            ["allowUnknown"] = allowUnknown,
            ["channel"] = new JsonObject
            {
                ["type"] = "webhook",
                ["url"] = $"http://127.0.0.1:{_port}/hook",
                ["secret"] = secret == "default" ? s_secret : secret,
                ["previousSecret"] = previous,
            },
        }.ToJsonString();

    private async Task RaiseAsync(string severity)
    {
        await _server.SendAsync(HttpMethod.Put, Threshold, Body(severity));
        await _server.SendAsync(HttpMethod.Put, Subscription, Desk(), expected: HttpStatusCode.Created);
        await ReportAsync();
        await ComeAsync(1);
    }

    private async Task ReportAsync()
    {
        foreach (var town in new[] { "Ramadi", "Fallujah" })
        {
            await _server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report(town, "IQ-AN", town, TimeProvider.System.GetUtcNow()));
        }
    }

    private Task ComeAsync(int count) =>
        _server.Until(() => Task.FromResult(_receiver.Received.Count >= count), $"{count} webhooks have come");

    private Task DeliveredAsync(int count) => _server.Until(
        async () => (await _server.GetAsync(Subscription + "/deliveries?status=delivered"))["items"]!.AsArray().Count == count
            && (await _server.GetAsync(Subscription + "/deliveries?status=pending"))["items"]!.AsArray().Count == 0,
        $"{count} are delivered");
}
