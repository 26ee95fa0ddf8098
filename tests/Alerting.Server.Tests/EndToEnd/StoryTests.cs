using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>One story, one alarm: what one report raises in a town and in the country reaches a desk once, if it wants that.</summary>
public sealed class StoryTests : IAsyncLifetime
{
    private const string PerStory = "api/v1/subscriptions/per-story";
    private const string All = "api/v1/subscriptions/all";

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
    public async Task A_desk_is_told_of_a_story_once_and_of_each_end_that_it_must_know_also_after_a_kill()
    {
        await PutAsync("leaf", "IQ-AN", "leaf", "severe");
        await PutAsync("root", "IQ", "root", "warning");
        await PutAsync("world", "IQ", "root", "critical", atLeast: 6);
        await _server.SendAsync(HttpMethod.Put, PerStory, Desk("per-story", true), expected: HttpStatusCode.Created);
        await _server.SendAsync(HttpMethod.Put, All, Desk("all", null), expected: HttpStatusCode.Created);

        await ReportAsync("a", 5);
        await OutcomesAsync(All, "IQ-AN.leaf.1 raised delivered", "IQ.root.1 raised delivered");
        await OutcomesAsync(PerStory, "IQ-AN.leaf.1 raised delivered", "IQ.root.1 raised grouped into IQ-AN.leaf.1");

        await _server.KillAsync();
        await _server.RestartAsync();
        await ReportAsync("b", 1);
        await OutcomesAsync(
            PerStory,
            "IQ-AN.leaf.1 raised delivered", "IQ-AN.leaf.1 updated grouped into IQ-AN.leaf.1", "IQ.root.1 raised grouped into IQ-AN.leaf.1",
            "IQ.root.1 updated grouped into IQ-AN.leaf.1", "IQ.world.1 raised delivered");

        await EndAsync("leaf", "IQ-AN", "leaf");
        await OutcomeAsync(PerStory, "IQ-AN.leaf.1 cleared delivered");
        await EndAsync("root", "IQ", "root");
        await OutcomeAsync(PerStory, "IQ.root.1 cleared delivered");

        var alerts = (await _server.GetAsync("api/v1/alerts"))["items"]!.AsArray();
        Assert.Equal(
            ["IQ-AN.leaf.1 IQ-AN.leaf.1", "IQ.root.1 IQ-AN.leaf.1", "IQ.world.1 IQ.world.1"],
            alerts.Select(static alert => $"{alert!["alertId"]} {alert["story"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task How_to_be_told_is_given_back_and_what_is_not_known_of_it_is_refused()
    {
        var saved = await _server.SendAsync(HttpMethod.Put, PerStory, Desk("per-story", true), expected: HttpStatusCode.Created);
        Assert.True(saved["delivery"]!["perStory"]!.GetValue<bool>());
        var shown = await _server.GetAsync(PerStory);
        await _server.SendAsync(HttpMethod.Put, PerStory, shown.ToJsonString(), expected: HttpStatusCode.OK);
        Assert.True((await _server.GetAsync(PerStory))["delivery"]!["perStory"]!.GetValue<bool>());
        saved = await _server.SendAsync(HttpMethod.Put, PerStory, Desk("per-story", null), expected: HttpStatusCode.OK);
        Assert.False(saved["delivery"]!["perStory"]!.GetValue<bool>());

        foreach (var (delivery, path) in new[]
        {
            ("""{"perstory":true}""", "$.delivery.perstory"), ("""{"perStory":"yes"}""", "$.delivery.perStory"), ("true", "$.delivery"),
        })
        {
            var body = JsonNode.Parse(Desk("per-story", null))!.AsObject();
            body["delivery"] = JsonNode.Parse(delivery);
            var problem = await _server.SendAsync(
                HttpMethod.Put, PerStory, body.ToJsonString(), expected: HttpStatusCode.UnprocessableEntity);
            Assert.Equal(path, problem["path"]?.GetValue<string>());
        }

        await _server.GetAsync(PerStory + "/deliveries?status=grouped");
    }

    private Task PutAsync(string id, string region, string depth, string severity, double atLeast = 2, bool enabled = true) =>
        _server.SendAsync(
            HttpMethod.Put, $"api/v1/thresholds/{id}", new JsonObject
            {
                ["scope"] = new JsonObject { ["regions"] = new JsonArray(region), ["depth"] = depth },
                ["measure"] = "killed",
                ["window"] = "PT1H",
                ["atLeast"] = atLeast,
                ["updateEvery"] = "PT0S",
                ["severity"] = severity,
                ["enabled"] = enabled,
            }.ToJsonString());

    /// <summary>The alert of a threshold that is disabled ends.</summary>
    private Task EndAsync(string id, string region, string depth) => PutAsync(id, region, depth, "warning", enabled: false);

    private Task ReportAsync(string id, int killed) => _server.SendAsync(
        HttpMethod.Post, "api/v1/reports", Facts.Report(id, "IQ-AN", "Ramadi " + id, TimeProvider.System.GetUtcNow(), killed: killed));

    private string Desk(string path, bool? perStory) => new JsonObject
    {
        ["thresholds"] = new JsonArray("leaf", "root", "world"),
        ["allowUnknown"] = true,
        ["delivery"] = perStory is { } wish ? new JsonObject { ["perStory"] = wish } : null,
        ["channel"] = new JsonObject
        {
            ["url"] = $"http://127.0.0.1:{_port}/{path}",
            ["secret"] = "whsec_" + Convert.ToBase64String("0123456789abcdef0123456789abcdef"u8),
        },
    }.ToJsonString();

    /// <summary>Waits until these, in any order, are all deliveries.</summary>
    private Task OutcomesAsync(string subscription, params string[] expected) => _server.Until(
        async () => (await DeliveriesAsync(subscription)).SequenceEqual(expected.Order(StringComparer.Ordinal)),
        $"{subscription} has {string.Join(", ", expected)}");

    private Task OutcomeAsync(string subscription, string expected) => _server.Until(
        async () => (await DeliveriesAsync(subscription)).Contains(expected), $"{subscription} has {expected}");

    private async Task<List<string>> DeliveriesAsync(string subscription) =>
    [
        .. (await _server.GetAsync(subscription + "/deliveries"))["items"]!.AsArray()
            .Select(static d => $"{d!["alertId"]} {d["change"]} {d["outcome"]}{(d["into"] is { } into ? $" into {into}" : "")}")
            .Order(StringComparer.Ordinal),
    ];
}
