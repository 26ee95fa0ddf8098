using Alerting.Engine.Incidents;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Windows;

/// <summary>The greatest measure over some window ends and the latest end that has it.</summary>
/// <param name="End">UTC ticks.</param>
internal readonly record struct Peak(double Value, long End);

/// <summary>
/// The matching incidents of one threshold in one region, with the measure of every window, and which windows the last
/// step touched.
/// </summary>
internal abstract class WindowMeasure(Threshold threshold, IncidentFilter filter, IncidentTable table)
{
    /// <summary>
    /// Incidents that were told by an earlier alert and do not match now, or are gone, with their event times: they are
    /// still told when they return.
    /// </summary>
    private readonly Dictionary<(string Region, string Id), long> _toldElsewhere = [];

    /// <summary>Matching incidents too old for the timeline: those not yet told, and those told.</summary>
    private readonly RowSet _outOfWindows = new();
    private readonly RowSet _outOfWindowsTold = new();

    /// <summary>Event times of incidents in memory that are too old for the timeline.</summary>
    protected IEnumerable<(long At, bool Told)> OldTimes =>
        _outOfWindows.Rows.Select(row => (table.Incidents[row].OccurredAt, false))
            .Concat(_outOfWindowsTold.Rows.Select(row => (table.Incidents[row].OccurredAt, true)));

    protected Timeline Timeline { get; } = new(table);

    protected Threshold Threshold { get; } = threshold;

    protected long Window { get; } = threshold.Window!.Value.Ticks;

    /// <summary>Newest event time told by the last cleared alert.</summary>
    public abstract long Horizon { get; set; }

    /// <summary>Ends that the step at hand may have changed: first and last; empty when first is after last.</summary>
    public (long First, long Last) Touched { get; protected set; } = (long.MaxValue, long.MinValue);

    /// <summary>Event times of the incidents that the step at hand inserted, removed or changed: earliest and latest.</summary>
    public (long First, long Last) Moved { get; protected set; } = (long.MaxValue, long.MinValue);

    /// <summary>Whether the step at hand may have lowered the measure of some window.</summary>
    public bool Lowered { get; protected set; }

    public void EndStep()
    {
        Touched = Moved = (long.MaxValue, long.MinValue);
        Lowered = false;
    }

    /// <summary>First half of a step, for all its incidents: takes out what changed. False when it stays as it is.</summary>
    public bool Withdraw(in IncidentStep step)
    {
        if (step.Before is not { } before)
        {
            return true;
        }

        if (Timeline.Find(before.OccurredAt, step.Node) is not { } position)
        {
            if (_outOfWindowsTold.Remove(step.Node.Row))
            {
                _toldElsewhere[(before.Region, before.IncidentId)] = before.OccurredAt;
                LeftOutWithdrawn(before.OccurredAt, told: true);
            }
            else if (_outOfWindows.Remove(step.Node.Row))
            {
                LeftOutWithdrawn(before.OccurredAt, told: false);
            }

            return true;
        }

        Note(before.OccurredAt);
        var value = Timeline.Value(position);
        if (step.IsShown && step.Node.OccurredAt == before.OccurredAt && ValueOf(step.Node) == value
            && ReferenceEquals(step.Node.Place, step.PlaceBefore) && filter.Matches(step.Node))
        {
            return false;
        }

        var told = Timeline.Told(position);
        Timeline.RemoveAt(position);
        if (told)
        {
            _toldElsewhere[(before.Region, before.IncidentId)] = before.OccurredAt;
        }

        Removed(before, step.PlaceBefore, value, told);
        Touch(before.OccurredAt);
        Lowered = true;
        return true;
    }

    /// <summary>Second half of a step, for the incidents that <see cref="Withdraw"/> did not leave as they are.</summary>
    /// <param name="node">The incident.</param>
    /// <param name="keepAfter">Older incidents can no longer be in the window of a counting end.</param>
    public void Enter(IncidentNode node, long keepAfter)
    {
        if (!node.IsShown || !filter.Matches(node))
        {
            return;
        }

        var at = node.OccurredAt;
        var told = _toldElsewhere.Count > 0 && _toldElsewhere.Remove((node.Region, node.Id));
        Note(at);
        if (at <= keepAfter - Window)
        {
            (told ? _outOfWindowsTold : _outOfWindows).Add(node.Row);
            LeftOut(at, told);
            return;
        }

        Touch(at);
        Inserted(node, ValueOf(node), told);
    }

    /// <summary>The latest end of greatest measure among those in (after, through], or null when there is none.</summary>
    public abstract Peak? Greatest(long after, long through);

    /// <summary>
    /// The first instant T >= <paramref name="from"/> at which the measure was below the threshold's clearBelow on all
    /// of [T - clearAfter, T], on the facts known; exact when it is at or before <paramref name="now"/>, else a bound
    /// that nothing but corrections makes earlier.
    /// </summary>
    public abstract long NextClear(long from, long now);

    /// <summary>Incidents in the window that ends there, newest first; those told before are left out where they do not count.</summary>
    public IEnumerable<IncidentNode> Evidence(long end)
    {
        var untoldOnly = end <= Horizon;
        for (var p = Timeline.Previous(Timeline.UpperBound(end)); p.Chunk >= 0 && Timeline.At(p) > end - Window; p = Timeline.Previous(p))
        {
            if (!untoldOnly || !Timeline.Told(p))
            {
                yield return Timeline.Node(p);
            }
        }
    }

    /// <summary>All incidents known are told; the newest of them is the horizon.</summary>
    public void TellAll()
    {
        _outOfWindowsTold.UnionWith(_outOfWindows);
        _outOfWindows.Clear();
        if (!Timeline.IsEmpty)
        {
            Horizon = Timeline.LastAt;
        }

        MarkAllTold();
    }

    /// <summary>Forgets what no counting end can hold any more.</summary>
    /// <param name="keepAfter">Base instant less lateness: ends up to it do not count.</param>
    public virtual void Trim(long keepAfter)
    {
        if (!Timeline.IsEmpty && Timeline.FirstAt <= keepAfter - Window - (Window / 4)
            && Timeline.TrimThrough(keepAfter - Window, Dropped) is { } through)
        {
            Trimmed(through);
        }
    }

    /// <summary>Incidents up to this instant are not in the timeline and can be archived.</summary>
    /// <param name="keepAfter">Base instant less lateness: ends up to it do not count.</param>
    public long OutsideWindowsThrough(long keepAfter) =>
        Math.Min(keepAfter - Window, Timeline.IsEmpty ? long.MaxValue : Timeline.FirstAt - 1);

    /// <summary>An incident that is not in the timeline leaves memory; answers whether it was told.</summary>
    public bool Archive(IncidentNode node)
    {
        var told = _outOfWindowsTold.Remove(node.Row) || (_toldElsewhere.Count > 0 && _toldElsewhere.Remove((node.Region, node.Id)));
        _outOfWindows.Remove(node.Row);
        return told;
    }

    /// <summary>An incident of the archive is back in memory.</summary>
    public void Restore(IncidentNode node, bool told)
    {
        if (filter.Matches(node))
        {
            (told ? _outOfWindowsTold : _outOfWindows).Add(node.Row);
        }
        else if (told)
        {
            _toldElsewhere[(node.Region, node.Id)] = node.OccurredAt;
        }
    }

    /// <summary>Writes what the measure knows of incidents in the archive; see <see cref="RestoreArchived"/>.</summary>
    public virtual void SaveArchived(WireWriter writer)
    {
    }

    public virtual void RestoreArchived(WireReader reader)
    {
    }

    /// <summary>The incidents told, to be kept when the measure is made anew: for a snapshot, or another version of the threshold.</summary>
    public IEnumerable<(string Region, string Id, long At)> ToldIncidents()
    {
        for (var p = new Timeline.Position(0, 0); !Timeline.IsEnd(p); p = Timeline.Next(p))
        {
            if (Timeline.Told(p))
            {
                var node = Timeline.Node(p);
                yield return (node.Region, node.Id, Timeline.At(p));
            }
        }

        foreach (var row in _outOfWindowsTold.Rows)
        {
            var node = table.Node(row);
            yield return (node.Region, node.Id, node.OccurredAt);
        }

        foreach (var ((region, id), at) in _toldElsewhere)
        {
            yield return (region, id, at);
        }
    }

    /// <summary>Before the incidents are entered: which of them were told.</summary>
    public void RestoreTold(IEnumerable<(string Region, string Id, long At)> told)
    {
        foreach (var (region, id, at) in told)
        {
            _toldElsewhere[(region, id)] = at;
        }
    }

    public virtual (double Expected, double Probability)? ExpectationAt(long end) => null;

    protected abstract long ValueOf(IncidentNode node);

    protected abstract void Inserted(IncidentNode node, long value, bool told);

    protected abstract void Removed(Alerting.Incidents.Incident before, DistinctTown? place, long value, bool told);

    protected abstract void MarkAllTold();

    protected abstract void Trimmed(long through);

    /// <summary>An incident has become too old for the timeline.</summary>
    protected virtual void Dropped(IncidentNode node, bool told) => (told ? _outOfWindowsTold : _outOfWindows).Add(node.Row);

    /// <summary>A matching incident is too old for the timeline.</summary>
    protected virtual void LeftOut(long at, bool told)
    {
    }

    /// <summary>A matching incident that was too old for the timeline is withdrawn.</summary>
    protected virtual void LeftOutWithdrawn(long at, bool told)
    {
    }

    /// <summary>Widens <see cref="Touched"/> by the ends that an incident at this instant counts in.</summary>
    protected virtual void Touch(long at) =>
        Touched = (Math.Min(Touched.First, at), Math.Max(Touched.Last, at + Window - 1));

    /// <summary>Widens <see cref="Moved"/>.</summary>
    protected void Note(long at) => Moved = (Math.Min(Moved.First, at), Math.Max(Moved.Last, at));
}
