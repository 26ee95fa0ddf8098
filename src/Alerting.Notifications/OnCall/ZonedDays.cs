using NodaTime;
using NodaTime.TimeZones;

namespace Alerting.Notifications.OnCall;

/// <summary>
/// Local days and times of a zone as UTC ticks. A local time that the clocks leave out is as much later as they leave out, and of
/// one that they repeat the first counts, as RFC 5545 has it and silences do.
/// </summary>
internal sealed class ZonedDays(DateTimeZone zone)
{
    /// <summary>Beyond it dates cannot be counted on.</summary>
    private static readonly LocalDate s_last = new(9990, 1, 1);

    /// <summary>The local date and time of an instant.</summary>
    public LocalDateTime LocalOf(long ticks) =>
        Instant.FromUnixTimeTicks(ticks - DateTime.UnixEpoch.Ticks).InZone(zone).LocalDateTime;

    /// <summary>The instant of a local time.</summary>
    public long TicksOf(LocalDateTime local) =>
        zone.ResolveLocal(local, Resolvers.LenientResolver).ToInstant().ToUnixTimeTicks() + DateTime.UnixEpoch.Ticks;

    /// <summary>The instant at which, so many local days later, it is that local time again; <see cref="long.MaxValue"/>: never.</summary>
    public long DaysAfter(LocalDateTime local, long days) =>
        days > Period.DaysBetween(local.Date, s_last) ? long.MaxValue : TicksOf(local.PlusDays((int)days));
}
