using Alerting.Console.Shown.Forms;
using Alerting.Thresholds;

namespace Alerting.Console.Silences;

/// <summary>What is said of the fields of a silence, and of what may be chosen.</summary>
internal static class SilenceTexts
{
    public static readonly FieldText Comment = new(
        "$.comment", Spoken.Of("Why nobody is to be told"),
        Spoken.Of("Everybody who looks at it reads this."));

    public static readonly FieldText Thresholds = new("$.thresholds", Spoken.Of("Thresholds, none for all"));

    public static readonly FieldText MaxSeverity = new(
        "$.maxSeverity", Spoken.Of("Up to severity"),
        Spoken.Of("Graver alerts are delivered all the same."));

    public static readonly FieldText Recurs = new("$.schedule.recurs", Spoken.Of("Holds"));

    public static readonly FieldText StartsAt = new(
        "$.startsAt", Spoken.Of("From"),
        Spoken.Of("In your time; empty: from now on."));

    public static readonly FieldText EndsAt = new(
        "$.endsAt", Spoken.Of("To"),
        Spoken.Of("In your time. What is still open then is delivered."));

    public static readonly FieldText Days = new("$.schedule.rrule", Spoken.Of("On"));

    public static readonly FieldText Rule = new(
        "$.schedule.rrule", Spoken.Of("Recurrence rule"),
        Spoken.Of("Of RFC 5545, such as FREQ=MONTHLY;BYDAY=1MO or FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=10."));

    public static readonly FieldText Time = new(
        "$.schedule.time", Spoken.Of("Begins at"),
        Spoken.Of("In the time zone below."));

    public static readonly FieldText Length = new(
        "$.schedule.duration", Spoken.Of("For"),
        Spoken.Of("PT8H or 8 hours: 1 minute to 31 days each time."));

    public static readonly FieldText Zone = new(
        "$.schedule.timeZone", Spoken.Of("Time zone"),
        Spoken.Of("Name of IANA, such as Asia/Baghdad. The clocks of that zone count, summer time too."));

    public static readonly FieldText FirstDay = new("$.startsAt", Spoken.Of("From this day on"));

    public static IReadOnlyList<Choice<Recurrence>> Often { get; } =
        [new(Recurrence.Once, Spoken.Of("once")), new(Recurrence.Weekly, Spoken.Of("every week on some days")), new(Recurrence.ByRule,
            Spoken.Of("by a rule"))];

    public static IReadOnlyList<Choice<DayOfWeek>> DaysOfWeek { get; } =
        [.. WeeklyRule.Week.Select(static day => new Choice<DayOfWeek>(day, Spoken.Culture.DateTimeFormat.GetDayName(day)))];

    public static IReadOnlyList<Choice<Severity>> Severities { get; } =
        [.. Enum.GetValues<Severity>().Select(static severity => new Choice<Severity>(severity, severity == Severity.Critical
            ? Spoken.Of("{0}: everything", Spoken.Name(severity)) : Spoken.Name(severity)))];
}
