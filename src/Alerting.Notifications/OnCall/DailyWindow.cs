using System.Globalization;
using NodaTime;

namespace Alerting.Notifications.OnCall;

/// <summary>A part of each local day, such as <c>08:00-20:00</c>, or over midnight <c>20:00-08:00</c>.</summary>
/// <param name="From">Minutes after midnight, 0 to 1,439.</param>
/// <param name="To">Minutes after the same midnight, more than <paramref name="From"/>, at most a day more.</param>
public readonly record struct DailyWindow(int From, int To)
{
    /// <summary>Of a day by the clock.</summary>
    public const int MinutesOfDay = 24 * 60;

    /// <summary>The rule in words, for messages.</summary>
    public const string Rule = "two different times of a day such as '08:00-20:00' are expected, '20:00-08:00' over midnight, "
        + "'00:00-24:00' for the whole day";

    /// <summary>Whether it is the whole of every day.</summary>
    public bool IsWholeDay => From == 0 && To == MinutesOfDay;

    /// <summary>Reads it; false where it is none.</summary>
    public static bool TryParse(string? text, out DailyWindow window)
    {
        window = default;
        if (text is not { Length: 11 } || text[5] != '-'
            || !TryTime(text.AsSpan(0, 5), out var from) || !TryTime(text.AsSpan(6), out var to)
            || from == to || from == MinutesOfDay)
        {
            return false;
        }

        window = new DailyWindow(from, to < from ? to + MinutesOfDay : to);
        return true;
    }

    /// <summary>
    /// The windows of some local days as UTC ticks, in order and apart from each other; none where the clocks leave it out.
    /// </summary>
    /// <param name="first">The first day.</param>
    /// <param name="count">How many days.</param>
    internal List<(long From, long To)> Of(ZonedDays days, LocalDate first, int count)
    {
        var windows = new List<(long From, long To)>(count);
        for (var day = 0; day < count; day++)
        {
            var midnight = first.PlusDays(day).AtMidnight();
            var (from, to) = (days.TicksOf(midnight.PlusMinutes(From)), days.TicksOf(midnight.PlusMinutes(To)));
            if (to > from)
            {
                windows.Add((from, to));
            }
        }

        windows.Sort();
        for (var i = windows.Count - 1; i > 0; i--)
        {
            // Where the clocks are changed, one may reach into the next.
            if (windows[i - 1].To >= windows[i].From)
            {
                windows[i - 1] = (windows[i - 1].From, Math.Max(windows[i - 1].To, windows[i].To));
                windows.RemoveAt(i);
            }
        }

        return windows;
    }

    private static bool TryTime(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text[2] != ':' || !TryDigits(text[..2], out var hour) || !TryDigits(text[3..], out var minute)
            || minute > 59 || hour > 24 || (hour == 24 && minute > 0))
        {
            return false;
        }

        minutes = (hour * 60) + minute;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
