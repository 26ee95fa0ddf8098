using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Silences and inhibitions hold the calls of escalations back, too.</summary>
public sealed class HeldCallTests : IAsyncLifetime
{
    private const string Alert = "IQ-AN.shots.1";
    private const string Call = Alert + ".escalation.night.1.1.1.duty.1";

    private WebhookReceiver _receiver = null!;
    private ServerProcess _server = null!;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _server = await ServerProcess.StartAsync();
        await ThresholdAsync("bombs", "vehicle-bomb");
        await ThresholdAsync("shots", "shooting");
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/contacts/duty",
            $$"""{"name":"Duty officer","channels":[{"type":"webhook","url":"{{_receiver.Url}}","secret":"{{AlertSample.Secret}}"}]}""",
            expected: HttpStatusCode.Created);
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/policies/night",
            """
            {
              "thresholds": ["shots"],
              "steps": [{ "after": "PT0S", "notify": ["contact:duty"] }, { "after": "PT1H", "notify": ["contact:duty"] }]
            }
            """,
            expected: HttpStatusCode.Created);
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_silenced_alert_calls_nobody_until_the_silence_is_deleted_and_then_once_late()
    {
        var end = Now.AddHours(1).ToString("O", CultureInfo.InvariantCulture);
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/silences/drill", $$"""{"comment":"a drill","endsAt":"{{end}}"}""", expected: HttpStatusCode.Created);
        await ReportAsync("shooting");
        await StatusAsync("silenced");

        var held = (await CallsAsync())[0]!;
        Assert.Equal(("drill", false), (held["by"]!.GetValue<string>(), held["late"]!.GetValue<bool>()));
        Assert.Null(held["reason"]);
        Assert.Null(held["nextAttemptAt"]);
        Assert.Equal(
            ("silence", "silenced", "drill", "Called by step 1, round 1: held back by the silence drill"), await TimelineAsync());
        await _server.KillAsync();
        await _server.RestartAsync();
        await StatusAsync("silenced");
        Assert.Equal(0, _receiver.Count);

        using var deleted = await _server.Client.DeleteAsync(new Uri(_server.Url, "api/v1/silences/drill"));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await StatusAsync("delivered");

        var sent = Assert.Single(_receiver.Received);
        Assert.Equal(Call, sent.Id);
        Assert.True(sent.Json["escalation"]!["late"]!.GetValue<bool>());
        Assert.Equal((1, "silence ended"), (sent.Json["held"]!.GetValue<int>(), sent.Json["reason"]!.GetValue<string>()));
        Assert.Equal(
            ("escalation", "delivered", "night", "Called by step 1, round 1, late, silence ended: arrived with one try"),
            await TimelineAsync());
        await AcknowledgeAsync();
    }

    [Fact]
    public async Task An_inhibited_alert_calls_nobody_until_its_source_has_ended_and_then_once_late()
    {
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/inhibitions/storm",
            """{"source":{"thresholds":["bombs"]},"target":{"thresholds":["shots"]}}""", expected: HttpStatusCode.Created);
        await ReportAsync("vehicle-bomb");
        await _server.Until(async () => await _server.StatusAsync("api/v1/alerts/IQ-AN.bombs.1") == 200, "the source is raised");
        await ReportAsync("shooting");
        await StatusAsync("inhibited");

        var held = (await CallsAsync())[0]!;
        Assert.Equal(
            ("storm", "while IQ-AN.bombs.1 is open"), (held["by"]!.GetValue<string>(), held["reason"]!.GetValue<string>()));
        Assert.Equal(
            (
                "inhibition", "inhibited", "storm",
                "Called by step 1, round 1: held back by the inhibition storm: while IQ-AN.bombs.1 is open"),
            await TimelineAsync());
        Assert.Equal(0, _receiver.Count);

        await _server.SendAsync(
            HttpMethod.Post, "api/v1/reports",
            """{"reportId":"vehicle-bomb","source":"wire","region":"IQ-AN","revision":2,"retracted":true}""");
        await StatusAsync("delivered");

        var sent = Assert.Single(_receiver.Received);
        Assert.Equal((Call, "inhibition ended"), (sent.Id, sent.Json["reason"]!.GetValue<string>()));
        await AcknowledgeAsync();
    }

    private async Task AcknowledgeAsync()
    {
        await _server.SendAsync(HttpMethod.Post, $"api/v1/alerts/{Alert}/acknowledge", """{"note":"on my way"}""");
        await StatusAsync("delivered", "delivered");
        Assert.Equal([Call, $"{Alert}.escalation.night.1.acknowledged.duty.1"], _receiver.Received.Select(static one => one.Id));
    }

    private Task ThresholdAsync(string id, string kind) => _server.SendAsync(
        HttpMethod.Put, $"api/v1/thresholds/{id}",
        $$"""
        {"scope":{"regions":["IQ"],"depth":"leaf"},"match":{"kinds":["{{kind}}"]},
         "measure":"killed","window":"PT1H","atLeast":1,"clearAfter":"PT0S","severity":"severe"}
        """);

    private Task ReportAsync(string kind) => _server.SendAsync(
        HttpMethod.Post, "api/v1/reports",
        new JsonObject
        {
            ["reportId"] = kind,
            ["source"] = "wire",
            ["region"] = "IQ-AN",
            ["kind"] = kind,
            ["occurredAt"] = Now.ToString("O", CultureInfo.InvariantCulture),
            ["killed"] = 3,
        }.ToJsonString());

    private async Task<JsonArray> CallsAsync() =>
        (await _server.GetAsync($"api/v1/alerts/{Alert}/escalation"))["items"]!.AsArray() is [{ } one] ? one["calls"]!.AsArray() : [];

    private Task StatusAsync(params string[] expected) => _server.Until(
        async () => await _server.StatusAsync($"api/v1/alerts/{Alert}") == 200
            && (await CallsAsync()).Select(static call => call!["status"]!.GetValue<string>()).SequenceEqual(expected),
        $"calls that are {string.Join(", ", expected)}");

    /// <summary>What the timeline says of the call.</summary>
    private async Task<(string Kind, string Outcome, string By, string Text)> TimelineAsync()
    {
        var entry = Assert.Single(
            (await _server.GetAsync($"api/v1/alerts/{Alert}/timeline"))["items"]!.AsArray(),
            static item => item!["who"]?.GetValue<string>() == "Duty officer")!;
        return (
            entry["kind"]!.GetValue<string>(), entry["outcome"]!.GetValue<string>(), entry["by"]!.GetValue<string>(),
            entry["text"]!.GetValue<string>());
    }
}
