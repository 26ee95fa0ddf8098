using Alerting.Reports;
using Alerting.Silences;
using Ical.Net;
using Ical.Net.DataTypes;

namespace Alerting.Notifications.Silences;

/// <summary>What the times of a silence must be.</summary>
public static class SilenceRules
{
    /// <summary>How long it holds each time at the least, so that a silence that is meant to pause does.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromMinutes(1);

    /// <summary>And at the most.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(31);

    /// <summary>Times of a day, by hours, minutes and seconds, that a rule can name: it is followed day by day.</summary>
    private const int MaxTimesADay = 96;

    /// <summary>The first violation, or null.</summary>
    /// <param name="silence">The silence to be saved.</param>
    /// <param name="now">The present instant.</param>
    public static Fault? Validate(Silence silence, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(silence);
        return (silence.EndsAt, silence.Schedule) switch
        {
            (null, null) => new Fault(FaultTypes.MissingField, "A silence has an end, or a schedule.", "$.endsAt"),
            ({ }, { }) => Invalid("A silence with a schedule has no end of its own; UNTIL or COUNT of its rule ends it.", "$.endsAt"),
            ({ } end, _) when end <= silence.StartsAt => Invalid("A silence ends after it begins.", "$.endsAt"),
            ({ } end, _) when end <= now => Invalid("This end has passed already.", "$.endsAt"),
            (_, { } schedule) => Validate(silence, schedule, now),
            _ => null,
        };
    }

    private static Fault? Validate(Silence silence, SilenceSchedule schedule, DateTimeOffset now)
    {
        if (schedule.Duration.Value < MinDuration || schedule.Duration.Value > MaxDuration)
        {
            return Invalid("A silence holds for PT1M to P31D each time.", "$.schedule.duration");
        }

        if (SilenceTimes.ZoneOf(schedule.TimeZone) is null)
        {
            return Invalid(
                $"There is no time zone '{schedule.TimeZone}'; a name of IANA such as Asia/Baghdad is expected.", "$.schedule.timeZone");
        }

        try
        {
            var rule = new RecurrenceRule(schedule.Rrule);
            if (!schedule.Rrule.Contains("FREQ=", StringComparison.OrdinalIgnoreCase)
                || rule.Frequency is FrequencyType.Secondly or FrequencyType.Minutely)
            {
                return Invalid("A rule has a FREQ of HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY.", "$.schedule.rrule");
            }

            if (Math.Max(1, rule.ByHour.Count) * Math.Max(1, rule.ByMinute.Count) * Math.Max(1, rule.BySecond.Count) > MaxTimesADay)
            {
                return Invalid($"A rule names at most {MaxTimesADay} times of a day.", "$.schedule.rrule");
            }

            return silence.WindowAfter(now.UtcTicks) is null
                ? Invalid("By this rule it never holds from now on.", "$.schedule.rrule")
                : null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever the library makes of a text that is no rule.
            return Invalid($"This is no recurrence rule of RFC 5545: {fault.Message}", "$.schedule.rrule");
        }
    }

    private static Fault Invalid(string detail, string path) => new(FaultTypes.InvalidField, detail, path);
}
