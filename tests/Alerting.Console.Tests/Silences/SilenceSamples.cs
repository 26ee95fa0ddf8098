using Alerting.Silences;
using Alerting.Thresholds;

namespace Alerting.Console.Tests.Silences;

/// <summary>Silences as the server answers them.</summary>
internal static class SilenceSamples
{
    public static readonly TimeZoneInfo Baghdad = TimeZoneInfo.FindSystemTimeZoneById("Asia/Baghdad");

    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);

    public static SilenceView Once(string from, string to) => new()
    {
        Id = "works",
        Comment = "The bridge is being repaired",
        Regions = ["IQ-AN"],
        Thresholds = ["two-towns"],
        MaxSeverity = Severity.Warning,
        StartsAt = At(from),
        EndsAt = At(to),
        Schedule = null,
        CreatedBy = "Ann",
        CreatedAt = At(from),
        Status = SilenceStatus.Active,
        NextChangeAt = At(to),
    };

    public static SilenceView Recurring(string rule, string duration, string zone, string from, string? nextChange = null) =>
        Once(from, from) with
        {
            EndsAt = null,
            Schedule = new SilenceSchedule { Rrule = rule, Duration = Duration.Parse(duration), TimeZone = zone },
            Status = SilenceStatus.Pending,
            NextChangeAt = nextChange is null ? null : At(nextChange),
        };
}
