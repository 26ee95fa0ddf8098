using Alerting.Engine.Incidents;

namespace Alerting.Engine.Windows;

/// <summary>
/// Adds up incidents of a window to a measure, in integer units, so that sums are exact in any order. An aggregate
/// keeps the measure of the window at every end of a timeline current as incidents come and go.
/// </summary>
/// <remarks>
/// Ends after <see cref="Horizon"/> measure all incidents, ends up to it only those not yet told by an earlier alert.
/// </remarks>
internal abstract class Aggregate(Timeline timeline, long window)
{
    protected Timeline Timeline { get; } = timeline;

    /// <summary>Length of a window, ticks.</summary>
    protected long Window { get; } = window;

    /// <summary>Newest event time told by the last cleared alert.</summary>
    public long Horizon { get; set; } = long.MinValue;

    /// <summary>Incidents up to this instant may be missing from the timeline.</summary>
    public long TrimmedThrough { get; set; } = long.MinValue;

    /// <summary>By how much measures in units are to be divided.</summary>
    public virtual double Scale => 1;

    /// <summary>The measure of the window that ends at an instant where no incident lies yet.</summary>
    public abstract long MeasureAt(long at);

    /// <summary>Updates the measures of all ends after an incident was inserted.</summary>
    public abstract void Add(long at, string region, DistinctTown? town, long value, bool told);

    /// <summary>Updates the measures of all ends after an incident was removed.</summary>
    public abstract void Remove(long at, string region, DistinctTown? town, long value, bool told);

    public abstract void TellAll();

    public virtual void TrimThrough(long at)
    {
    }

    /// <summary>An empty window that can be moved over the timeline.</summary>
    public abstract Sweep NewSweep();

    protected bool SameRegime(long a, long b) => (a > Horizon) == (b > Horizon);

    /// <summary>
    /// The last entry before an instant, if its measure can be continued to there: both are before or both after the
    /// horizon, and nothing between was trimmed.
    /// </summary>
    protected Timeline.Position? Predecessor(long at)
    {
        if (Timeline.IsEmpty)
        {
            return null;
        }

        var before = Timeline.IsAfterAll(at) ? Timeline.Last : Timeline.Previous(Timeline.LowerBound(at));
        if (before.Chunk < 0)
        {
            return null;
        }

        var end = Timeline.At(before);
        return SameRegime(end, at) && end - Window >= TrimmedThrough ? before : null;
    }
}

/// <summary>A window that moves forward over a timeline, with its measure.</summary>
internal abstract class Sweep
{
    /// <summary>The measure of the window, in units of the aggregate.</summary>
    public abstract long Measure { get; }

    public abstract void Enter(IncidentNode node, long value);

    public abstract void Leave(IncidentNode node, long value);
}
