using Alerting.Silences;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using NodaTime;
using Span = Ical.Net.DataTypes.Duration;

namespace Alerting.Notifications.Silences;

/// <summary>When a silence holds, as windows [From, To) of UTC ticks.</summary>
public static class SilenceTimes
{
    /// <summary>
    /// A rule that leads to nothing for so many of its periods (days, weeks, months, years) leads to nothing ever: eight years may
    /// pass without a leap day (1896 to 1904).
    /// </summary>
    private const int MaxBarren = 4_000;

    /// <summary>The same in hours.</summary>
    private const int MaxBarrenHours = MaxBarren * 24;

    /// <summary>Windows that touch are one, up to so many: a silence that never pauses is looked at again then.</summary>
    private const int MaxJoined = 1_000;

    /// <summary>The first window that ends after an instant: the one that holds then, or the next; null when there is none.</summary>
    /// <param name="now">UTC ticks.</param>
    /// <exception cref="Exception">The rule or the zone is none, see <see cref="SilenceRules"/>.</exception>
    public static (long From, long To)? WindowAfter(this Silence silence, long now)
    {
        if (silence.Schedule is not { } schedule)
        {
            var (from, to) = (silence.StartsAt.UtcTicks, silence.EndsAt!.Value.UtcTicks);
            return to > now ? (from, to) : null;
        }

        (long From, long To)? window = null;
        var joined = 0;
        using var occurrences = Occurrences(silence.StartsAt, schedule, now).GetEnumerator();
        while (MoveNext(occurrences))
        {
            var (from, to) = occurrences.Current;
            if (to <= now)
            {
                continue;
            }

            if (window is not { } known)
            {
                window = (from, to);
            }
            else if (from <= known.To && joined++ < MaxJoined)
            {
                window = (known.From, Math.Max(known.To, to));
            }
            else
            {
                break;
            }
        }

        return window;
    }

    /// <summary>Whether it holds at an instant, and when that changes; null: never.</summary>
    public static (SilenceStatus Status, long? ChangesAt) StatusAt(this Silence silence, long now) => silence.WindowAfter(now) switch
    {
        null => (SilenceStatus.Ended, null),
        { From: var from, To: var to } when from <= now => (SilenceStatus.Active, to),
        { From: var from } => (SilenceStatus.Pending, from),
    };

    /// <summary>The zone of this name; null when there is none.</summary>
    public static DateTimeZone? ZoneOf(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);

    /// <summary>
    /// False at the end of a series: its rule says so, leads to nothing any more, or goes beyond the years that there are. What
    /// cannot be followed holds nothing back.
    /// </summary>
    private static bool MoveNext(IEnumerator<(long From, long To)> occurrences)
    {
        try
        {
            return occurrences.MoveNext();
        }
        catch (Exception end) when (end is EvaluationException or ArgumentOutOfRangeException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>Those that end after an instant, and some before, by their start.</summary>
    private static IEnumerable<(long From, long To)> Occurrences(DateTimeOffset startsAt, SilenceSchedule schedule, long now)
    {
        var zone = ZoneOf(schedule.TimeZone)
            ?? throw new ArgumentException($"There is no time zone '{schedule.TimeZone}'.", nameof(schedule));
        var local = Instant.FromDateTimeOffset(startsAt).InZone(zone).LocalDateTime.ToDateTimeUnspecified();
        var whole = new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerSecond));
        var length = schedule.Duration.Ticks;
        var rule = new RecurrenceRule(schedule.Rrule);
        var series = new CalendarEvent
        {
            DtStart = new CalDateTime(whole, schedule.TimeZone),
            Duration = Span.FromTimeSpanExact(TimeSpan.FromTicks(length)),
            RecurrenceRule = rule,
        };

        // A day more: clocks change.
        var from = Math.Max(startsAt.UtcTicks, now - length) - TimeSpan.TicksPerDay;
        var options = new EvaluationOptions
        {
            MaxUnmatchedIncrementsLimit = rule.Frequency == FrequencyType.Hourly ? MaxBarrenHours : MaxBarren,
        };
        foreach (var occurrence in series.GetOccurrences(new CalDateTime(new DateTime(from, DateTimeKind.Utc), "UTC"), options))
        {
            var start = occurrence.Period.StartTime.AsUtc.Ticks;
            yield return (start, start + length);
        }
    }
}
