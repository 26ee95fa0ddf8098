using System.Text.Json;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;

namespace Alerting.Notifications.Teams;

/// <summary>An adaptive card in the message that a workflow posts. Teams takes 28 KiB at most.</summary>
internal static class TeamsCard
{
    private const int MaxText = 5_000;

    public static ReadOnlyMemory<byte> Of(NotificationMessage message, RenderedText text) => JsonBody.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "message");
        writer.WriteStartArray("attachments");
        writer.WriteStartObject();
        writer.WriteString("contentType", "application/vnd.microsoft.card.adaptive");
        writer.WriteNull("contentUrl");
        writer.WriteStartObject("content");
        writer.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        writer.WriteString("type", "AdaptiveCard");
        writer.WriteString("version", "1.4");
        writer.WriteString("lang", text.Language.Code);
        writer.WriteBoolean("rtl", text.Language.IsRightToLeft);
        writer.WriteStartArray("body");
        WriteTitle(writer, text.Title, ColorOf(message.Tone));
        foreach (var line in TextLimit.Cut(text.Text, MaxText, text.Link).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            WriteLine(writer, line);
        }

        writer.WriteEndArray();
        if (text.Link is not null)
        {
            writer.WriteStartArray("actions");
            writer.WriteStartObject();
            writer.WriteString("type", "Action.OpenUrl");
            writer.WriteString("title", text.Language.Open);
            writer.WriteString("url", text.Link);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteTitle(Utf8JsonWriter writer, string title, string color)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "TextBlock");
        writer.WriteString("text", Escape(title));
        writer.WriteString("size", "Large");
        writer.WriteString("weight", "Bolder");
        writer.WriteString("color", color);
        writer.WriteBoolean("wrap", true);
        writer.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter writer, string line)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "TextBlock");
        writer.WriteString("text", Escape(line));
        writer.WriteBoolean("wrap", true);
        writer.WriteString("spacing", "Small");
        writer.WriteEndObject();
    }

    private static string ColorOf(MessageTone tone) => tone switch
    {
        MessageTone.Good => "Good",
        MessageTone.Notice => "Accent",
        MessageTone.Warning => "Warning",
        _ => "Attention",
    };

    /// <summary>Blocks of text are Markdown to Teams: names of places must not become links.</summary>
    private static string Escape(string text) => text
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);
}
