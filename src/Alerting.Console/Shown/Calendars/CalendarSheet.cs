namespace Alerting.Console.Shown.Calendars;

/// <summary>The days of a zone, and what goes on each of them.</summary>
internal static class CalendarSheet
{
    /// <summary>The first day of the week of a day: weeks begin on Monday (ISO 8601).</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>Every day of a range, with what goes on it by its begin.</summary>
    /// <param name="spans">What goes on, in any order; what lies outside is left out.</param>
    /// <param name="range">Which days.</param>
    /// <param name="zone">Whose days they are.</param>
    public static IReadOnlyList<CalendarDay> Of(IEnumerable<CalendarSpan> spans, CalendarRange range, TimeZoneInfo zone)
    {
        var starts = Enumerable.Range(0, range.Count + 1).Select(day => range.StartOf(day, zone)).ToList();
        var ordered = spans.OrderBy(static span => span.From).ToList();
        return
        [
            .. Enumerable.Range(0, range.Count).Select(day => new CalendarDay(
                range.First.AddDays(day),
                [.. ordered.Where(span => span.From < starts[day + 1] && span.To > starts[day])
                    .Select(span => span.Within(starts[day], starts[day + 1]))])),
        ];
    }
}

/// <summary>A day, and what goes on it.</summary>
internal sealed record CalendarDay(DateOnly Day, IReadOnlyList<CalendarSpan> Spans);

/// <summary>Days that are looked at: a week, or the weeks that a month touches.</summary>
/// <param name="First">The first day.</param>
/// <param name="Count">How many days.</param>
/// <param name="Title">What they are called.</param>
/// <param name="Month">Number of the month that is meant; null: all of them are.</param>
public sealed record CalendarRange(DateOnly First, int Count, string Title = "", int? Month = null)
{
    /// <summary>When it begins.</summary>
    /// <param name="zone">Whose days they are.</param>
    public DateTimeOffset From(TimeZoneInfo zone) => StartOf(0, zone);

    /// <summary>When it ends.</summary>
    /// <param name="zone">Whose days they are.</param>
    public DateTimeOffset To(TimeZoneInfo zone) => StartOf(Count, zone);

    /// <summary>When one of its days begins.</summary>
    /// <param name="day">From 0; one more than the last is the end.</param>
    /// <param name="zone">Whose days they are.</param>
    public DateTimeOffset StartOf(int day, TimeZoneInfo zone) => LocalTime.At(First.AddDays(day).ToDateTime(TimeOnly.MinValue), zone);
}
