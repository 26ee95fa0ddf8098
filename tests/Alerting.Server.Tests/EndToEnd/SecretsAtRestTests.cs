using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Notifications.Webhooks;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Who has the data files has no secret of a subscription.</summary>
public sealed class SecretsAtRestTests
{
    private const string Path = "/hooks/T024BE7LD/B0GUARDED/token-of-the-desk";

    private static readonly string s_secret =
        "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes("a secret that no file may show!!"));

    [Fact]
    public async Task Files_show_no_secret_and_deliveries_are_signed_with_it_after_a_kill()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await SubscribeAsync(server, receiver);
        await server.KillAsync();
        SecretScan.AssertNoneIn(server.DataDirectory, s_secret, Path);

        await server.RestartAsync();
        await ReportAsync(server, "Ramadi", "Fallujah");
        await server.Until(() => Task.FromResult(receiver.Count > 0), "the alert has come");
        Assert.All(receiver.Received, r => Assert.Equal(StandardWebhook.Sign(s_secret, r.Id, r.Timestamp, r.Body), r.Signature));
        Assert.All(receiver.Received, r => Assert.Equal(Path, r.Path));
        await server.KillAsync();
        SecretScan.AssertNoneIn(server.DataDirectory, s_secret, Path);
    }

    [Fact]
    public async Task A_subscription_whose_keys_are_lost_says_so_and_goes_on_when_it_is_saved_again()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await SubscribeAsync(server, receiver);
        await server.KillAsync();
        Directory.Delete(System.IO.Path.Combine(server.DataDirectory, "keys"), recursive: true);

        await server.RestartAsync();
        var lost = await server.GetAsync("api/v1/subscriptions/desk");
        Assert.False(lost["enabled"]!.GetValue<bool>());
        Assert.Contains("cannot be decrypted", lost["disabledReason"]!.GetValue<string>(), StringComparison.Ordinal);
        await ReportAsync(server, "Ramadi", "Fallujah");

        await SubscribeAsync(server, receiver);
        await server.Until(() => Task.FromResult(receiver.Count > 0), "what was raised meanwhile has come");
        Assert.All(receiver.Received, r => Assert.Equal(StandardWebhook.Sign(s_secret, r.Id, r.Timestamp, r.Body), r.Signature));
    }

    private static async Task SubscribeAsync(ServerProcess server, WebhookReceiver receiver)
    {
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H"));
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/desk", new JsonObject
        {
            ["thresholds"] = new JsonArray("two-towns"),
            ["channel"] = new JsonObject
            {
                ["type"] = "webhook",
                ["url"] = new Uri(new Uri(receiver.Url), Path).ToString(),
                ["secret"] = s_secret,
            },
        }.ToJsonString());
    }

    private static async Task ReportAsync(ServerProcess server, params string[] towns)
    {
        foreach (var town in towns)
        {
            var report = Facts.Report(town, "IQ-AN", town, TimeProvider.System.GetUtcNow());
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", report, expected: HttpStatusCode.OK);
        }
    }
}
