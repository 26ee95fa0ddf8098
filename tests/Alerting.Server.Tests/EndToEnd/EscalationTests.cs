using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Alerting.Notifications.Webhooks;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

public sealed class EscalationTests
{
    private const string Alert = "IQ-AN.two-towns.1";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_step_that_falls_due_while_the_server_is_killed_is_called_late_and_an_acknowledgement_ends_it()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H"));
        await PutContactAsync(server, receiver, "duty");
        await PutContactAsync(server, receiver, "chief");
        await server.SendAsync(
            HttpMethod.Put, "api/v1/policies/night",
            """
            {
              "regions": ["IQ"], "thresholds": ["two-towns"], "minSeverity": "severe",
              "steps": [
                { "after": "PT0S", "notify": ["contact:duty"] },
                { "after": "PT6S", "notify": ["contact:chief"] },
                { "after": "PT1H", "notify": ["contact:duty", "contact:chief"] }
              ]
            }
            """,
            expected: HttpStatusCode.Created);
        await server.SendAsync(
            HttpMethod.Post, "api/v1/reports",
            $"[{Facts.Report("a", "IQ-AN", "Ramadi", Now)},{Facts.Report("b", "IQ-AN", "Fallujah", Now)}]");
        await server.Until(() => Task.FromResult(receiver.Count == 1), "the first step is called");
        var raisedAt = InstantOf((await server.GetAsync($"api/v1/alerts/{Alert}"))["raisedAt"]);
        await server.KillAsync();
        await Wait.UntilAsync(raisedAt.AddSeconds(8));

        await server.RestartAsync();
        await server.Until(() => Task.FromResult(receiver.Received.Any(IsTo("chief"))), "the second step is called");
        var call = receiver.Received.First(IsTo("chief"));
        Assert.Equal($"{Alert}.escalation.night.1.1.2.chief.1", call.Id);
        Assert.Equal("alert.escalated", call.Json["type"]!.GetValue<string>());
        Assert.True(call.Json["escalation"]!["late"]!.GetValue<bool>());
        Assert.Equal(raisedAt.AddSeconds(6), InstantOf(call.Json["escalation"]!["dueAt"]));
        Assert.Equal(Alert, call.Json["data"]!["alertId"]!.GetValue<string>());
        Assert.Equal(StandardWebhook.Sign(AlertSample.Secret, call.Id, call.Timestamp, call.Body), call.Signature);

        await server.SendAsync(HttpMethod.Post, $"api/v1/alerts/{Alert}/acknowledge", """{"note":"on my way"}""");
        await server.Until(
            () => Task.FromResult(receiver.Received.Where(IsOf("alert.acknowledged")).Select(static r => r.Path).Distinct().Count() == 2),
            "both are told who has it");
        await server.Until(
            async () => (await EscalationAsync(server))!["calls"]!.AsArray()
                .All(static c => c!["status"]!.GetValue<string>() == "delivered"),
            "it is recorded that all arrived");

        // Whatever the kill cut off was sent again under the same key: each message has one.
        Assert.Equal(
            [
                $"{Alert}.escalation.night.1.1.1.duty.1", $"{Alert}.escalation.night.1.1.2.chief.1",
                $"{Alert}.escalation.night.1.acknowledged.chief.1", $"{Alert}.escalation.night.1.acknowledged.duty.1",
            ],
            receiver.Received.Select(static r => r.Id).Distinct().Order(StringComparer.Ordinal));
        var shown = (await EscalationAsync(server))!;
        Assert.Equal("acknowledged", shown["status"]!.GetValue<string>());
        Assert.Null(shown["nextAt"]);

        // Whether the first step is late too is for the machine: it is, where it took a second from the report to the call.
        var steps = shown["calls"]!.AsArray().Where(static c => c!["message"]!.GetValue<string>() == "call").ToList();
        Assert.Equal([1, 2], steps.Select(static c => c!["step"]!.GetValue<int>()));
        Assert.True(steps[1]!["late"]!.GetValue<bool>());
    }

    [Fact]
    public async Task An_alert_without_policies_has_no_escalation_and_one_that_is_not_there_is_not_found()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H"));
        await server.SendAsync(
            HttpMethod.Post, "api/v1/reports",
            $"[{Facts.Report("a", "IQ-AN", "Ramadi", Now)},{Facts.Report("b", "IQ-AN", "Fallujah", Now)}]");
        await server.Until(async () => await server.StatusAsync($"api/v1/alerts/{Alert}") == 200, "the alert is raised");

        Assert.Equal(
            """{"items":[],"next":null}""", (await server.GetAsync($"api/v1/alerts/{Alert}/escalation")).ToJsonString());
        Assert.Equal(404, await server.StatusAsync("api/v1/alerts/IQ-AN.two-towns.9/escalation"));
    }

    private static Func<ReceivedWebhook, bool> IsTo(string contact) => received => received.Path == "/" + contact;

    private static Func<ReceivedWebhook, bool> IsOf(string type) => received => received.Json["type"]!.GetValue<string>() == type;

    private static DateTimeOffset InstantOf(JsonNode? node) =>
        DateTimeOffset.Parse(node!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static Task PutContactAsync(ServerProcess server, WebhookReceiver receiver, string id) => server.SendAsync(
        HttpMethod.Put, $"api/v1/contacts/{id}",
        new JsonObject
        {
            ["name"] = id,
            ["channels"] = new JsonArray(new JsonObject
            {
                ["type"] = "webhook",
                ["url"] = new Uri(new Uri(receiver.Url), id).ToString(),
                ["secret"] = AlertSample.Secret,
            }),
        }.ToJsonString(),
        expected: HttpStatusCode.Created);

    private static async Task<JsonNode?> EscalationAsync(ServerProcess server) =>
        (await server.GetAsync($"api/v1/alerts/{Alert}/escalation"))["items"]![0];
}
