using System.Globalization;
using Alerting.Console.Shown.Calendars;

namespace Alerting.Console.OnCall;

/// <summary>
/// The shifts of a schedule as its calendar (RFC 5545) tells them: who is on call when is for the server to say, and is not worked out
/// here a second time.
/// </summary>
internal static class ShiftList
{
    private const string InstantFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Its events, in their order.</summary>
    public static IReadOnlyList<CalendarSpan> Parse(string calendar)
    {
        var shifts = new List<CalendarSpan>();
        Dictionary<string, string>? shift = null;
        foreach (var line in Unfold(calendar).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon < 0 ? (line, "") : (line[..colon].Split(';')[0], line[(colon + 1)..].TrimEnd('\r'));
            switch (name, value)
            {
                case ("BEGIN", "VEVENT"):
                    shift = new Dictionary<string, string>(StringComparer.Ordinal);
                    break;
                case ("END", "VEVENT") when shift is not null:
                    shifts.Add(Of(shift));
                    shift = null;
                    break;
                default:
                    shift?.TryAdd(name, value);
                    break;
            }
        }

        return shifts;
    }

    /// <summary>Spans in which nobody is on call, as they are drawn.</summary>
    public static IEnumerable<CalendarSpan> Of(IEnumerable<Alerting.OnCall.ScheduleGap> gaps) =>
        gaps.Select(static gap => new CalendarSpan(gap.From, gap.To, Spoken.Of("nobody"), "gap"));

    private static CalendarSpan Of(Dictionary<string, string> shift) => new(
        At(shift["DTSTART"]), At(shift["DTEND"]), Plain(shift.GetValueOrDefault("SUMMARY", "")),
        shift.GetValueOrDefault("DESCRIPTION", "").Contains("by an override", StringComparison.Ordinal) ? "override" : "shift");

    private static DateTimeOffset At(string instant) => DateTimeOffset.ParseExact(
        instant, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Long lines go on in the next one, after a space (RFC 5545, 3.1).</summary>
    private static string Unfold(string calendar) =>
        calendar.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n ", "", StringComparison.Ordinal)
            .Replace("\n\t", "", StringComparison.Ordinal);

    /// <summary>A text without its escapes (RFC 5545, 3.3.11).</summary>
    private static string Plain(string text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            plain.Append(text[i] != '\\' || i + 1 == text.Length ? text[i] : text[++i] is 'n' or 'N' ? ' ' : text[i]);
        }

        return plain.ToString();
    }
}
