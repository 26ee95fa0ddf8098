using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Tests.Chats;
using Alerting.Subscriptions;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Alerting.Notifications.Tests.Webhooks;

/// <summary>What receivers that nobody here wrote make of the formats of a webhook.</summary>
public sealed class WebhookFormatTests
{
    private const string Before = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    [Theory]
    [InlineData(WebhookFormat.Native)]
    [InlineData(WebhookFormat.Cloudevents)]
    [InlineData(WebhookFormat.Alertmanager)]
    public async Task Signatures_of_all_formats_are_those_of_standard_webhooks(WebhookFormat format)
    {
        await using var harness = await ChannelHarness.StartAsync(TimeProvider.System);
        await harness.SendAsync(Settings(harness, format) with { PreviousSecret = Before });
        var received = Assert.Single(harness.Receiver.Received);
        var body = Encoding.UTF8.GetString(received.Body);
        var signatures = received.Signature.Split(' ');
        Assert.Equal(2, signatures.Length);
        foreach (var (signature, secret) in signatures.Zip([AlertSample.Secret, Before]))
        {
            // One at a time: the library never looks at the last of several.
            var headers = new HeaderDictionary();
            foreach (var (name, value) in received.Headers)
            {
                headers[name] = name == "webhook-signature" ? signature : value;
            }

            var webhook = new StandardWebhooks.StandardWebhook(secret);
            webhook.Verify(body, headers);
            Assert.Throws<StandardWebhooks.Diagnostics.WebhookVerificationException>(() => webhook.Verify(body + " ", headers));
        }
    }

    [Fact]
    public async Task A_cloud_event_is_read_by_its_own_library()
    {
        await using var harness = await ChannelHarness.StartAsync();
        var alert = AlertSample.Alert(seq: 9, revision: 2, change: AlertChange.Updated);
        await harness.SendAsync(Settings(harness, WebhookFormat.Cloudevents), ChannelHarness.Message(alert));
        var received = Assert.Single(harness.Receiver.Received);
        Assert.Equal("application/cloudevents+json", received.Headers["content-type"]);
        var type = new ContentType(received.Headers["content-type"]);
        var read = new JsonEventFormatter().DecodeStructuredModeMessage(received.Body, type, null);
        Assert.True(read.IsValid);
        Assert.Equal(("alert.updated", "/regions/IQ-AN", received.Id), (read.Type, read.Source!.OriginalString, read.Id));
        Assert.Equal((alert.AlertId, alert.UpdatedAt), (read.Subject, read.Time!.Value));
        Assert.Equal(alert.AlertId, Assert.IsType<JsonElement>(read.Data).GetProperty("alertId").GetString());
    }

    [Fact]
    public async Task A_test_is_marked_in_all_formats()
    {
        await using var harness = await ChannelHarness.StartAsync();
        foreach (var format in Enum.GetValues<WebhookFormat>())
        {
            await harness.SendAsync(Settings(harness, format), ChannelHarness.Test());
        }

        Assert.Equal("subscription.test", harness.Receiver.Received[0].Json["type"]!.GetValue<string>());
        Assert.Equal("subscription.test", harness.Receiver.Received[1].Json["type"]!.GetValue<string>());
        var alert = harness.Receiver.Received[2].Json["alerts"]![0]!;
        Assert.Equal("true", alert["labels"]!["test"]!.GetValue<string>());
        Assert.StartsWith("[TEST] ", alert["annotations"]!["summary"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AlertChange.Raised, "firing")]
    [InlineData(AlertChange.Updated, "firing")]
    [InlineData(AlertChange.Acknowledged, "firing")]
    [InlineData(AlertChange.Cleared, "resolved")]
    [InlineData(AlertChange.Cancelled, "resolved")]
    public async Task A_receiver_of_alertmanager_understands_it(AlertChange change, string status)
    {
        await using var harness = await ChannelHarness.StartAsync();
        var ended = status == "resolved" ? AlertSample.Start.AddHours(1) : (DateTimeOffset?)null;
        var sent = AlertSample.Alert(change: change) with { EndedAt = ended };
        Assert.IsType<NotificationVerdict.Delivered>(
            await harness.SendAsync(Settings(harness, WebhookFormat.Alertmanager), ChannelHarness.Message(sent)));

        var message = AlertmanagerMessage.Read(harness.Receiver.Received[0].Body);
        Assert.Equal(("4", status, "desk"), (message.Version, message.Status, message.Receiver));
        var alert = Assert.Single(message.Alerts);
        Assert.Equal(status, alert.Status);
        Assert.Equal(sent.RaisedAt, alert.StartsAt);
        Assert.Equal(ended ?? default, alert.EndsAt);
        Assert.Equal(sent.AlertId, message.GroupLabels["alertId"]);
        Assert.All(message.GroupLabels.Concat(message.CommonLabels), label => Assert.Equal(label.Value, alert.Labels[label.Key]));
        Assert.Equal(
            ("simultaneous-assaults", "IQ-AN", "critical"), (alert.Labels["alertname"], alert.Labels["region"], alert.Labels["severity"]));
        Assert.Equal($"{ChannelHarness.PublicUrl}/alerts/{sent.AlertId}", alert.GeneratorUrl);
        Assert.Matches("^[0-9a-f]{16}$", alert.Fingerprint);
    }

    private static SubscriptionChannel Settings(ChannelHarness harness, WebhookFormat format) =>
        new() { Url = harness.Receiver.Url, Secret = AlertSample.Secret, Format = format };
}
