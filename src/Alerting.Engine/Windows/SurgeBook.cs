using Alerting.Engine.Incidents;
using Alerting.Engine.Thresholds;
using Alerting.Incidents;
using Alerting.Thresholds;

namespace Alerting.Engine.Windows;

/// <summary>
/// The ratio of incidents in a window to those expected after the baseline before it. Computed from ranks where it is
/// asked for: nothing is kept per end.
/// </summary>
internal sealed class SurgeBook(Threshold threshold, IncidentFilter filter, IncidentTable table) : MeasureBook(threshold, filter, table)
{
    private const int LeastDays = 7;
    private const long DefaultBaseline = 28 * TimeSpan.TicksPerDay;
    private const double DefaultFloor = 1;

    // How many steps of the ratio into the future are looked at before saying "look again then".
    private const int MostFutureSteps = 2_048;

    private readonly int _baselineDays = (int)((threshold.Baseline?.Ticks ?? DefaultBaseline) / TimeSpan.TicksPerDay);
    private readonly double _floor = threshold.Floor ?? DefaultFloor;

    /// <summary>Window and day in the greatest unit that both are multiples of.</summary>
    private readonly long _windowParts = threshold.Window!.Value.Ticks / GreatestDivisor(threshold.Window!.Value.Ticks, TimeSpan.TicksPerDay);
    private readonly long _dayParts = TimeSpan.TicksPerDay / GreatestDivisor(threshold.Window!.Value.Ticks, TimeSpan.TicksPerDay);

    /// <summary>Event times of matching incidents too old for the timeline: the first incident of all is among them.</summary>
    private readonly SortedTimes _leftOut = new();
    private readonly SortedTimes _leftOutUntold = new();

    public override long Horizon { get; set; } = long.MinValue;

    protected override long Reach => Window + (_baselineDays * TimeSpan.TicksPerDay);

    public override Peak? Greatest(long after, long through)
    {
        Peak? best = null;
        for (var p = Timeline.UpperBound(after); !Timeline.IsEnd(p) && Timeline.At(p) <= through; p = Timeline.Next(p))
        {
            var at = Timeline.At(p);
            if (best is { } known && known.End == at)
            {
                continue;
            }

            var ratio = RatioAt(at);
            if (best is null || ratio >= best.Value.Value)
            {
                best = new Peak(ratio, at);
            }

            if (ratio == 0 && BaselineDaysAt(Timeline.LastAt) < LeastDays)
            {
                // Too young a record for any end: only the latest end is left to find.
                var last = Timeline.At(Timeline.Previous(Timeline.UpperBound(through)));
                return new Peak(0, last);
            }
        }

        return best;
    }

    public override long NextClear(long from, long now)
    {
        var clearAfter = Threshold.ClearAfter.Ticks;
        var at = from - clearAfter;
        long? below = IsBelow(at) ? at : null;
        var future = 0;
        while (true)
        {
            var next = NextStep(at, now);
            if (below is { } since && (next == long.MaxValue || since + clearAfter < next))
            {
                return since + clearAfter;
            }

            if (next > now && ++future > MostFutureSteps)
            {
                return Math.Max((below ?? next) + clearAfter, now + 1);
            }

            at = next;
            below = IsBelow(at) ? below ?? at : null;
        }
    }

    public override (double Expected, double Probability)? ExpectationAt(long end)
    {
        var expected = ExpectedAt(end);
        return (expected, Poisson.AtLeast(Between(end - Window, end, end <= Horizon), expected));
    }

    protected override long ValueOf(IncidentNode node) => 1;

    protected override void Inserted(IncidentNode node, long value, bool told)
    {
        var at = node.OccurredAt;

        // A late incident belongs to the baseline of later windows and lowers their ratio.
        Lowered |= !Timeline.IsEmpty && at < Timeline.LastAt;
        Timeline.Insert(at, node, value, told, 0);
    }

    protected override void Removed(Incident before, Place? place, long value, bool told)
    {
    }

    protected override void MarkAllTold()
    {
        Timeline.TellAll();
        _leftOutUntold.Clear();
    }

    protected override void Trimmed(long through)
    {
    }

    protected override void Dropped(IncidentNode node, bool told)
    {
        base.Dropped(node, told);
        Keep(node.OccurredAt, told);
    }

    protected override void LeftOut(long at, bool told)
    {
        var first = FirstAt;
        Keep(at, told);
        if (at < first || !told)
        {
            FirstChanged();
        }
    }

    protected override void LeftOutWithdrawn(long at, bool told)
    {
        var first = FirstAt;
        _leftOut.Remove(at);
        if (!told)
        {
            _leftOutUntold.Remove(at);
        }

        if (FirstAt != first || !told)
        {
            Note(at);
            FirstChanged();
        }
    }

    protected override void Touch(long at) =>
        Touched = (Math.Min(Touched.First, at), long.MaxValue);

    private bool IsBelow(long at) => Ratio(at, untoldOnly: false) < Threshold.ClearBelow;

    private double RatioAt(long end) => Ratio(end, end <= Horizon);

    private double Ratio(long at, bool untoldOnly)
    {
        var (before, days) = Baseline(at, untoldOnly);
        return before > 0 ? Quotient(Between(at - Window, at, untoldOnly) * days, before) : 0;
    }

    /// <summary>
    /// (incidents x days / incidents before) x (day / window) in lowest terms: of ends with equal ratios the latest
    /// leads, so equal ratios must be equal numbers, and two divisions would round them apart.
    /// </summary>
    private double Quotient(long incidentDays, long before)
    {
        var common = GreatestDivisor(incidentDays, before);
        var (above, below) = (incidentDays / common, before / common);
        var ofWindow = GreatestDivisor(above, _windowParts);
        var ofDay = GreatestDivisor(below, _dayParts);
        return (double)(above / ofWindow) * (_dayParts / ofDay) / ((double)(below / ofDay) * (_windowParts / ofWindow));
    }

    private static long GreatestDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return Math.Max(a, 1);
    }

    private double ExpectedAt(long end)
    {
        var (before, days) = Baseline(end, end <= Horizon);
        return before > 0 ? before * (double)Window / (days * TimeSpan.TicksPerDay) : 0;
    }

    /// <summary>The incidents of the baseline and its days; no incidents where there is too little to expect anything from.</summary>
    private (long Incidents, int Days) Baseline(long at, bool untoldOnly)
    {
        var days = BaselineDays(at, untoldOnly ? FirstUntoldAt() : FirstAt);
        if (days < LeastDays)
        {
            return (0, days);
        }

        var count = Between(at - Window - (days * TimeSpan.TicksPerDay), at - Window, untoldOnly);

        // expected >= floor x window / 7 days, multiplied out so that the edge is exact.
        return (count * 7.0 >= _floor * days ? count : 0, days);
    }

    private long FirstAt => Math.Min(_leftOut.Count > 0 ? _leftOut.First : long.MaxValue, Timeline.IsEmpty ? long.MaxValue : Timeline.FirstAt);

    /// <summary>The baseline of every end may have become longer or shorter.</summary>
    private void FirstChanged()
    {
        Touched = (long.MinValue + 1, long.MaxValue);
        Lowered = true;
    }

    private void Keep(long at, bool told)
    {
        _leftOut.Add(at);
        if (!told)
        {
            _leftOutUntold.Add(at);
        }
    }

    private long FirstUntoldAt()
    {
        if (_leftOutUntold.Count > 0)
        {
            return _leftOutUntold.First;
        }

        for (var p = new Timeline.Position(0, 0); !Timeline.IsEnd(p); p = Timeline.Next(p))
        {
            if (!Timeline.Told(p))
            {
                return Timeline.At(p);
            }
        }

        return long.MaxValue;
    }

    private int BaselineDaysAt(long at) => BaselineDays(at, FirstAt);

    private int BaselineDays(long at, long first) =>
        first > at - Window ? 0 : (int)Math.Min(_baselineDays, (at - Window - first) / TimeSpan.TicksPerDay);

    private long Between(long after, long through, bool untoldOnly)
    {
        if (!untoldOnly)
        {
            return Timeline.Rank(through) - Timeline.Rank(after);
        }

        long count = 0;
        for (var p = Timeline.UpperBound(after); !Timeline.IsEnd(p) && Timeline.At(p) <= through; p = Timeline.Next(p))
        {
            count += Timeline.Told(p) ? 0 : 1;
        }

        return count;
    }

    /// <summary>The next instant after <paramref name="at"/> at which the ratio can change on the facts known by <paramref name="now"/>.</summary>
    private long NextStep(long at, long now)
    {
        var next = long.MaxValue;
        Consider(at, 0);
        Consider(at - Window, Window);
        var days = BaselineDaysAt(at);
        if (days >= LeastDays)
        {
            var baseline = days * TimeSpan.TicksPerDay;
            Consider(at - Window - baseline, Window + baseline);
        }

        if (days < _baselineDays && FirstAt != long.MaxValue)
        {
            // The baseline grows by whole days counted from the first incident.
            var grows = FirstAt + Window + ((days + 1) * TimeSpan.TicksPerDay);
            next = grows > at ? Math.Min(next, grows) : next;
        }

        return next;

        void Consider(long after, long shift)
        {
            var p = Timeline.UpperBound(after);
            if (!Timeline.IsEnd(p))
            {
                next = Math.Min(next, Timeline.At(p) + shift);
            }
        }
    }
}
