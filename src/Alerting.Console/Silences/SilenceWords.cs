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
        var severity = view.MaxSeverity == Severity.Critical ? Spoken.Of("all alerts, critical ones too")
            : Spoken.Of("alerts up to {0}", Spoken.Name(view.MaxSeverity));
        var where = view.Regions.Count == 0 || view.Regions.Contains("*")
            ? Spoken.Of("everywhere") : Spoken.Of("in {0}¦regions", Named(view.Regions));
        return $"{severity} {where}" + (view.Thresholds.Count == 0 ? "" : Spoken.Of(", raised by {0}", Named(view.Thresholds)));
    }

    /// <summary>When one holds that recurs.</summary>
    public static string Recurring(SilenceSchedule schedule, DateTimeOffset startsAt)
    {
        var start = LocalTime.Zone(schedule.TimeZone) is { } zone ? TimeZoneInfo.ConvertTime(startsAt, zone) : startsAt;
        var from = start.ToString("HH:mm", CultureInfo.InvariantCulture);
        return Spoken.Of(
            "{0} from {1} for {2}, {3}", Often(schedule.Rrule), from, Spoken.Length(schedule.Duration), schedule.TimeZone);
    }

    private static string Often(string rule) => WeeklyRule.DaysOf(rule) switch
    {
        null => Spoken.Of("by {0}¦rule", rule),
        { Count: 7 } => Spoken.Of("every day"),
        { } days => Spoken.Of("every {0}¦days", Spoken.List(WeeklyRule.Week.Where(days.Contains)
            .Select(Spoken.Culture.DateTimeFormat.GetAbbreviatedDayName))),
    };

    private static string Named(IReadOnlyList<string> names) => Spoken.List(names, MaxNamed);
}
