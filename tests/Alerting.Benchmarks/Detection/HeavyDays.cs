using System.Globalization;
using Alerting.Alerts;
using Alerting.Reports;

namespace Alerting.Benchmarks;

/// <summary>Days of a region that no desk must miss.</summary>
internal sealed class HeavyDays
{
    private const int Towns = 3;
    private const int Dead = 30;

    private readonly List<(DateOnly Day, string Region)> _days;

    private HeavyDays(IEnumerable<(DateOnly Day, string Region)> days, int year) =>
        _days = [.. days.Where(day => day.Day.Year == year).Order()];

    /// <summary>Days counted beforehand: a table whose first two columns are the day and the region.</summary>
    public static HeavyDays OfTowns(string file, int year) => new(
        File.ReadLines(file).Skip(1).Select(static line => line.Split(','))
            .Select(static cells => (DateOnly.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), cells[1])),
        year);

    /// <summary>Days with three towns hit.</summary>
    public static HeavyDays OfTowns(IEnumerable<Report> reports, int year) => new(
        ByDay(reports).Where(static day => TownsOf(day) >= Towns).Select(static day => day.Key), year);

    /// <summary>Days with thirty people killed.</summary>
    public static HeavyDays OfDead(IEnumerable<Report> reports, int year) => new(
        ByDay(reports).Where(static day => day.Sum(static r => r.Killed ?? 0) >= Dead).Select(static day => day.Key), year);

    /// <summary>How many of the days lie in an alert of one of these thresholds that was open or raised then.</summary>
    /// <param name="alerts">The last revision of each.</param>
    /// <param name="thresholds">Ids.</param>
    public (int Covered, int All, List<string> Missed) Coverage(IEnumerable<Alert> alerts, params string[] thresholds)
    {
        var open = alerts.Where(alert => thresholds.Contains(alert.Threshold.Id)).ToLookup(static alert => alert.Region.Code);
        var missed = _days.Where(day => !open[day.Region].Any(alert => Covers(alert, day.Day))).ToList();
        var by = string.Join(" or ", thresholds);
        return (_days.Count - missed.Count, _days.Count, missed.ConvertAll(day => $"{day.Day:yyyy-MM-dd} {day.Region} by {by}"));
    }

    private static int TownsOf(IEnumerable<Report> reports) =>
        reports.Where(static r => r.Precision == Precision.Town).Select(static r => r.Town).Distinct().Count();

    private static bool Covers(Alert alert, DateOnly day) =>
        DateOnly.FromDateTime(alert.RaisedAt.UtcDateTime) <= day
        && (alert.EndedAt is not { } ended || DateOnly.FromDateTime(ended.UtcDateTime) >= day);

    private static IEnumerable<IGrouping<(DateOnly Day, string Region), Report>> ByDay(IEnumerable<Report> reports) =>
        reports.GroupBy(static r => (DateOnly.FromDateTime(r.OccurredAt.UtcDateTime), r.Region));
}
