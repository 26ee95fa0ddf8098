using System.Globalization;
using Alerting.Console.Shown.Calendars;
using Alerting.Silences;
using Alerting.Thresholds;

namespace Alerting.Console.Silences;

/// <summary>What a silence is, in words.</summary>
internal static class SilenceWords
{
    /// <summary>Names that are listed before it is told how many more there are.</summary>
    private const int MaxNamed = 5;

    /// <summary>Which alerts it holds back.</summary>
    public static string Filter(SilenceView view)
    {
        var severity = view.MaxSeverity == Severity.Critical ? "all alerts, critical ones too"
            : $"alerts up to {EnumNames.ToName(view.MaxSeverity)}";
        var where = view.Regions.Count == 0 || view.Regions.Contains("*") ? "everywhere" : $"in {Named(view.Regions)}";
        return $"{severity} {where}{(view.Thresholds.Count == 0 ? "" : $", raised by {Named(view.Thresholds)}")}";
    }

    /// <summary>When one holds that recurs.</summary>
    public static string Recurring(SilenceSchedule schedule, DateTimeOffset startsAt)
    {
        var start = LocalTime.Zone(schedule.TimeZone) is { } zone ? TimeZoneInfo.ConvertTime(startsAt, zone) : startsAt;
        var from = start.ToString("HH:mm", CultureInfo.InvariantCulture);
        return $"{Often(schedule.Rrule)} from {from} for {schedule.Duration.ToWords()}, {schedule.TimeZone}";
    }

    private static string Often(string rule) => WeeklyRule.DaysOf(rule) switch
    {
        null => $"by {rule}",
        { Count: 7 } => "every day",
        { } days => "every " + string.Join(", ", WeeklyRule.Week.Where(days.Contains)
            .Select(CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedDayName)),
    };

    private static string Named(IReadOnlyList<string> names) => names.Count switch
    {
        > MaxNamed => $"{string.Join(", ", names.Take(MaxNamed))} and {names.Count - MaxNamed} more",
        > 1 => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        _ => string.Join("", names),
    };
}
