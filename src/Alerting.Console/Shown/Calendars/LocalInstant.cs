namespace Alerting.Console.Shown.Calendars;

/// <summary>
/// An instant as people edit it: the time on a clock. While that is not edited it stays the instant that it was, whichever of two that
/// the clock shows alike when it is put back.
/// </summary>
internal sealed class LocalInstant
{
    private readonly DateTimeOffset? _present;

    /// <summary>None yet.</summary>
    public LocalInstant()
    {
    }

    /// <summary>To edit one that is there.</summary>
    /// <param name="zone">Of the clock.</param>
    public LocalInstant(DateTimeOffset present, TimeZoneInfo zone) =>
        (_present, Local) = (present, TimeZoneInfo.ConvertTime(present, zone).DateTime);

    /// <summary>The time on the clock; null: nothing is entered.</summary>
    public DateTime? Local { get; set; }

    /// <summary>The instant; null where nothing is entered.</summary>
    /// <param name="zone">Of the clock.</param>
    public DateTimeOffset? Read(TimeZoneInfo zone) => Local switch
    {
        null => null,
        { } local when _present is { } present && TimeZoneInfo.ConvertTime(present, zone).DateTime == local => present,
        { } local => LocalTime.At(local, zone).ToUniversalTime(),
    };
}
