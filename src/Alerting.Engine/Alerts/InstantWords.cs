using System.Globalization;
using Alerting.Engine.Regions;

namespace Alerting.Engine.Alerts;

/// <summary>Writes instants as a sentence states them: in UTC, and as clocks of the region show them where that is known.</summary>
/// <param name="Now">When the sentence is written, UTC ticks.</param>
/// <param name="Local">The time of the region; null for UTC alone.</param>
internal readonly record struct InstantWords(long Now, LocalTime? Local)
{
    /// <summary>Whether an instant is of another day than the sentence, by UTC.</summary>
    public bool IsOfAnotherDay(long ticks) => new DateTime(ticks).Date != new DateTime(Now).Date;

    /// <summary>
    /// "09:30 UTC (12:30+03:00)", with its date where asked for, its year where that is not the present one, and the local date
    /// where that is another one.
    /// </summary>
    public string Write(long ticks, bool dated)
    {
        var at = new DateTime(ticks, DateTimeKind.Utc);
        var date = !dated ? "" : at.Year == new DateTime(Now).Year ? "d MMM " : "d MMM yyyy ";
        var text = at.ToString($"{date}HH:mm 'UTC'", CultureInfo.InvariantCulture);
        if (Local?.AheadAt(ticks) is not { } ahead || ahead == TimeSpan.Zero || ticks + ahead.Ticks > DateTime.MaxValue.Ticks)
        {
            return text;
        }

        var there = new DateTimeOffset(at.Ticks + ahead.Ticks, ahead);
        return text + there.ToString(there.Date == at.Date ? " '('HH:mmzzz')'" : " '('d MMM HH:mmzzz')'", CultureInfo.InvariantCulture);
    }
}
