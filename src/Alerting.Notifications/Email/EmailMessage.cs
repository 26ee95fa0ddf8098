using System.Net;
using System.Text;
using Alerting.Alerts;
using Alerting.Notifications.Chats;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using MimeKit;
using MimeKit.Text;

namespace Alerting.Notifications.Email;

/// <summary>
/// A mail of one message: as text and as HTML, with the evidence as CSV. The same message has the same Message-ID on every try, and all
/// mails of an alert refer to the same beginning, so that they stand in one thread; digests have one, and heartbeats.
/// </summary>
internal static class EmailMessage
{
    private const int MaxText = 100_000;

    public static MimeMessage Of(
        SubscriptionChannel settings, string from, NotificationMessage message, RenderedText text, DateTimeOffset now)
    {
        var sender = MailboxAddress.Parse(from);
        var domain = sender.Domain;
        var mail = new MimeMessage { Subject = text.Title, Date = now };
        mail.From.Add(sender);
        mail.To.AddRange(settings.To!.Select(MailboxAddress.Parse));
        mail.Cc.AddRange((settings.Cc ?? []).Select(MailboxAddress.Parse));
        mail.MessageId = $"{IdPart(message.Id)}.{message.SubscriptionId}@{domain}";
        var thread = $"{ThreadOf(message)}.{message.SubscriptionId}@{domain}";
        mail.References.Add(thread);
        mail.InReplyTo = thread;
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        mail.Headers.Add(HeaderId.ContentLanguage, text.Language.Code);
        mail.Importance = SeverityOf(message) >= Severity.Severe ? MessageImportance.High : MessageImportance.Normal;
        if (message.IsTest)
        {
            mail.Headers.Add("X-Alerting-Test", "true");
        }

        var words = new MultipartAlternative
        {
            Part(TextFormat.Plain, Plain(text)),
            Part(TextFormat.Html, Html(message, text)),
        };
        mail.Body = Evidence(message) is { } evidence ? new Multipart("mixed") { words, evidence } : words;
        return mail;
    }

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format);
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    private static string ThreadOf(NotificationMessage message) => message switch
    {
        AlertNotification alert => IdPart(alert.Alert.AlertId),
        DigestNotification => "digests",
        _ => "heartbeats",
    };

    private static Severity SeverityOf(NotificationMessage message) => message switch
    {
        AlertNotification alert => alert.Alert.Severity,
        DigestNotification digest => digest.Gravest,
        _ => Severity.Notice,
    };

    /// <summary>Null where there can be none.</summary>
    private static MimePart? Evidence(NotificationMessage message)
    {
        IReadOnlyList<Alert> alerts = message switch
        {
            AlertNotification one => [one.Alert],
            DigestNotification many => many.Alerts,
            _ => [],
        };
        if (alerts.Count == 0)
        {
            return null;
        }

        var part = new TextPart("csv")
        {
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = "evidence.csv" },
        };
        part.SetText(Encoding.UTF8, EvidenceCsv.Of(alerts));
        return part;
    }

    private static string Plain(RenderedText text) =>
        $"{text.Title}\n\n{TextLimit.Cut(text.Text, MaxText)}\n{(text.Link is null ? "" : $"\n{text.Language.Open}: {text.Link}\n")}";

    private static string Html(NotificationMessage message, RenderedText text)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n");
        html.Append(
            $"<html lang=\"{text.Language.Code}\" dir=\"{(text.Language.IsRightToLeft ? "rtl" : "ltr")}\"><head><meta charset=\"utf-8\">");
        html.Append($"<title>{Encode(text.Title)}</title></head>\n<body style=\"font-family:sans-serif\">\n");
        html.Append("<h1 style=\"font-size:1.2em;padding-inline-start:.5em;");
        html.Append($"border-inline-start:6px solid {ChatColors.Of(message)}\">");
        html.Append($"{Encode(text.Title)}</h1>\n");
        foreach (var line in TextLimit.Cut(text.Text, MaxText).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            html.Append($"<p dir=\"auto\">{Encode(line)}</p>\n");
        }

        if (text.Link is not null)
        {
            html.Append($"<p><a href=\"{Encode(text.Link)}\">{Encode(text.Language.Open)}</a></p>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Ids of the operator's regions may have letters that no Message-ID has.</summary>
    private static string IdPart(string text) => Uri.EscapeDataString(text);
}
