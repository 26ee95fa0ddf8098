using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Alerts;
using Alerting.Notifications.Email;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Tests.Chats;
using Alerting.Notifications.Texts;
using Alerting.Subscriptions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;
using Xunit;

namespace Alerting.Notifications.Tests.Golden;

/// <summary>
/// What each channel sends in each language for each change, word for word. Where that is meant to change, the files are written anew
/// with <c>ALERTING_GOLDEN=write</c> and looked at.
/// </summary>
public sealed class GoldenTests
{
    private const string RoutingKey = "0123456789abcdef0123456789ABCDEF";

    private static readonly JsonSerializerOptions s_indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private static bool IsWritten => Environment.GetEnvironmentVariable("ALERTING_GOLDEN") == "write";

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
            await harness.SendAsync(settings with { Type = channel, Language = language }, message);
            await CheckAsync(Path.Combine(channel, language, $"{name}.json"), harness.Posted.ToJsonString(s_indented));
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
            await CheckAsync(file, harness.Posted.ToJsonString(s_indented));
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("ar")]
    public async Task Mails_are_written_word_for_word(string language)
    {
        var options = Options.Create(new NotificationOptions { PublicUrl = ChannelHarness.PublicUrl });
        var texts = new MessageTexts(options, TimeProvider.System, NullLogger<MessageTexts>.Instance);
        var settings = new SubscriptionChannel { Type = SubscriptionChannel.Email, To = ["desk@example.org"], Language = language };
        foreach (var (name, message) in Messages())
        {
            using var mail = EmailMessage.Of(
                settings, "Alerting <alerts@example.org>", message, texts.Render(message, language), AlertSample.Start);
            await CheckAsync(Path.Combine(SubscriptionChannel.Email, language, $"{name}.txt"), Shown(mail));
        }
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
        yield return ("test", ChannelHarness.Test());
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

    private static async Task CheckAsync(string name, string actual)
    {
        var file = Repository.PathOf("tests", "Alerting.Notifications.Tests", "Golden", "Files", name);
        var text = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (IsWritten)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }

        Assert.True(File.Exists(file), $"There is no {file}.");
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), text);
    }
}
