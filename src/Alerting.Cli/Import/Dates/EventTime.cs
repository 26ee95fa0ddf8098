using System.Globalization;

namespace Alerting.Cli.Import.Dates;

/// <summary>When something happened, as far as the data says.</summary>
/// <param name="At">The instant; of a day without time of day its noon in UTC.</param>
/// <param name="IsDay">No time of day is known.</param>
internal readonly record struct EventTime(DateTimeOffset At, bool IsDay)
{
    public DateOnly Day => DateOnly.FromDateTime(At.DateTime);

    /// <summary>12:00 UTC: of all instants the one that is least wrong, and in nearly all of the world on that day.</summary>
    public static EventTime OfDay(DateOnly day) => new(new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero), IsDay: true);

    public static string Words(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
