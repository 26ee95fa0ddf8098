using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Alerting.Alerts;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Notifications.Email;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Tests.Cap;
using Alerting.Notifications.Tests.Chats;
using Alerting.Subscriptions;
using MimeKit;
using Xunit;

namespace Alerting.Notifications.Tests.Golden;

/// <summary>The page that shows what a desk receives is what a desk receives.</summary>
public sealed class FoundingPageTests
{
    private const string Introduction = """
        # What a desk receives

        The founding scenario (sixteen reports from Anbar and its neighbours, January 2014; what the press did not say is made up) raises
        three alerts. Here is the first message of each, as mail, as Slack message, as CAP document and as CloudEvent. The tests make
        them from the reports and hold this page to them; `ALERTING_GOLDEN=write` writes it anew. Mails also have a part in HTML and the
        evidence as CSV, CAP documents the same `info` in Arabic and French.
        """;

    private static readonly RegionBoundaries s_boundaries = RegionBoundaries.Load(RegionCatalog.Iso);

    [Fact]
    public async Task Shows_the_first_message_of_each_alert_of_the_founding_scenario()
    {
        await using var harness = await ChannelHarness.StartAsync();
        var page = new StringBuilder(Introduction);
        var raised = FoundingAlerts.Revisions.Where(static alert => alert.Revision == 1).ToList();
        Assert.Equal(3, raised.Count);
        foreach (var (i, alert) in raised.Index())
        {
            var message = ChannelHarness.Message(alert) with { Sequence = i + 1 };
            page.Append(CultureInfo.InvariantCulture, $"\n\n## {alert.Threshold.Name} in {alert.Region.Name}");
            Add(page, "Mail", "", Mail(message), isOpen: true);
            Add(page, "Slack message", "json", await PostedAsync(harness, message, new()
            {
                Type = SubscriptionChannel.Slack,
                Url = harness.Receiver.Url,
            }));
            Add(page, "CAP document", "xml", Document(alert));
            Add(page, "CloudEvent", "json", await PostedAsync(harness, message, new()
            {
                Type = SubscriptionChannel.Webhook,
                Url = harness.Receiver.Url,
                Secret = AlertSample.Secret,
                Format = WebhookFormat.Cloudevents,
            }));
        }

        await GoldenFile.CheckAtAsync(
            Repository.PathOf("src", "Alerting.Notifications", "Messages", "README.md"), page.ToString());
    }

    private static void Add(StringBuilder page, string title, string language, string text, bool isOpen = false) => page
        .Append(CultureInfo.InvariantCulture, $"\n\n<details{(isOpen ? " open" : "")}><summary>{title}</summary>\n\n")
        .Append(CultureInfo.InvariantCulture, $"```{language}\n{text.ReplaceLineEndings("\n").Trim()}\n```\n\n</details>");

    private static string Mail(NotificationMessage message)
    {
        var settings = new SubscriptionChannel { Type = SubscriptionChannel.Email, To = ["desk@example.org"] };
        var text = ChannelHarness.Texts().Render(message, settings.Language);
        using var mail = EmailMessage.Of(settings, "Alerting <alerts@example.org>", message, text, message.At);
        var headers = mail.Headers.Select(static header => $"{header.Field}: {header.Value}");
        return $"{string.Join('\n', headers)}\n\n{mail.BodyParts.OfType<TextPart>().Single(static part => part.IsPlain).Text}";
    }

    private static async Task<string> PostedAsync(ChannelHarness harness, NotificationMessage message, SubscriptionChannel settings)
    {
        await harness.SendAsync(settings, message);
        return harness.Posted.ToJsonString(GoldenFile.Indented);
    }

    /// <summary>In English, the first language of a document.</summary>
    private static string Document(Alert alert)
    {
        var outline = s_boundaries.Find(alert.Region.Code, BoundaryDetail.High)!;
        var document = CapHarness.Read(
            CapHarness.Documents().Write(alert, CapHarness.Chain(alert), OutlineSketch.Of(outline, 100)));
        Assert.Empty(CapRules.Faults(document));
        document.Elements(CapRules.Cap + "info").Skip(1).Remove();
        return document.ToString(SaveOptions.None);
    }
}
