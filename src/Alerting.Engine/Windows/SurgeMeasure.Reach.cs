namespace Alerting.Engine.Windows;

// Whether any of several ends may reach the threshold, by bounds that cost less than a look at each of them: a late
// incident is part of the baseline of every end after it, and most regions are far from a surge.
internal sealed partial class SurgeMeasure
{
    /// <summary>Takes up what rounding may take from a bound.</summary>
    private const double Slack = 1 + 1e-9;

    private readonly double _daysOfWindow = threshold.Window!.Value.Ticks / (double)TimeSpan.TicksPerDay;

    /// <summary>False only where no end in (after, through] reaches the threshold.</summary>
    private bool MayReach(long after, long through)
    {
        // The fewest incidents a day of a baseline from which a ratio is computed at all.
        var least = Math.Max(_floor / MinDays, 1.0 / _baselineDays);
        if (!IsEnough(Timeline.Count + OldBetween(after - Window, through), least))
        {
            return false;
        }

        return Timeline.IsEmpty || after + 1 >= Timeline.LastAt
            || IsEnough(Between(after - Window, through, untoldOnly: false), Math.Max(least, LeastADay(after, through)));
    }

    /// <summary>Whether a window with so many incidents may reach the threshold, beside a baseline with so many a day at least.</summary>
    private bool IsEnough(long most, double leastADay) =>
        most >= (Threshold.MinIncidents ?? 0) && most * Slack >= Threshold.AtLeast * leastADay * _daysOfWindow;

    /// <summary>No baseline of the ends in (after, through] has fewer incidents a day; 0 where that is not known.</summary>
    private double LeastADay(long after, long through)
    {
        // Of ends up to the horizon some incidents may not count.
        var days = after < Horizon ? 0 : BaselineDays(through, untoldOnly: false);
        if (days < MinDays)
        {
            return 0;
        }

        // What every one of the baselines holds, over the most days that any of them has.
        var shortest = Math.Max(MinDays, BaselineDays(after + 1, untoldOnly: false));
        return Math.Max(0, Between(through - Window - (shortest * TimeSpan.TicksPerDay), after + 1 - Window, untoldOnly: false))
            / (double)days;
    }

    private long OldBetween(long after, long through) => _old.Rank(through) - _old.Rank(after);
}
