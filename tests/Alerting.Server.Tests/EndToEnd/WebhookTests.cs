using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

public sealed class WebhookTests
{
    private static readonly string s_secret =
        "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"));

    [Fact]
    public async Task A_receiver_that_is_down_for_a_while_gets_every_revision_in_order_and_signed()
    {
        await using var server = await ServerProcess.StartAsync();
        var port = TestPorts.Next();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H"));
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/desk", new JsonObject
        {
            ["regions"] = new JsonArray("IQ"),
            ["thresholds"] = new JsonArray("two-towns"),
            ["channel"] = new JsonObject { ["type"] = "webhook", ["url"] = $"http://127.0.0.1:{port}/hook", ["secret"] = s_secret },
        }.ToJsonString(), expected: HttpStatusCode.Created);
        foreach (var town in new[] { "Ramadi", "Fallujah", "Karmah", "Hit" })
        {
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report(town, "IQ-AN", town, TimeProvider.System.GetUtcNow()));
        }

        // Nobody listens: the first revision has failed once, the others wait behind it.
        await server.Until(
            async () => (await DeliveriesAsync(server)) is [var first, _, _] && first!["attempts"]!.GetValue<int>() > 0,
            "the first try has failed");
        Assert.DoesNotContain("secret", (await server.GetAsync("api/v1/subscriptions/desk")).ToJsonString(), StringComparison.Ordinal);
        await server.KillAsync();

        await using var receiver = await WebhookReceiver.StartAsync(port);
        await server.RestartAsync();
        await server.Until(() => Task.FromResult(receiver.Received.Count >= 3), "all three revisions have come");
        Assert.Equal(
            ["IQ-AN.two-towns.1.1 alert.raised 2", "IQ-AN.two-towns.1.2 alert.updated 3", "IQ-AN.two-towns.1.3 alert.updated 4"],
            receiver.Received.DistinctBy(r => r.Id).Select(r => $"{r.Id} {r.Json["type"]} {r.Json["data"]!["measure"]!["value"]}"));
        Assert.All(receiver.Received, r => Assert.Equal(StandardWebhook.Sign(s_secret, r.Id, r.Timestamp, r.Body), r.Signature));
        await server.Until(
            async () => (await DeliveriesAsync(server)).All(d => d!["status"]!.GetValue<string>() == "delivered"),
            "all are recorded as delivered");
    }

    private static async Task<JsonArray> DeliveriesAsync(ServerProcess server) =>
        (await server.GetAsync("api/v1/subscriptions/desk/deliveries"))["items"]!.AsArray();
}
