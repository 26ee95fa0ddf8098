using System.Globalization;
using Alerting.Notifications.Http;
using Alerting.Notifications.Texts;

namespace Alerting.Notifications.Telegram;

/// <summary>A message as HTML, of which Telegram takes 4,096 characters.</summary>
internal static class TelegramBody
{
    private const int MaxText = 4_096;
    private const int MaxLink = 512;

    /// <param name="chatId">Number or name.</param>
    /// <param name="text">What is told.</param>
    /// <param name="edited">Number of the message that is to be edited; null: a new one.</param>
    public static ReadOnlyMemory<byte> Of(string chatId, RenderedText text, string? edited) => JsonBody.Write(writer =>
    {
        writer.WriteStartObject();
        if (long.TryParse(chatId, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            writer.WriteNumber("chat_id", number);
        }
        else
        {
            writer.WriteString("chat_id", chatId);
        }

        if (edited is not null)
        {
            writer.WritePropertyName("message_id");
            writer.WriteRawValue(edited);
        }

        writer.WriteString("text", Html(text));
        writer.WriteString("parse_mode", "HTML");
        writer.WriteStartObject("link_preview_options");
        writer.WriteBoolean("is_disabled", true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static string Html(RenderedText text)
    {
        // The limit is counted after the marks are taken out; the link is left whole, so it has room of its own.
        var link = text.Link is { Length: <= MaxLink }
            ? $"\n<a href=\"{Escape(text.Link)}\">{Escape(text.Language.Open)}</a>"
            : "";
        var room = MaxText - text.Title.Length - text.Language.Open.Length - 2;
        return $"<b>{Escape(text.Title)}</b>\n{Escape(TextLimit.Cut(text.Text, room))}{link}";
    }

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);
}
