using Alerting.Silences;

namespace Alerting.Console.Silences;

/// <summary>A time at which a silence holds, or the part of it that falls on a day.</summary>
/// <param name="Begins">Whether it begins within that day, and did not before.</param>
/// <param name="Ends">Whether it ends within that day, and does not go on.</param>
internal sealed record SilenceWindow(SilenceView Silence, DateTimeOffset From, DateTimeOffset To, bool Begins = true, bool Ends = true)
{
    /// <summary>What of it falls between two instants.</summary>
    public SilenceWindow Within(DateTimeOffset from, DateTimeOffset to) => this with
    {
        From = From < from ? from : From,
        To = To > to ? to : To,
        Begins = From >= from,
        Ends = To <= to,
    };
}

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
    public static IEnumerable<SilenceWindow> Of(SilenceView silence, DateTimeOffset from, DateTimeOffset to)
    {
        var all = silence switch
        {
            { Schedule: null, EndsAt: { } end } => [new SilenceWindow(silence, silence.StartsAt, end)],
            { Schedule: { } schedule }
                when WeeklyRule.DaysOf(schedule.Rrule) is { } days && LocalTime.Zone(schedule.TimeZone) is { } zone =>
                Weekly(silence, schedule, days, zone, from, to),
            { Schedule: { } schedule } => Known(silence, schedule),
            _ => [],
        };
        return all.Where(held => held.From < to && held.To > from);
    }

    private static IEnumerable<SilenceWindow> Weekly(
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
                yield return new SilenceWindow(silence, start, start + schedule.Duration.Value);
            }
        }
    }

    private static IEnumerable<SilenceWindow> Known(SilenceView silence, SilenceSchedule schedule) => silence switch
    {
        { Status: SilenceStatus.Active, NextChangeAt: { } end } => [new SilenceWindow(silence, end - schedule.Duration.Value, end)],
        { Status: SilenceStatus.Pending, NextChangeAt: { } start } => [new SilenceWindow(silence, start, start + schedule.Duration.Value)],
        _ => [],
    };
}
