using Alerting.Console.Shown.Calendars;
using Alerting.Silences;

namespace Alerting.Console.Silences;

/// <summary>
/// When a silence holds. Rules of weekdays are followed here; of any other the server tells the present or next time alone, and that is
/// all that is shown of it.
/// </summary>
internal static class SilenceWindows
{
    /// <summary>Whether there may be more times than are found here.</summary>
    public static bool IsPartial(SilenceView silence) =>
        silence is { Schedule: { } schedule, Status: not SilenceStatus.Ended }
        && (WeeklyRule.DaysOf(schedule.Rrule) is null || LocalTime.Zone(schedule.TimeZone) is null);

    /// <summary>The times that touch a range, by their start.</summary>
    public static IEnumerable<CalendarSpan> Of(SilenceView silence, DateTimeOffset from, DateTimeOffset to)
    {
        var all = silence switch
        {
            { Schedule: null, EndsAt: { } end } => [Span(silence, silence.StartsAt, end)],
            { Schedule: { } schedule }
                when WeeklyRule.DaysOf(schedule.Rrule) is { } days && LocalTime.Zone(schedule.TimeZone) is { } zone =>
                Weekly(silence, schedule, days, zone, from, to),
            { Schedule: { } schedule } => Known(silence, schedule),
            _ => [],
        };
        return all.Where(held => held.From < to && held.To > from);
    }

    private static IEnumerable<CalendarSpan> Weekly(
        SilenceView silence, SilenceSchedule schedule, IReadOnlySet<DayOfWeek> days, TimeZoneInfo zone, DateTimeOffset from,
        DateTimeOffset to)
    {
        var first = TimeZoneInfo.ConvertTime(silence.StartsAt, zone).DateTime;
        var earliest = TimeZoneInfo.ConvertTime(from - schedule.Duration.Value, zone).DateTime.Date.AddDays(-1);
        var day = earliest > first.Date ? earliest : first.Date;
        var last = TimeZoneInfo.ConvertTime(to, zone).DateTime.Date;
        for (; day <= last; day = day.AddDays(1))
        {
            if (days.Contains(day.DayOfWeek))
            {
                var start = LocalTime.At(day + first.TimeOfDay, zone);
                yield return Span(silence, start, start + schedule.Duration.Value);
            }
        }
    }

    private static IEnumerable<CalendarSpan> Known(SilenceView silence, SilenceSchedule schedule) => silence switch
    {
        { Status: SilenceStatus.Active, NextChangeAt: { } end } => [Span(silence, end - schedule.Duration.Value, end)],
        { Status: SilenceStatus.Pending, NextChangeAt: { } start } => [Span(silence, start, start + schedule.Duration.Value)],
        _ => [],
    };

    private static CalendarSpan Span(SilenceView silence, DateTimeOffset from, DateTimeOffset to) =>
        new(from, to, silence.Comment, EnumNames.ToName(silence.Status), $"/silences/{silence.Id}");
}
