namespace Alerting.Console.Shown.Calendars;

/// <summary>Local times of a zone, as RFC 5545, 3.3.5 reads them.</summary>
internal static class LocalTime
{
    /// <summary>The zone of an IANA name; null where there is none of it here.</summary>
    public static TimeZoneInfo? Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>
    /// The instant of a local time. One that the clocks leave out is that of the offset before; of one that comes twice, the first counts.
    /// </summary>
    public static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max()
            : zone.IsInvalidTime(wall) ? zone.GetUtcOffset(wall.AddDays(-1))
            : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset);
    }
}
