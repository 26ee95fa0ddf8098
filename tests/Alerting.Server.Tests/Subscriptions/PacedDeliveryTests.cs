using System.Net;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Subscriptions;

/// <summary>Digests, storms, outages and heartbeats from outside, through kills of the process.</summary>
public sealed class PacedDeliveryTests : IAsyncLifetime
{
    private static readonly string s_secret = "whsec_" + Convert.ToBase64String("0123456789abcdef0123456789abcdef"u8);

    private readonly int _port = TestPorts.Next();
    private ServerProcess _server = null!;
    private WebhookReceiver _receiver = null!;
    private int _reports;

    private IEnumerable<JsonNode> Received => _receiver.Received.Select(static received => (JsonNode)received.Json);

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync(_port);
        _server = await ServerProcess.StartAsync();
        await ThresholdAsync("hit", 1, "severe");
        await ThresholdAsync("massacre", 1, "critical", "killed");
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_digest_that_gathers_while_the_process_is_killed_is_sent_once_with_all_of_it()
    {
        // Long enough for a process to be started again, however busy the machine is.
        var saved = await SubscribeAsync("""{"mode":"digest","every":"PT75S"}""");
        Assert.Equal(
            """{"perStory":false,"mode":"digest","every":"PT75S","mostPerMinute":null,"latestOnly":false,"heartbeat":null}""",
            saved["delivery"]!.ToJsonString());
        await RaiseAsync("IQ-AN");
        await OutcomesAsync("pending");
        await _server.KillAsync();
        await _server.RestartAsync();
        await RaiseAsync("IQ-BG");
        await OutcomesAsync("grouped", "delivered");
        var digest = Assert.Single(Received);
        Assert.Equal(
            ("alert.digest", 1L, false, 2, 2),
            (Text(digest, "type"), Number(digest, "sequence"), digest["data"]!["storm"]!.GetValue<bool>(),
                (int)Number(digest["data"]!, "alertsCount"), (int)Number(digest["data"]!, "revisionsCount")));
        Assert.Equal(["IQ-AN", "IQ-BG"], digest["data"]!["alerts"]!.AsArray().Select(static alert => Text(alert!["region"]!, "code")));
        var deliveries = await DeliveriesAsync();
        Assert.Equal(Text(deliveries[1]!, "webhookId"), Text(deliveries[0]!, "into"));
        Assert.Equal(Text(deliveries[1]!, "webhookId"), _receiver.Received[0].Id);
    }

    [Fact]
    public async Task In_a_storm_what_is_critical_arrives_at_once_and_the_rest_in_a_digest_that_says_so()
    {
        await SubscribeAsync("""{"mostPerMinute":1}""");
        await RaiseAsync("IQ-AN");
        await OutcomesAsync("delivered");
        await RaiseAsync("IQ-BG");
        await RaiseAsync("IQ-NI");
        await OutcomesAsync("delivered", "pending", "pending");
        await RaiseAsync("IQ-BA", killed: 3);
        await Wait.UntilAsync(
            () => Task.FromResult(Received.Any(static message => Text(message["data"]!, "severity") == "critical")),
            "the critical alert, which a storm does not hold");
        await _server.KillAsync();
        await _server.RestartAsync();
        await Wait.UntilAsync(
            () => Task.FromResult(Received.Any(static message => Text(message, "type") == "alert.digest")),
            "the digest of the storm");
        var digest = Received.Single(static message => Text(message, "type") == "alert.digest");
        Assert.Equal(("storm", true), (Text(digest, "reason"), digest["data"]!["storm"]!.GetValue<bool>()));
        Assert.Equal(
            ["IQ-BA", "IQ-BG", "IQ-NI"],
            digest["data"]!["alerts"]!.AsArray().Select(static alert => Text(alert!["region"]!, "code")).Order(StringComparer.Ordinal));
        await Wait.UntilAsync(
            async () => (await OutcomesAsync()).Order(StringComparer.Ordinal)
                .SequenceEqual(["delivered", "delivered", "delivered", "grouped", "grouped"]),
            "an outcome of every revision");
        Assert.Equal([1L, 2, 3], Received.Select(static message => Number(message, "sequence")).Distinct().Order());
    }

    [Fact]
    public async Task After_an_outage_who_wants_the_latest_only_gets_it()
    {
        await SubscribeAsync("""{"latestOnly":true}""");
        _receiver.Answer = static context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        for (var report = 0; report < 3; report++)
        {
            await RaiseAsync("IQ-AN");
            await Wait.UntilAsync(async () => (await DeliveriesAsync()).Count == report + 1, "the next revision");
            await Wait.UntilAsync(() => Task.FromResult(_receiver.Count > 0), "a try that fails");
        }

        await OutcomesAsync("superseded", "superseded", "pending");
        _receiver.Answer = static _ => Task.CompletedTask;
        await OutcomesAsync("superseded", "superseded", "delivered");
        var told = Received.Last();
        Assert.Equal((1L, 3L), (Number(told, "sequence"), Number(told["data"]!, "revision")));
        var deliveries = await DeliveriesAsync();
        Assert.Equal(
            deliveries.Skip(1).Select(static delivery => Text(delivery!, "webhookId")),
            deliveries.SkipLast(1).Select(static delivery => Text(delivery!, "by")));
    }

    [Fact]
    public async Task Heartbeats_come_at_their_interval_numbered_like_all_messages()
    {
        await SubscribeAsync("""{"heartbeat":"PT1S"}""");
        await HeartbeatsAsync(2);
        await RaiseAsync("IQ-AN");
        await OutcomesAsync("delivered");
        await _server.KillAsync();
        await _server.RestartAsync();
        var before = Received.Count(IsHeartbeat);
        await HeartbeatsAsync(before + 2);
        var beat = Received.First(IsHeartbeat);
        Assert.Equal(("desk", "PT1S"), (Text(beat["data"]!, "subscriptionId"), Text(beat["data"]!, "interval")));
        var numbers = Received.Select(static message => Number(message, "sequence")).Distinct().Order().ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(static number => (long)number), numbers);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_its_place()
    {
        foreach (var (delivery, path) in new[]
        {
            ("""{"every":"PT0.5S"}""", "$.delivery.every"),
            ("""{"every":"P8D"}""", "$.delivery.every"),
            ("""{"mostPerMinute":0}""", "$.delivery.mostPerMinute"),
            ("""{"mostPerMinute":10001}""", "$.delivery.mostPerMinute"),
            ("""{"heartbeat":"P2D"}""", "$.delivery.heartbeat"),
            ("""{"mode":"sometimes"}""", "$.delivery.mode"),
            ("""{"most":3}""", "$.delivery.most"),
        })
        {
            var problem = await _server.SendAsync(
                HttpMethod.Put, "api/v1/subscriptions/desk", Body(delivery), expected: HttpStatusCode.UnprocessableEntity);
            Assert.Equal((delivery, path), (delivery, Text(problem, "path")));
        }
    }

    [Fact]
    public async Task People_are_told_less_than_programs_unless_they_ask()
    {
        const string body = """{"channel":{"type":"slack","url":"http://127.0.0.1:1/services/x"}}""";
        var saved = await _server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/chat", body, expected: HttpStatusCode.Created);
        Assert.Equal((30L, true), (Number(saved["delivery"]!, "mostPerMinute"), saved["delivery"]!["latestOnly"]!.GetValue<bool>()));
    }

    private static bool IsHeartbeat(JsonNode message) => Text(message, "type") == "system.heartbeat";

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static long Number(JsonNode node, string member) => node[member]!.GetValue<long>();

    private string Body(string delivery) =>
        $$"""
        {"thresholds":["hit","massacre"],"delivery":{{delivery}},
        "channel":{"url":"http://127.0.0.1:{{_port}}/hook","secret":"{{s_secret}}"} }
        """;

    private Task<JsonNode> SubscribeAsync(string delivery) =>
        _server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/desk", Body(delivery), expected: HttpStatusCode.Created);

    private Task ThresholdAsync(string id, double atLeast, string severity, string measure = "incidents") => _server.SendAsync(
        HttpMethod.Put, $"api/v1/thresholds/{id}", new JsonObject
        {
            ["name"] = id,
            ["scope"] = new JsonObject { ["regions"] = new JsonArray("IQ"), ["depth"] = "leaf" },
            ["measure"] = measure,
            ["window"] = "PT1H",
            ["atLeast"] = atLeast,
            ["clearAfter"] = "PT1H",
            ["updateEvery"] = "PT0S",
            ["severity"] = severity,
        }.ToJsonString());

    private Task HeartbeatsAsync(int count) => Wait.UntilAsync(
        () => Task.FromResult(Received.Count(IsHeartbeat) >= count), $"{count} heartbeats");

    /// <summary>A report of a town of its own, so that each is an incident.</summary>
    private Task RaiseAsync(string region, int? killed = null)
    {
        var id = $"{++_reports}";
        return _server.SendAsync(
            HttpMethod.Post, "api/v1/reports",
            Facts.Report(id, region, $"Town {id}", TimeProvider.System.GetUtcNow().AddMinutes(-5), killed: killed));
    }

    private async Task<JsonArray> DeliveriesAsync() =>
        (await _server.GetAsync("api/v1/subscriptions/desk/deliveries"))["items"]!.AsArray();

    private async Task<IReadOnlyList<string>> OutcomesAsync() =>
        [.. (await DeliveriesAsync()).Select(static one => Text(one!, "outcome"))];

    private async Task OutcomesAsync(params string[] expected)
    {
        IReadOnlyList<string> outcomes = [];
        await Wait.UntilAsync(
            async () => (outcomes = await OutcomesAsync()).SequenceEqual(expected),
            $"deliveries are {string.Join(", ", expected)}",
            () => $"They are {string.Join(", ", outcomes)}.",
            TimeSpan.FromMinutes(3));
    }
}
