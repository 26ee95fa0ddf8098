using Alerting.Backtests;

namespace Alerting.Engine.Odds;

/// <summary>When an alert of one threshold was open.</summary>
/// <param name="Region">Code of its region.</param>
/// <param name="RaisedAt">When it was raised.</param>
/// <param name="EndedAt">When it was cleared or cancelled; null while it is open.</param>
public readonly record struct AlertSpan(string Region, DateTimeOffset RaisedAt, DateTimeOffset? EndedAt);

/// <summary>What the alerts of one threshold in a period ask of those who watch.</summary>
public sealed class AlertLoad
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;

    /// <param name="alerts">Those that were open at any instant of the period, in order of raisedAt within each region.</param>
    /// <param name="from">Beginning of the period, inclusive.</param>
    /// <param name="to">Its end, inclusive.</param>
    public AlertLoad(IReadOnlyList<AlertSpan> alerts, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        (_from, _to) = (from, to);
        List<IGrouping<string, AlertSpan>> regions =
            [.. alerts.GroupBy(static a => a.Region, StringComparer.Ordinal).OrderBy(static r => r.Key, StringComparer.Ordinal)];
        PerWeek = CountWeeks(alerts, regions);
        OpenDays = [.. regions.Select(region => CountDays(region.Key, region))];
        Reraised = regions.Sum(region => region.Zip(region.Skip(1)).Count(pair => IsRaisedAgain(pair.First, pair.Second)));
    }

    /// <summary>Alerts raised a week; null of a period shorter than a week.</summary>
    public AlertsPerWeek? PerWeek { get; }

    /// <summary>Days with an alert, by code of the region; regions without one are not listed.</summary>
    public IReadOnlyList<OpenDays> OpenDays { get; }

    /// <summary>Alerts raised within a day of the end of the one before in their region.</summary>
    public int Reraised { get; }

    private bool IsRaisedAgain(AlertSpan before, AlertSpan alert) =>
        alert.RaisedAt >= _from && before.EndedAt is { } ended && alert.RaisedAt - ended <= s_day;

    private AlertsPerWeek? CountWeeks(IReadOnlyList<AlertSpan> alerts, List<IGrouping<string, AlertSpan>> regions)
    {
        var weeks = (int)((_to - _from).Ticks / s_week.Ticks);
        return weeks == 0
            ? null
            : new AlertsPerWeek(
                Quantiles.Median(ByWeek(alerts, weeks)),
                Quantiles.NearestRank(ByWeek(alerts, weeks), 0.9),
                [
                    .. from region in regions
                       let counts = ByWeek(region, weeks)
                       where counts[^1] > 0
                       select new RegionAlertsPerWeek(region.Key, Quantiles.Median(counts), Quantiles.NearestRank(counts, 0.9)),
                ]);
    }

    /// <summary>How many are raised in each week, ascending.</summary>
    private int[] ByWeek(IEnumerable<AlertSpan> alerts, int weeks)
    {
        var counts = new int[weeks];
        foreach (var alert in alerts)
        {
            var week = (_to - alert.RaisedAt).Ticks / s_week.Ticks;
            if (week < weeks && alert.RaisedAt >= _from)
            {
                counts[week]++;
            }
        }

        Array.Sort(counts);
        return counts;
    }

    private OpenDays CountDays(string region, IEnumerable<AlertSpan> alerts)
    {
        var all = Math.Max(1, (int)Math.Ceiling((_to - _from) / s_day));
        var (open, next) = (0, 0);
        foreach (var alert in alerts)
        {
            var first = Math.Max(next, DayOf(alert.RaisedAt, all));

            // It is no longer open at the instant at which it ended, be that the first of a day.
            var last = DayOf(alert.EndedAt is { } ended && ended > alert.RaisedAt ? ended.AddTicks(-1) : alert.EndedAt ?? _to, all);
            open += Math.Max(0, last + 1 - first);
            next = Math.Max(next, last + 1);
        }

        return new OpenDays(region, open, Math.Round((double)open / all, 4));
    }

    private int DayOf(DateTimeOffset instant, int days) =>
        (int)Math.Clamp((instant - _from).Ticks / s_day.Ticks, 0, days - 1);
}
