namespace Alerting.Engine.Rarity;

/// <summary>UTC days by number: day 0 is 1 January of the year 1, as for <see cref="DateOnly.DayNumber"/>.</summary>
internal static class UtcDay
{
    /// <summary>The day of an instant.</summary>
    public static int Of(long ticks) => (int)(ticks / TimeSpan.TicksPerDay);

    /// <summary>The first instant of a day, UTC ticks.</summary>
    public static long Start(int day) => day * TimeSpan.TicksPerDay;
}
