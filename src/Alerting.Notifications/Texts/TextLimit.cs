using System.Globalization;

namespace Alerting.Notifications.Texts;

/// <summary>Cuts texts at the limit of a channel: a message that is too long would be refused, and nobody told.</summary>
internal static class TextLimit
{
    private const string Ellipsis = "…";

    /// <summary>The text, or as much of it as fits with the mark that it is cut and what follows it.</summary>
    /// <param name="text">What may be too long.</param>
    /// <param name="max">UTF-16 code units in all.</param>
    /// <param name="whole">Where the whole is, added on a line of its own where the text is cut; null: nothing.</param>
    public static string Cut(string text, int max, string? whole = null)
    {
        if (text.Length <= max)
        {
            return text;
        }

        var tail = whole is null || whole.Length + 2 > max / 2 ? Ellipsis : $"{Ellipsis}\n{whole}";
        var length = 0;
        var room = max - tail.Length;

        // Not through the middle of what is one character to a reader.
        while (length < text.Length && length + StringInfo.GetNextTextElementLength(text, length) is var next && next <= room)
        {
            length = next;
        }

        return text[..length] + tail;
    }
}
