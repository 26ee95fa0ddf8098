using System.Globalization;
using Alerting.Console.Shown.Forms;
using Alerting.Thresholds;

namespace Alerting.Console.Silences;

/// <summary>What is said of the fields of a silence, and of what may be chosen.</summary>
internal static class SilenceTexts
{
    public static readonly FieldText Comment = new("$.comment", "Why nobody is to be told", "Everybody who looks at it reads this.");

    public static readonly FieldText Thresholds = new("$.thresholds", "Thresholds, none for all");

    public static readonly FieldText MaxSeverity = new("$.maxSeverity", "Up to severity",
        "Graver alerts are delivered all the same.");

    public static readonly FieldText Recurs = new("$.schedule.recurs", "Holds");

    public static readonly FieldText StartsAt = new("$.startsAt", "From", "In your time; empty: from now on.");

    public static readonly FieldText EndsAt = new("$.endsAt", "To", "In your time. What is still open then is delivered.");

    public static readonly FieldText Days = new("$.schedule.rrule", "On");

    public static readonly FieldText Rule = new("$.schedule.rrule", "Recurrence rule",
        "Of RFC 5545, such as FREQ=MONTHLY;BYDAY=1MO or FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=10.");

    public static readonly FieldText Time = new("$.schedule.time", "Begins at", "In the time zone below.");

    public static readonly FieldText Length = new("$.schedule.duration", "For", "PT8H or 8 hours: 1 minute to 31 days each time.");

    public static readonly FieldText Zone = new("$.schedule.timeZone", "Time zone",
        "Name of IANA, such as Asia/Baghdad. The clocks of that zone count, summer time too.");

    public static readonly FieldText FirstDay = new("$.startsAt", "From this day on");

    public static IReadOnlyList<Choice<Recurrence>> Often { get; } =
        [new(Recurrence.Once, "once"), new(Recurrence.Weekly, "every week on some days"), new(Recurrence.ByRule, "by a rule")];

    public static IReadOnlyList<Choice<DayOfWeek>> DaysOfWeek { get; } =
        [.. WeeklyRule.Week.Select(static day => new Choice<DayOfWeek>(day, CultureInfo.InvariantCulture.DateTimeFormat.GetDayName(day)))];

    public static IReadOnlyList<Choice<Severity>> Severities { get; } =
        [.. Enum.GetValues<Severity>().Select(static severity => new Choice<Severity>(severity, EnumNames.ToName(severity)
            + (severity == Severity.Critical ? ": everything" : "")))];
}
