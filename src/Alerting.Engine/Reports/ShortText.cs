using System.Diagnostics.CodeAnalysis;

namespace Alerting.Engine.Reports;

/// <summary>Shortens texts for places where there is little room.</summary>
public static class ShortText
{
    private const char Ellipsis = '\u2026';

    /// <summary>
    /// A text of at most <paramref name="max"/> UTF-16 code units: what is longer ends with an ellipsis, after a whole
    /// word if there is one near.
    /// </summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 2);
        if (text is null || text.Length <= max)
        {
            return text;
        }

        var end = max - 1;
        var space = text.AsSpan(0, max).LastIndexOf(' ');
        if (space > max / 2)
        {
            end = space;
        }
        else if (char.IsLowSurrogate(text[end]))
        {
            // A character outside of the basic plane is not cut in two.
            end--;
        }

        return string.Concat(text.AsSpan(0, end).TrimEnd(), [Ellipsis]);
    }
}
