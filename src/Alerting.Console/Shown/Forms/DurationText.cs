using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Alerting.Console.Shown.Forms;

/// <summary>Lengths of time as people enter them: <c>PT2H</c>, or <c>2 h</c>, <c>90 minutes</c>, <c>1 day 12 h</c>.</summary>
internal static partial class DurationText
{
    /// <summary>The rule in words.</summary>
    public static string Rule => Spoken.Of("Enter a length of time such as PT2H or 2 h, PT15M or 15 min, P28D or 28 days.");

    private const string Units = "WDHMS";
    private const string Unit = @"weeks?|days?|hours?|minutes?|mins?|seconds?|secs?|w|d|h|m|s";

    /// <summary>Reads it; what is entered in words is kept as ISO 8601.</summary>
    public static bool TryParse(string text, out Duration value)
    {
        var trimmed = text.Trim();
        return Duration.TryParse(trimmed.ToUpperInvariant(), out value) || Duration.TryParse(Iso(trimmed), out value);
    }

    /// <summary>What was entered, in words; empty where nothing was, or nothing that is a length of time.</summary>
    public static string Explain(string text) => TryParse(text, out var value)
        ? Spoken.Apart(value.ToString()) + Spoken.Language.Colon + Spoken.Length(value) : "";

    /// <summary>Null where it is not words of falling units.</summary>
    private static string? Iso(string text)
    {
        if (!Words().IsMatch(text))
        {
            return null;
        }

        var iso = new StringBuilder("P");
        var isTime = false;
        foreach (Match part in Part().Matches(text))
        {
            var unit = Units.IndexOf(part.Groups["unit"].Value[..1], StringComparison.OrdinalIgnoreCase);
            if (unit > 1 && !isTime)
            {
                isTime = true;
                iso.Append('T');
            }

            iso.Append(CultureInfo.InvariantCulture, $"{part.Groups["number"].Value}{Units[unit]}");
        }

        return iso.ToString();
    }

    [GeneratedRegex($@"(?<number>\d+(\.\d+)?)\s*(?<unit>{Unit})\b", RegexOptions.IgnoreCase)]
    private static partial Regex Part();

    [GeneratedRegex($@"^(\d+(\.\d+)?\s*({Unit})\b[\s,]*)+$", RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
