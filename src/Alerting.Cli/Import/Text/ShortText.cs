using System.Text;

namespace Alerting.Cli.Import.Text;

/// <summary>Texts within a length that counts code points, as JSON Schema does.</summary>
internal static class ShortText
{
    // Where there is no space in the last third, the text has no words to cut between.
    private const double MinKept = 2.0 / 3;

    public static bool IsLonger(string text, int max) => text.Length > max && text.EnumerateRunes().Count() > max;

    /// <summary>The beginning of a text that is longer, up to the end of a word, with an ellipsis.</summary>
    public static string Cut(string text, int max)
    {
        var start = Start(text, max - 1);
        var space = start.AsSpan().LastIndexOfAny(' ', '\n');
        var kept = text[start.Length] is ' ' or '\n' || space < MinKept * start.Length ? start : start[..space];
        return kept.TrimEnd(' ', '\n', ',', ';', '(', '-') + "…";
    }

    /// <summary>The first code points of a text that has more.</summary>
    public static string Start(string text, int count)
    {
        var start = new StringBuilder(count);
        foreach (var rune in text.EnumerateRunes().Take(count))
        {
            start.Append(rune.ToString());
        }

        return start.ToString();
    }

    /// <summary>The text on one line: each run of white space is a space.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
