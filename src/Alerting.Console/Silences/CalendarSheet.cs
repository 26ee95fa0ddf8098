using Alerting.Silences;

namespace Alerting.Console.Silences;

/// <summary>When silences hold, day by day of a zone.</summary>
internal sealed class CalendarSheet
{
    private CalendarSheet(IReadOnlyList<CalendarDay> days, IReadOnlyList<SilenceView> undrawn) => (Days, Undrawn) = (days, undrawn);

    /// <summary>Every day of the range, with what holds on it.</summary>
    public IReadOnlyList<CalendarDay> Days { get; }

    /// <summary>Those whose rule is not followed here beyond the time that the server has told of.</summary>
    public IReadOnlyList<SilenceView> Undrawn { get; }

    /// <summary>The first day of the week of a day: weeks begin on Monday (ISO 8601).</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <param name="silences">All of them, ended ones too.</param>
    /// <param name="first">The first day.</param>
    /// <param name="count">How many days.</param>
    /// <param name="zone">Whose days they are.</param>
    public static CalendarSheet Of(IReadOnlyList<SilenceView> silences, DateOnly first, int count, TimeZoneInfo zone)
    {
        var starts = Enumerable.Range(0, count + 1)
            .Select(day => LocalTime.At(first.AddDays(day).ToDateTime(TimeOnly.MinValue), zone)).ToList();
        var windows = silences.SelectMany(silence => SilenceWindows.Of(silence, starts[0], starts[^1])).OrderBy(static held => held.From)
            .ToList();
        var days = Enumerable.Range(0, count).Select(day => new CalendarDay(
            first.AddDays(day),
            [.. windows.Where(held => held.From < starts[day + 1] && held.To > starts[day])
                .Select(held => held.Within(starts[day], starts[day + 1]))])).ToList();
        return new CalendarSheet(days, [.. silences.Where(SilenceWindows.IsPartial)]);
    }
}

/// <summary>A day, and what holds on it.</summary>
internal sealed record CalendarDay(DateOnly Day, IReadOnlyList<SilenceWindow> Windows);
