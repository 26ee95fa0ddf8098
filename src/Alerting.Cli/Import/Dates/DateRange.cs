using System.Globalization;

namespace Alerting.Cli.Import.Dates;

/// <summary>Of an event only this is known: that it happened on one or some of these days.</summary>
/// <param name="Days">How many days; null: more than a week, or not known.</param>
/// <param name="Words">What it is, to stand behind "Some time": <c>from 2014-01-01 to 2014-01-04 (date_prec 2)</c>.</param>
/// <param name="Reason">Why such an event makes no report where it makes none.</param>
internal sealed record DateRange(int? Days, string Words, string Reason)
{
    /// <summary>Up to so many days are still about the days of the report; a week and more are a summary of what happened then.</summary>
    public const int MaxShortDays = 6;

    public bool IsShort => Days <= MaxShortDays;

    /// <summary>From the first day to the last, both included.</summary>
    /// <param name="remark">Stands behind the days; null: nothing.</param>
    public static DateRange Of(DateOnly first, DateOnly last, int? days, string? remark)
    {
        var words = $"{EventTime.Words(first)} to {EventTime.Words(last)}{(remark is null ? "" : $" ({remark})")}";
        return new DateRange(days, "from " + words, $"is known to a range only, {words}, not to a day");
    }

    /// <summary>Number of days from the first to the last, both included.</summary>
    public static int Count(DateOnly first, DateOnly last) => last.DayNumber - first.DayNumber + 1;

    public static DateRange OfMonth(int year, int month, string remark)
    {
        var first = new DateOnly(year, month, 1);
        return Of(first, first.AddMonths(1).AddDays(-1), null, remark);
    }

    public static DateRange OfYear(int year, string remark) => new(
        null,
        string.Create(CultureInfo.InvariantCulture, $"in {year} ({remark})"),
        string.Create(CultureInfo.InvariantCulture, $"is known to the year {year} only ({remark}), not to a day"));
}
