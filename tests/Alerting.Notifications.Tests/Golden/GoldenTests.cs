using System.Text;
using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Notifications.Email;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Tests.Cap;
using Alerting.Notifications.Tests.Chats;
using Alerting.Subscriptions;
using MimeKit;
using Xunit;

namespace Alerting.Notifications.Tests.Golden;

/// <summary>What each channel sends in each language for each change, word for word.</summary>
public sealed class GoldenTests
{
    private const string RoutingKey = "0123456789abcdef0123456789ABCDEF";

    public static TheoryData<string, string> Chats
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var channel in new[]
            {
                SubscriptionChannel.Slack, SubscriptionChannel.Teams, SubscriptionChannel.Telegram, SubscriptionChannel.PagerDuty,
            })
            {
                foreach (var language in new[] { "en", "fr", "ar" })
                {
                    data.Add(channel, language);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Chats))]
    public async Task Chats_are_told_word_for_word(string channel, string language)
    {
        await using var harness = await ChannelHarness.StartAsync();
        var settings = channel switch
        {
            SubscriptionChannel.Telegram => new SubscriptionChannel { ChatId = "-1001", Token = "1:x" },
            SubscriptionChannel.PagerDuty => new SubscriptionChannel { Url = harness.Receiver.Url, RoutingKey = RoutingKey },
            _ => new SubscriptionChannel { Url = harness.Receiver.Url },
        };
        foreach (var (name, message) in Messages())
        {
            if (channel == SubscriptionChannel.PagerDuty && message is HeartbeatNotification)
            {
                // It takes events of alerts only, and subscriptions to it have no heartbeats.
                continue;
            }

            await harness.SendAsync(settings with { Type = channel, Language = language }, message);
            await GoldenFile.CheckAsync(Path.Combine(channel, language, $"{name}.json"), harness.Posted.ToJsonString(GoldenFile.Indented));
        }
    }

    [Theory]
    [InlineData(WebhookFormat.Native)]
    [InlineData(WebhookFormat.Cloudevents)]
    [InlineData(WebhookFormat.Alertmanager)]
    public async Task Webhooks_are_told_word_for_word(WebhookFormat format)
    {
        await using var harness = await ChannelHarness.StartAsync();
        var settings = new SubscriptionChannel { Url = harness.Receiver.Url, Secret = AlertSample.Secret, Format = format };
        foreach (var (name, message) in Messages())
        {
            await harness.SendAsync(settings, message);
            var file = Path.Combine(SubscriptionChannel.Webhook, EnumNames.ToName(format), $"{name}.json");
            await GoldenFile.CheckAsync(file, harness.Posted.ToJsonString(GoldenFile.Indented));
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("ar")]
    public async Task Mails_are_written_word_for_word(string language)
    {
        var texts = ChannelHarness.Texts();
        var settings = new SubscriptionChannel { Type = SubscriptionChannel.Email, To = ["desk@example.org"], Language = language };
        foreach (var (name, message) in Messages())
        {
            using var mail = EmailMessage.Of(
                settings, "Alerting <alerts@example.org>", message, texts.Render(message, language), AlertSample.Start);
            await GoldenFile.CheckAsync(Path.Combine(SubscriptionChannel.Email, language, $"{name}.txt"), Shown(mail));
        }
    }

    [Fact]
    public async Task Documents_are_written_word_for_word()
    {
        var documents = CapHarness.Documents();
        foreach (var (name, message) in Messages())
        {
            if (message is not AlertNotification { IsTest: false, Escalation: null, Alert: var alert })
            {
                continue;
            }

            var chain = CapHarness.Chain(Enumerable.Range(1, alert.Revision).Select(revision => alert with { Revision = revision }));
            var document = documents.Write(alert, chain, CapHarness.Square);
            await GoldenFile.CheckAsync(Path.Combine("cap", $"{name}.xml"), Encoding.UTF8.GetString(document));
        }
    }

    private static AlertNotification Call(Alert alert, EscalationMessage message)
    {
        var isCall = message == EscalationMessage.Call;
        var part = isCall ? "2.2" : EnumNames.ToName(message);
        return AlertNotification.Of($"{alert.AlertId}.escalation.night.1.{part}.duty.1", "duty", alert, new EscalationNote
        {
            Message = message,
            Policy = "night",
            Run = 1,
            Round = isCall ? 2 : null,
            Step = isCall ? 2 : null,
            DueAt = AlertSample.Start.AddMinutes(10),
            Late = isCall,
            Unreached = isCall ? 1 : null,
        });
    }

    private static IEnumerable<(string Name, NotificationMessage Message)> Messages()
    {
        var sample = AlertSample.Alert(seq: 12);
        yield return ("raised", ChannelHarness.Message(sample));
        yield return ("updated", ChannelHarness.Message(Next(2, AlertChange.Updated)));
        yield return ("acknowledged", ChannelHarness.Message(Next(3, AlertChange.Acknowledged) with
        {
            Acknowledged = new(AlertSample.Start.AddMinutes(7), "Baghdad desk", "Patrol <2> & ambulance sent"),
        }));
        yield return ("cleared", ChannelHarness.Message(Next(4, AlertChange.Cleared) with { EndedAt = AlertSample.Start.AddHours(9) }));
        yield return ("cancelled", ChannelHarness.Message(Next(5, AlertChange.Cancelled) with
        {
            EndedAt = AlertSample.Start.AddHours(2),
            Reason = "wire-a retracted 1",
        }));
        yield return ("unsilenced", ChannelHarness.Message(Next(6, AlertChange.Updated)) with
        {
            Sequence = 7,
            Held = 3,
            Reason = "silence ended",
        });
        yield return ("uninhibited", ChannelHarness.Message(Next(7, AlertChange.Updated)) with
        {
            Sequence = 8,
            Held = 2,
            Reason = "inhibition ended",
        });
        yield return ("called", Call(sample, EscalationMessage.Call));
        yield return ("called-acknowledged", Call(
            Next(3, AlertChange.Acknowledged) with { Acknowledged = new(AlertSample.Start.AddMinutes(7), "Baghdad desk", null) },
            EscalationMessage.Acknowledged));
        yield return ("called-over", Call(
            Next(4, AlertChange.Cleared) with { EndedAt = AlertSample.Start.AddHours(9) }, EscalationMessage.Ended));
        yield return ("test", ChannelHarness.Test());
        var digest = new DigestNotification
        {
            Id = $"{sample.AlertId}.2.digest",
            SubscriptionId = "desk",
            Alerts = [Next(5, AlertChange.Cancelled) with { AlertId = "IQ-AN.surge.3" }, Next(2, AlertChange.Updated)],
            Revisions = 4,
            Sequence = 8,
        };
        yield return ("digest", digest);
        yield return ("storm", digest with { Exceeded = 30, Reason = DigestNotification.Storm, Held = 2 });
        yield return ("heartbeat", new HeartbeatNotification("desk", AlertSample.Start, Duration.Parse("PT15M")) with { Sequence = 9 });
    }

    private static Alert Next(int revision, AlertChange change) => AlertSample.Alert(12 + revision, revision: revision, change: change);

    /// <summary>Without the boundaries of the parts, which are new each time.</summary>
    private static string Shown(MimeMessage mail)
    {
        var text = new StringBuilder();
        foreach (var header in mail.Headers)
        {
            text.Append(header.Field).Append(": ").Append(header.Value).Append('\n');
        }

        foreach (var part in mail.BodyParts.OfType<TextPart>())
        {
            text.Append("\n=== ").Append(part.ContentType.MimeType).Append('\n').Append(part.Text);
        }

        return text.ToString();
    }
}
