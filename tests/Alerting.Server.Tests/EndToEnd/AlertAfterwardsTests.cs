using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What is known of alerts afterwards: all that happened around one, and what those of a threshold were worth.</summary>
public sealed class AlertAfterwardsTests : IAsyncLifetime
{
    private const string Threshold = "api/v1/thresholds/two";

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
    public async Task A_timeline_has_revisions_acts_and_deliveries_in_one_order()
    {
        await SubscribeAsync();
        await RaiseAsync(1);
        await _server.SendAsync(HttpMethod.Post, Alert(1) + "/acknowledge", """{"note":"seen"}""");
        await _server.SendAsync(HttpMethod.Put, Alert(1) + "/assignee", """{"to":"ann"}""");
        await _server.SendAsync(HttpMethod.Post, Alert(1) + "/comments", """{"text":"I called them"}""");
        await EndAsync(1);
        await _server.SendAsync(HttpMethod.Put, Alert(1) + "/disposition", """{"value":"false-alarm","note":"a wedding"}""");
        await _server.Until(
            async () => (await ItemsAsync()).Count(static item => Outcome(item) == "delivered") == 2, "what was raised and cleared has come");

        var items = await ItemsAsync();
        Assert.Equal(
            ["raised", "acknowledged", "assigned", "commented", "cleared", "reviewed"],
            items.Where(static item => Kind(item) is "revision" or "act").Select(static item => item["change"]!.GetValue<string>()));
        Assert.Equal(
            ["Acknowledged: seen", "Gave it to ann", "I called them", "Reviewed: false alarm: a wedding"],
            items.Where(static item => Kind(item) == "act").Select(static item => item["text"]!.GetValue<string>()));
        Assert.All(items.Where(static item => Kind(item) == "act"), static item => Assert.NotNull(item["who"]));
        Assert.All(
            items.Where(static item => Kind(item) == "delivery"),
            static item => Assert.Equal(("HQ", "hq"), (item["who"]!.GetValue<string>(), item["subscription"]!.GetValue<string>())));
        var times = items.Select(static item => DateTimeOffset.Parse(item["at"]!.GetValue<string>(), null)).ToList();
        Assert.Equal(times.Order(), times);

        var newest = await _server.GetAsync(Alert(1) + "/timeline?limit=2");
        Assert.Equal((2, items.Count - 2), (newest["items"]!.AsArray().Count, newest["omitted"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_record_counts_what_desks_made_of_the_alerts_of_a_threshold()
    {
        foreach (var (ordinal, value) in new[] { (1, "true-alarm"), (2, "false-alarm"), (3, null) })
        {
            await RaiseAsync(ordinal);
            if (value is not null)
            {
                await _server.SendAsync(HttpMethod.Post, Alert(ordinal) + "/acknowledge", "");
                await _server.SendAsync(HttpMethod.Put, Alert(ordinal) + "/disposition", $$"""{"value":"{{value}}"}""");
            }

            await EndAsync(ordinal);
        }

        var record = await _server.GetAsync(Threshold + "/record?days=10");
        var total = record["total"]!;
        Assert.Equal((3, 2, 1), (Number(total, "alerts"), Number(total, "reviewed"), Number(total, "falseAlarms")));
        Assert.Equal((2.0 / 3, 0.5), (total["reviewedShare"]!.GetValue<double>(), total["falseAlarmShare"]!.GetValue<double>()));
        Assert.NotNull(total["medianTimeToAcknowledge"]);
        Assert.NotNull(total["medianTimeToClear"]);
        Assert.Equal("IQ-AN", record["regions"]!.AsArray().Single()!["region"]!.GetValue<string>());
        Assert.Equal([0, 3], record["weeks"]!.AsArray().Select(static week => Number(week!["figures"]!, "alerts")));
    }

    private static string Alert(int ordinal) => $"api/v1/alerts/IQ-AN.two.{ordinal}";

    private static int Number(JsonNode node, string name) => node[name]!.GetValue<int>();

    private static string Kind(JsonNode item) => item["kind"]!.GetValue<string>();

    private static string? Outcome(JsonNode item) => item["outcome"]?.GetValue<string>();

    private async Task<List<JsonNode>> ItemsAsync() =>
        [.. (await _server.GetAsync(Alert(1) + "/timeline"))["items"]!.AsArray().Select(static item => item!)];

    private Task SubscribeAsync() => _server.SendAsync(
        HttpMethod.Put, "api/v1/subscriptions/hq",
        $$"""
        {
          "name": "HQ",
          "channel": {
            "type": "webhook", "url": "http://127.0.0.1:{{_port}}/", "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
          }
        }
        """);

    /// <summary>The threshold applies, and what it finds is enough.</summary>
    private async Task RaiseAsync(int ordinal)
    {
        await _server.SendAsync(HttpMethod.Put, Threshold, Facts.ShortThreshold("PT1H"));
        if (ordinal == 1)
        {
            var now = TimeProvider.System.GetUtcNow();
            await _server.SendAsync(
                HttpMethod.Post, "api/v1/reports", $"[{Facts.Report("1", "IQ-AN", "Hit", now)},{Facts.Report("2", "IQ-AN", "Rawa", now)}]");
        }

        await _server.Until(
            async () => (await _server.GetAsync("api/v1/alerts?status=open"))["items"]!.AsArray() is [{ } open]
                && open["alertId"]!.GetValue<string>() == $"IQ-AN.two.{ordinal}",
            "the alert is raised");
    }

    /// <summary>The threshold does not apply any more, which clears what it has raised.</summary>
    private async Task EndAsync(int ordinal)
    {
        await _server.SendAsync(HttpMethod.Put, Threshold, Facts.ShortThreshold("PT1H")[..^1] + ""","enabled":false}""");
        await _server.Until(
            async () => (await _server.GetAsync(Alert(ordinal)))["status"]!.GetValue<string>() == "cleared", "the alert has cleared");
    }
}
