using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Windows;
using Alerting.Thresholds;

namespace Alerting.Engine.Doubts;

/// <summary>
/// Judges windows by what is certain of their measure. That is never more than what is stated, which is known at once, so only
/// windows that state enough are looked at more closely. It does not always grow with the incidents: one that may be either of
/// two others makes one of all three. So an arrival may lower it, and raise it when it leaves the window.
/// </summary>
internal sealed class CertainMeasure(
    Threshold threshold, IncidentFilter filter, IncidentTable table, string region, RegionCatalog catalog, long correlationWindow)
    : AggregateMeasure(threshold, filter, table, region, catalog, new AlikeTowns())
{
    private readonly double _scale = ScaleOf(threshold.Measure);

    /// <summary>
    /// Any change of an incident, of its sources for example, may join or part others in all of its windows, where any are in doubt.
    /// </summary>
    public override (long First, long Last) Touched =>
        IsFree || Moved.First > Moved.Last ? base.Touched : (Moved.First, Moved.Last + Window - 1);

    public override bool Lowered => IsFree ? base.Lowered : Moved.First <= Moved.Last;

    /// <summary>Whether no window is in doubt, which is known of towns alone: then what is stated is certain.</summary>
    private bool IsFree => Alike is { Any: false };

    /// <summary>Whether a threshold judges by what is certain, and this makes a difference.</summary>
    public static bool Judges(Threshold threshold) => threshold.Count == Counting.Certain && WindowDoubts.Matter(threshold.Measure);

    public bool ReadsIncidents => !IsFree;

    public override double StatedAt(Peak peak) => Timeline.Measure(Timeline.LowerBound(peak.End)) / _scale;

    public override Peak? Reaching(long after, long through) =>
        MayReach(after, through) ? Greatest(after, through) : null;

    public override Peak? Greatest(long after, long through)
    {
        if (GreatestStated(after, through) is not { } stated)
        {
            return null;
        }

        if (IsFree)
        {
            return stated;
        }

        // Where nothing of the greatest is in doubt, no other end can have more.
        var best = CertainAt(stated);
        if (best.Value == stated.Value)
        {
            return best;
        }

        foreach (var end in EndsOf(best.Value, after, through))
        {
            if (end.Value < best.Value)
            {
                break;
            }

            if (end != stated && IsGreater(end, best) && CertainAt(end) is var certain && IsGreater(certain, best))
            {
                best = certain;
            }
        }

        return best;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Stretches of windows with the same incidents are looked at from the far end of what must be below the bound, so that while
    /// the measure is not, one is enough. Windows that end after now are not looked at: the answer is a lower bound then, which
    /// arrivals can undercut as well as corrections. Each of them asks again.
    /// </remarks>
    public override long NextClear(long from, long now)
    {
        if (IsFree)
        {
            return base.NextClear(from, now);
        }

        var clearAfter = Threshold.ClearAfter.Ticks;
        for (var start = from - clearAfter; ; start = NextBreak(start))
        {
            if (start + clearAfter > Math.Max(from, now))
            {
                return start + clearAfter;
            }

            var stretch = LastBreak(start + clearAfter);
            while (stretch > start && IsBelow(stretch))
            {
                stretch = LastBreak(stretch - 1);
            }

            if (stretch <= start && IsBelow(start))
            {
                return start + clearAfter;
            }

            start = Math.Max(stretch, start);
        }
    }

    /// <summary>Orders as counting ends are chosen: the greater value, of equals the later end.</summary>
    private static bool IsGreater(Peak one, Peak other) => one.Value > other.Value || (one.Value == other.Value && one.End > other.End);

    private Peak CertainAt(Peak stated) => stated with { Value = DoubtsOf(Evidence(stated.End)).CertainOf(stated.Value) };

    private WindowDoubts DoubtsOf(IEnumerable<IncidentNode> newestFirst) =>
        new(Threshold, newestFirst, correlationWindow);

    /// <summary>The counting ends that state at least so much, the greatest first.</summary>
    private List<Peak> EndsOf(double atLeast, long after, long through)
    {
        var ends = new List<Peak>();
        for (var p = Timeline.UpperBound(after); !Timeline.IsEnd(p) && Timeline.At(p) <= through; p = Timeline.Next(p))
        {
            var end = new Peak(Timeline.Measure(p) / _scale, Timeline.At(p));
            if (end.Value >= atLeast && (ends.Count == 0 || ends[^1].End != end.End))
            {
                ends.Add(end);
            }
        }

        ends.Sort(static (a, b) => a == b ? 0 : IsGreater(a, b) ? -1 : 1);
        return ends;
    }

    /// <summary>Whether the measure of the window that ends at an instant, of all incidents, is below the bound of a clear.</summary>
    private bool IsBelow(long end)
    {
        var sweep = NewSweep();
        var next = Timeline.Previous(Timeline.UpperBound(end));
        return !Reaches(0) || (DoubtsOf(In(end)).Excess is > 0 and var excess && !Reaches(excess));

        // What is stated grows with the incidents, so most of a large window need not be added up.
        bool Reaches(long less)
        {
            for (; IsLow(less) && next.Chunk >= 0 && Timeline.At(next) > end - Window; next = Timeline.Previous(next))
            {
                sweep.Enter(Timeline.Node(next), Timeline.Value(next));
            }

            return !IsLow(less);
        }

        bool IsLow(long less) => (sweep.Measure - less) / _scale < Threshold.ClearBelow;
    }

    /// <summary>All incidents of the window that ends at an instant, newest first.</summary>
    private IEnumerable<IncidentNode> In(long end)
    {
        for (var p = Timeline.Previous(Timeline.UpperBound(end)); p.Chunk >= 0 && Timeline.At(p) > end - Window; p = Timeline.Previous(p))
        {
            yield return Timeline.Node(p);
        }
    }

    /// <summary>The last instant up to this one at which an incident entered or left the window that ends there.</summary>
    private long LastBreak(long through)
    {
        var entered = Timeline.Previous(Timeline.UpperBound(through));
        var left = Timeline.Previous(Timeline.UpperBound(through - Window));
        return Math.Max(
            entered.Chunk < 0 ? long.MinValue : Timeline.At(entered), left.Chunk < 0 ? long.MinValue : Timeline.At(left) + Window);
    }

    /// <summary>The first instant after this one at which an incident enters or leaves the window that ends there.</summary>
    private long NextBreak(long after)
    {
        var enters = Timeline.UpperBound(after);
        var leaves = Timeline.UpperBound(after - Window);
        return Math.Min(
            Timeline.IsEnd(enters) ? long.MaxValue : Timeline.At(enters),
            Timeline.IsEnd(leaves) ? long.MaxValue : Timeline.At(leaves) + Window);
    }
}
