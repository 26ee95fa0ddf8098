using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>A day of a desk over HTTP, from the alert that calls somebody to the shift that is handed over.</summary>
public sealed class DayOfADeskTests : IAsyncLifetime
{
    private const string Threshold = "api/v1/thresholds/towns";
    private const string Alert = "api/v1/alerts/IQ-AN.towns.1";

    private ServerProcess _server = null!;
    private WebhookReceiver _receiver = null!;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _server = await ServerProcess.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_alert_is_called_taken_lapses_is_taken_again_ends_is_reviewed_and_handed_over()
    {
        await PutOnCallAsync();

        // The alert: who is on call hears it and does not answer, so the chief is called.
        await ReportAsync("Hit", "Rawa");
        await CalledAsync("ann", "alert.escalated", 1);
        await CalledAsync("chief", "alert.escalated", 1);

        // Somebody takes it, and both hear who.
        var taken = await _server.SendAsync(HttpMethod.Post, Alert + "/acknowledge", """{"note":"on my way"}""");
        Assert.Equal(("acknowledged", 2.0), (Text(taken, "change"), taken["acknowledged"]!["value"]!.GetValue<double>()));
        await CalledAsync("ann", "alert.acknowledged", 1);
        await CalledAsync("chief", "alert.acknowledged", 1);
        await _server.SendAsync(HttpMethod.Put, Alert + "/assignee", """{"to":"Ann"}""");
        await _server.SendAsync(HttpMethod.Post, Alert + "/comments", """{"text":"The bridge is closed"}""");

        // It doubles: what was acknowledged has grown, and who is on call is called anew.
        await ReportAsync("Ramadi", "Fallujah");
        await _server.Until(
            async () => (await _server.GetAsync(Alert))["acknowledged"] is null, "the acknowledgement has lapsed");
        var lapsed = (await RevisionsAsync()).Last(static revision => Text(revision, "change") == "updated");
        Assert.Equal(("grown", 4.0), (Text(lapsed, "reason"), lapsed["measure"]!["value"]!.GetValue<double>()));
        await CalledAsync("ann", "alert.escalated", 2);
        await _server.SendAsync(HttpMethod.Post, Alert + "/acknowledge", """{"note":"still on it"}""");
        await CalledAsync("ann", "alert.acknowledged", 2);

        // It ends, and everybody who was called hears it.
        await _server.SendAsync(HttpMethod.Put, Threshold, Facts.ShortThreshold("PT1H")[..^1] + ""","enabled":false}""");
        await CalledAsync("ann", "alert.cleared", 1);
        await CalledAsync("chief", "alert.cleared", 1);
        var reviewed = await _server.SendAsync(
            HttpMethod.Put, Alert + "/disposition", """{"value":"true-alarm","note":"two bridges"}""");
        Assert.Equal(("reviewed", "cleared"), (Text(reviewed, "change"), Text(reviewed, "status")));

        await HandedOverAsync();
        await ToldInOrderAsync();
        var record = (await _server.GetAsync(Threshold + "/record"))["total"]!;
        Assert.Equal((1, 1, 0), (Number(record, "alerts"), Number(record, "reviewed"), Number(record, "falseAlarms")));
    }

    private static string? Text(JsonNode node, string name) => node[name]?.GetValue<string>();

    private static int Number(JsonNode node, string name) => node[name]!.GetValue<int>();

    private async Task PutOnCallAsync()
    {
        await _server.SendAsync(HttpMethod.Put, Threshold, Facts.ShortThreshold("PT1H"));
        await PutContactAsync("ann", "Ann");
        await PutContactAsync("chief", "The chief");
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/schedules/night",
            """{"timeZone":"Asia/Baghdad","layers":[{"contacts":["ann"],"startsAt":"2014-01-01T00:00:00Z","shift":"P1W"}]}""");
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/policies/anbar",
            """
            {
              "regions": ["IQ-AN"], "thresholds": ["towns"],
              "steps": [{ "after": "PT0S", "notify": ["schedule:night"] }, { "after": "PT2S", "notify": ["contact:chief"] }]
            }
            """,
            expected: HttpStatusCode.Created);
    }

    private Task PutContactAsync(string id, string name) => _server.SendAsync(
        HttpMethod.Put, $"api/v1/contacts/{id}",
        new JsonObject
        {
            ["name"] = name,
            ["channels"] = new JsonArray(new JsonObject
            {
                ["type"] = "webhook",
                ["url"] = new Uri(new Uri(_receiver.Url), id).ToString(),
                ["secret"] = AlertSample.Secret,
            }),
        }.ToJsonString());

    private Task ReportAsync(params string[] towns) => _server.SendAsync(
        HttpMethod.Post, "api/v1/reports",
        $"[{string.Join(',', towns.Select(static town => Facts.Report(town, "IQ-AN", town, Now)))}]");

    private async Task CalledAsync(string contact, string type, int times)
    {
        try
        {
            await _server.Until(
                () => Task.FromResult(_receiver.Received
                    .Where(received => received.Path == "/" + contact && Text(received.Json, "type") == type)
                    .Select(static received => received.Id).Distinct().Count() == times),
                $"{contact} has {type} {times} times");
        }
        catch (TimeoutException waited)
        {
            var escalation = await _server.GetAsync(Alert + "/escalation");
            throw new TimeoutException(
                $"{escalation}\n{string.Join('\n', _receiver.Received.Select(static received => $"{received.Path} {received.Id}"))}",
                waited);
        }
    }

    private async Task<List<JsonNode>> RevisionsAsync() =>
        [.. (await _server.GetAsync(Alert + "/revisions"))["items"]!.AsArray().Select(static item => item!)];

    private async Task HandedOverAsync()
    {
        var handover = await _server.GetAsync("api/v1/handover?regions=IQ-AN");
        Assert.DoesNotContain("IQ-AN.towns.1", handover["unacknowledged"]!.AsArray().Select(static alert => Text(alert!, "alertId")));
        var ended = Assert.Single(handover["ended"]!.AsArray())!;
        Assert.Equal("still on it", ended["acknowledged"]!["note"]!.GetValue<string>());
        Assert.Equal(("Ann", "true-alarm"), (Text(ended["assignee"]!, "to"), Text(ended["disposition"]!, "value")));
        Assert.Equal("Ann", Text(handover["onCall"]![0]!["now"]!, "name"));
    }

    private async Task ToldInOrderAsync()
    {
        var items = (await _server.GetAsync(Alert + "/timeline"))["items"]!.AsArray().Select(static item => item!).ToList();
        Assert.Equal(
            ["raised", "acknowledged", "assigned", "commented", "updated", "acknowledged", "cleared", "reviewed"],
            Changes(items));
        var calls = items.Where(static item => Text(item, "kind") == "escalation").ToList();
        Assert.All(calls, static call => Assert.Equal("anbar", Text(call, "by")));
        Assert.Equal(["Ann", "The chief"], calls.Select(static call => Text(call, "who")).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>What happened to the alert, with one update for the several that towns may bring one by one.</summary>
    private static IEnumerable<string?> Changes(IEnumerable<JsonNode> items)
    {
        string? last = null;
        foreach (var item in items.Where(static item => Text(item, "kind") is "revision" or "act"))
        {
            var change = Text(item, "change");
            if (change != last || change != "updated")
            {
                yield return change;
            }

            last = change;
        }
    }
}
