using System.Text.Json;
using Alerting.Notifications.Chats;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;

namespace Alerting.Notifications.Slack;

/// <summary>
/// A message of Slack: a coloured attachment with blocks. Mattermost knows no blocks, so that its webhooks, which are known by their
/// path, get the same as title and text of the attachment as well; Slack might show both.
/// </summary>
internal static class SlackBody
{
    private const int MaxHeader = 150;
    private const int MaxSection = 3_000;
    private const int MaxField = 2_000;

    /// <summary>Whether a webhook is one of Mattermost: <c>https://chat.example.org/hooks/key</c>.</summary>
    public static bool IsMattermost(string url) => new Uri(url).AbsolutePath.Contains("/hooks/", StringComparison.Ordinal);

    public static ReadOnlyMemory<byte> Of(NotificationMessage message, RenderedText text, bool isMattermost) => JsonBody.Write(writer =>
    {
        var body = TextLimit.Cut(Escape(text.Text), MaxSection, text.Link is null ? null : $"<{Escape(text.Link)}|{text.Language.Open}>");
        writer.WriteStartObject();
        writer.WriteString("text", Escape(text.Title));
        writer.WriteStartArray("attachments");
        writer.WriteStartObject();
        writer.WriteString("color", ChatColors.Of(message));
        writer.WriteString("fallback", $"{text.Title}\n{TextLimit.Cut(text.Text, MaxSection, text.Link)}");
        if (isMattermost)
        {
            writer.WriteString("title", TextLimit.Cut(text.Title, MaxHeader));
            writer.WriteString("text", body);
            if (text.Link is not null)
            {
                writer.WriteString("title_link", text.Link);
            }
        }

        writer.WriteStartArray("blocks");
        WriteText(writer, "header", "plain_text", TextLimit.Cut(text.Title, MaxHeader));
        WriteText(writer, "section", "mrkdwn", body);
        if (message is AlertNotification { Alert.Towns: { Count: > 0 } towns })
        {
            WriteText(writer, "section", "mrkdwn", TextLimit.Cut(Escape(string.Join(" · ", towns)), MaxField));
        }

        if (text.Link is not null)
        {
            WriteText(writer, "section", "mrkdwn", $"<{Escape(text.Link)}|{text.Language.Open}>");
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteText(Utf8JsonWriter writer, string block, string kind, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type", block);
        writer.WriteStartObject("text");
        writer.WriteString("type", kind);
        writer.WriteString("text", text);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>What begins a link or a mention to Slack: a place may be called as it likes.</summary>
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
