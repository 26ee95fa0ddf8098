using Alerting.Engine.Incidents;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Windows;

/// <summary>The greatest measure of some window ends, and the latest end that has it.</summary>
/// <param name="End">UTC ticks.</param>
internal readonly record struct Peak(double Value, long End);

/// <summary>
/// The matching incidents of one threshold in one region and the measure of every window, with a record of which
/// windows the last step touched.
/// </summary>
internal abstract partial class WindowMeasure(Threshold threshold, IncidentFilter filter, IncidentTable table)
{
    /// <summary>
    /// Incidents that an earlier alert told and that do not match now or are gone, with their event times. They still
    /// count as told when they come back.
    /// </summary>
    private Dictionary<(string Region, string Id), long>? _toldElsewhere;

    /// <summary>Rows of matching incidents that are too old for the timeline: here those not told yet, next those told.</summary>
    private readonly RowSet _outOfWindows = new();
    private readonly RowSet _outOfWindowsTold = new();

    /// <summary>Event times of incidents in memory that are too old for the timeline.</summary>
    protected IEnumerable<(long At, bool Told)> OldTimes =>
        _outOfWindows.Rows.Select(row => (table.Incidents[row].OccurredAt, false))
            .Concat(_outOfWindowsTold.Rows.Select(row => (table.Incidents[row].OccurredAt, true)));

    protected Timeline Timeline { get; } = new(table);

    protected Threshold Threshold { get; } = threshold;

    protected long Window { get; } = threshold.Window!.Value.Ticks;

    /// <summary>How far before a window's end the measure looks, ticks.</summary>
    public virtual long Reach => Window;

    /// <summary>Newest event time told by the last cleared alert.</summary>
    public abstract long Horizon { get; set; }

    /// <summary>First and last end whose measure the current step may have changed; empty when the first is after the last.</summary>
    public virtual (long First, long Last) Touched => Changed;

    /// <summary>Earliest and latest event time of the incidents that the current step inserted, removed or changed.</summary>
    public (long First, long Last) Moved { get; protected set; } = (long.MaxValue, long.MinValue);

    /// <summary>Whether the current step may have lowered the measure of some window.</summary>
    public virtual bool Lowered => IsLowered;

    /// <summary>First and last end whose measure, as stated, the current step may have changed.</summary>
    protected (long First, long Last) Changed { get; set; } = (long.MaxValue, long.MinValue);

    /// <summary>Whether the current step may have lowered the measure of some window, as stated.</summary>
    protected bool IsLowered { get; set; }

    public virtual void EndStep()
    {
        Changed = Moved = (long.MaxValue, long.MinValue);
        IsLowered = false;
    }

    /// <summary>
    /// First half of a step, to be called for all of its incidents: removes what changed. False when the incident
    /// stays as it is.
    /// </summary>
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
                (_toldElsewhere ??= [])[(before.Region, before.IncidentId)] = before.OccurredAt;
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
            && ReferenceEquals(step.Node.DistinctTown, step.TownBefore) && CountsAsBefore(step) && filter.Matches(step.Node))
        {
            Stayed(step.Node);
            return false;
        }

        var told = Timeline.Told(position);
        Timeline.RemoveAt(position);
        if (told)
        {
            (_toldElsewhere ??= [])[(before.Region, before.IncidentId)] = before.OccurredAt;
        }

        Removed(before, step.TownBefore, value, told);
        Touch(before.OccurredAt);
        IsLowered = true;
        return true;
    }

    /// <summary>Second half of a step, for each incident for which <see cref="Withdraw"/> returned true.</summary>
    /// <param name="node">The incident.</param>
    /// <param name="keepAfter">Incidents up to this instant, UTC ticks, can no longer be in a counting
    /// window.</param>
    public void Enter(IncidentNode node, long keepAfter)
    {
        if (!node.IsShown || !filter.Matches(node))
        {
            return;
        }

        var at = node.OccurredAt;
        var told = WasToldElsewhere(node);
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

    /// <summary>
    /// The latest end of greatest measure among those in (after, through], or null when there is none. Ends that
    /// <see cref="Qualifies"/> come before all others.
    /// </summary>
    public abstract Peak? Greatest(long after, long through);

    /// <summary>Whether a window meets what the threshold asks for beside its measure.</summary>
    public virtual bool Qualifies(Peak peak) => true;

    /// <summary>The same where it reaches the threshold's atLeast; where it does not, that or null.</summary>
    public virtual Peak? Reaching(long after, long through) => Greatest(after, through);

    /// <summary>What the window with the end of a peak states, where the peak is what is judged of it.</summary>
    public virtual double StatedAt(Peak peak) => peak.Value;

    /// <summary>
    /// The first instant T >= <paramref name="from"/> at which the measure was below the threshold's clearBelow on
    /// all of [T - clearAfter, T], going by the known facts. Exact when it is not after <paramref name="now"/>, else
    /// a lower bound that only corrections can undercut.
    /// </summary>
    public abstract long NextClear(long from, long now);

    /// <summary>
    /// Incidents in the window with this end, newest first, without those told before where they do not count: all of them, or
    /// those that make up the measure.
    /// </summary>
    public virtual IEnumerable<IncidentNode> Evidence(long end)
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

    /// <summary>Marks all known incidents as told; the newest event time among them becomes the horizon.</summary>
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

    /// <summary>Removes what can no longer be in a counting window, once that is worth while.</summary>
    /// <param name="keepAfter">Ends up to this instant, UTC ticks, do not count any more.</param>
    public virtual void Trim(long keepAfter)
    {
        if (!Timeline.IsEmpty && Timeline.FirstAt <= keepAfter - Window - (Window / 4))
        {
            DropThrough(keepAfter - Window);
        }
    }

    /// <summary>Removes the incidents up to an instant (UTC ticks), which are in no counting window, from the timeline.</summary>
    public void DropThrough(long through)
    {
        if (Timeline.TrimThrough(through, Dropped) is { } last)
        {
            Trimmed(last);
        }
    }

    /// <summary>Incidents up to this instant are not in the timeline and can be archived.</summary>
    /// <param name="keepAfter">Ends up to this instant, UTC ticks, do not count any more.</param>
    public long OutsideWindowsThrough(long keepAfter) =>
        Math.Min(keepAfter - Window, Timeline.IsEmpty ? long.MaxValue : Timeline.FirstAt - 1);

    /// <summary>An incident that is not in the timeline leaves memory; returns whether it was told.</summary>
    public bool Archive(IncidentNode node)
    {
        var told = _outOfWindowsTold.Remove(node.Row) || WasToldElsewhere(node);
        _outOfWindows.Remove(node.Row);
        return told;
    }

    /// <summary>An archived incident is restored to memory.</summary>
    public void Restore(IncidentNode node, bool told)
    {
        if (filter.Matches(node))
        {
            (told ? _outOfWindowsTold : _outOfWindows).Add(node.Row);
        }
        else if (told)
        {
            (_toldElsewhere ??= [])[(node.Region, node.Id)] = node.OccurredAt;
        }
    }

    /// <summary>Writes what the measure keeps of archived incidents; see <see cref="RestoreArchived"/>.</summary>
    public virtual void SaveArchived(WireWriter writer)
    {
    }

    public virtual void RestoreArchived(WireReader reader)
    {
    }

    public virtual (double Expected, double Probability)? ExpectationAt(long end) => null;

    /// <summary>Whether an update is told only when the evidence has changed, wherever the window ends by now.</summary>
    public virtual bool TellsEvidenceAlone => false;

    protected abstract long ValueOf(IncidentNode node);

    /// <summary>Whether an incident counts as it did before the step, as far as its time, value and town do not say.</summary>
    protected virtual bool CountsAsBefore(in IncidentStep step) => true;

    protected abstract void Inserted(IncidentNode node, long value, bool told);

    protected abstract void Removed(Alerting.Incidents.Incident before, DistinctTown? town, long value, bool told);

    /// <summary>A matching incident has changed in what makes no difference to where and how much it counts.</summary>
    protected virtual void Stayed(IncidentNode node)
    {
    }

    protected abstract void MarkAllTold();

    protected abstract void Trimmed(long through);

    /// <summary>An incident has become too old for the timeline and was removed from it.</summary>
    protected virtual void Dropped(IncidentNode node, bool told) => (told ? _outOfWindowsTold : _outOfWindows).Add(node.Row);

    /// <summary>A matching incident is not entered because it is too old for the timeline.</summary>
    protected virtual void LeftOut(long at, bool told)
    {
    }

    /// <summary>A matching incident that was too old for the timeline is removed.</summary>
    protected virtual void LeftOutWithdrawn(long at, bool told)
    {
    }

    /// <summary>Extends <see cref="Changed"/> by the window ends in which an incident at this instant counts.</summary>
    protected virtual void Touch(long at) =>
        Changed = (Math.Min(Changed.First, at), Math.Max(Changed.Last, at + Window - 1));

    /// <summary>Extends <see cref="Moved"/>.</summary>
    protected void Note(long at) => Moved = (Math.Min(Moved.First, at), Math.Max(Moved.Last, at));
}
