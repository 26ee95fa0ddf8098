using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Engine.Records;

/// <summary>Counts what desks made of the alerts of a threshold.</summary>
public static class RecordKeeper
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    /// <summary>The record of a period.</summary>
    /// <param name="threshold">Id of the threshold.</param>
    /// <param name="alerts">Its alerts; those raised outside of the period are left out.</param>
    /// <param name="from">Begin of the period.</param>
    /// <param name="to">End of the period, itself not in it.</param>
    public static ThresholdRecord Of(string threshold, IEnumerable<RecordedAlert> alerts, DateTimeOffset from, DateTimeOffset to)
    {
        var counted = alerts.Where(alert => alert.RaisedAt >= from && alert.RaisedAt < to).ToList();
        var regions = counted.GroupBy(static alert => alert.Region, StringComparer.Ordinal)
            .OrderBy(static region => region.Key, StringComparer.Ordinal)
            .Select(static region => new RegionRecord(region.Key, FiguresOf([.. region])));
        return new ThresholdRecord(threshold, from, to, FiguresOf(counted), [.. regions], WeeksOf(counted, from, to));
    }

    private static List<WeekRecord> WeeksOf(List<RecordedAlert> alerts, DateTimeOffset from, DateTimeOffset to)
    {
        var weeks = new List<WeekRecord>();
        for (var end = to; end > from; end -= s_week)
        {
            var begin = end - s_week > from ? end - s_week : from;
            var last = end;
            weeks.Add(new WeekRecord(
                begin, end, FiguresOf(alerts.FindAll(alert => alert.RaisedAt >= begin && alert.RaisedAt < last))));
        }

        weeks.Reverse();
        return weeks;
    }

    private static RecordFigures FiguresOf(IReadOnlyList<RecordedAlert> alerts)
    {
        var reviewed = alerts.Count(static alert => alert.Disposition is not null);
        var falseAlarms = alerts.Count(static alert => alert.Disposition == DispositionValue.FalseAlarm);
        return new RecordFigures(
            alerts.Count, reviewed, Share(reviewed, alerts.Count), falseAlarms, Share(falseAlarms, reviewed),
            Median(alerts.Select(static alert => alert.AcknowledgedAt - alert.RaisedAt)),
            Median(alerts.Select(static alert => alert.ClearedAt - alert.RaisedAt)));
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;

    private static Duration? Median(IEnumerable<TimeSpan?> times)
    {
        var sorted = times.OfType<TimeSpan>().Order().ToList();
        return sorted.Count == 0 ? null
            : Duration.From((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2);
    }
}
