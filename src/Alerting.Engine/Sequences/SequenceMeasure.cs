using Alerting.Engine.Incidents;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Windows;
using Alerting.Incidents;
using Alerting.Thresholds;

namespace Alerting.Engine.Sequences;

/// <summary>
/// Measures 1 where different incidents of one region meet the steps of a threshold in their order, else 0. Ends after the horizon
/// are covered by chains of all incidents, ends up to it by chains of those not yet told by an earlier alert.
/// </summary>
internal sealed class SequenceMeasure(Threshold threshold, IncidentFilter filter, IncidentTable table, TownRegistry names)
    : WindowMeasure(threshold, filter, table)
{
    private readonly IncidentFilter _filter = filter;
    private readonly bool _sameActor = threshold.SameActor == true;
    private readonly bool _sameTown = threshold.SameTown == true;
    private readonly ChainCover _all = new(threshold.Steps!.Count, threshold.Window!.Value.Ticks);
    private readonly ChainCover _untold = new(threshold.Steps.Count, threshold.Window.Value.Ticks);

    public override long Horizon { get; set; } = long.MinValue;

    public override bool TellsEvidenceAlone => true;

    public override Peak? Greatest(long after, long through)
    {
        if (LatestEnd(after, through) is not { } last)
        {
            return null;
        }

        var covered = (through > Horizon ? LatestCovered(_all, Math.Max(after, Horizon), through) : null)
            ?? (after < Horizon ? LatestCovered(_untold, after, Math.Min(through, Horizon)) : null);
        return covered is { } end ? new Peak(1, end) : new Peak(0, last);
    }

    public override long NextClear(long from, long now)
    {
        var clearAfter = Threshold.ClearAfter.Ticks;
        var start = from - clearAfter;
        while (start < now && from < now)
        {
            if (_all.Covers(start))
            {
                start = _all.NextUncovered(start);
                continue;
            }

            var covered = _all.NextCovered(start);
            if (covered - start > clearAfter)
            {
                return start + clearAfter;
            }

            start = covered;
        }

        // No incident lies ahead of now, so that what is covered then is so without a gap.
        return Math.Max(from, Math.Max(start, _all.CoveredUntil) + clearAfter);
    }

    /// <summary>The chain in the window with this end that ends latest, then starts latest: its last step first.</summary>
    public override IEnumerable<IncidentNode> Evidence(long end)
    {
        List<IncidentNode>? best = null;
        foreach (var chain in (end > Horizon ? _all : _untold).Best(end))
        {
            var incidents = IncidentsOf(chain, untoldOnly: end <= Horizon);
            best = best is null || Compare(incidents, best) < 0 ? incidents : best;
        }

        return best ?? [];
    }

    protected override long ValueOf(IncidentNode node) => _filter.StepsMet(node);

    protected override bool CountsAsBefore(in IncidentStep step) =>
        !_sameActor || step.Node.ActorKeys.AsSpan().SequenceEqual(ActorsOf(step.Before!));

    protected override void Inserted(IncidentNode node, long value, bool told)
    {
        var at = node.OccurredAt;
        Timeline.Insert(at, node, value, told, 0);
        foreach (var key in KeysOf(node.Region, node.DistinctTown, node.ActorKeys))
        {
            _all.Add(key, at, (int)value);
            if (!told && at <= Horizon)
            {
                _untold.Add(key, at, (int)value);
            }
        }
    }

    protected override void Removed(Incident before, DistinctTown? town, long value, bool told)
    {
        var at = before.OccurredAt;
        foreach (var key in KeysOf(before.Region, town, _sameActor ? ActorsOf(before) : []))
        {
            _all.Remove(key, at, (int)value);
            if (!told && at <= Horizon)
            {
                _untold.Remove(key, at, (int)value);
            }
        }
    }

    protected override void MarkAllTold()
    {
        Timeline.TellAll();
        _untold.Clear();
    }

    protected override void Trimmed(long through)
    {
        _all.TrimThrough(through);
        _untold.TrimThrough(through);
    }

    private long? LatestEnd(long after, long through) =>
        Timeline.Previous(Timeline.UpperBound(through)) is { Chunk: >= 0 } last && Timeline.At(last) > after ? Timeline.At(last) : null;

    /// <summary>The latest end in (after, through] whose window has a chain.</summary>
    private long? LatestCovered(ChainCover cover, long after, long through)
    {
        if (LatestEnd(after, through) is not { } last || cover.Covers(last))
        {
            return LatestEnd(after, through);
        }

        // The chain that is left last before this end covers its own end at least.
        return LatestEnd(after, cover.LatestCoveredBefore(last)) is { } end && cover.Covers(end) ? end : null;
    }

    /// <summary>The groups in which an incident can be part of a chain.</summary>
    private IEnumerable<ChainKey> KeysOf(string region, DistinctTown? town, string[] actors)
    {
        if (_sameTown && town is null)
        {
            return [];
        }

        var shared = _sameTown ? town : null;
        return _sameActor ? actors.Select(actor => new ChainKey(region, shared, actor)) : [new ChainKey(region, shared, null)];
    }

    private string[] ActorsOf(Incident incident)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var actor in incident.Actors)
        {
            keys.Add(names.Fold(actor));
        }

        return [.. keys];
    }

    /// <summary>
    /// The incidents of a chain, the last step first: each as late as possible, of one instant those with the smaller ids, from the
    /// last step on.
    /// </summary>
    private List<IncidentNode> IncidentsOf(Chain chain, bool untoldOnly)
    {
        var incidents = new List<IncidentNode>(Threshold.Steps!.Count);
        foreach (var (at, last, first) in chain.Group.Backwards(chain.End))
        {
            var choice = new StepChoice(last, first);
            for (var p = Timeline.Previous(Timeline.UpperBound(at)); p.Chunk >= 0 && Timeline.At(p) == at; p = Timeline.Previous(p))
            {
                if (!(untoldOnly && Timeline.Told(p)) && IsIn(chain.Group.Key, Timeline.Node(p)))
                {
                    choice.Offer(Timeline.Node(p), (int)Timeline.Value(p));
                }
            }

            incidents.AddRange(choice.Choose());
        }

        return incidents;
    }

    private static bool IsIn(ChainKey key, IncidentNode node) =>
        node.Region == key.Region
        && (key.Town is null || ReferenceEquals(node.DistinctTown, key.Town))
        && (key.Actor is null || node.ActorKeys.Contains(key.Actor));

    /// <summary>By the times, the later before, then by the incidents, from the last step to the first.</summary>
    private static int Compare(List<IncidentNode> one, List<IncidentNode> other)
    {
        for (var i = 0; i < one.Count; i++)
        {
            if (one[i].OccurredAt != other[i].OccurredAt)
            {
                return other[i].OccurredAt.CompareTo(one[i].OccurredAt);
            }
        }

        for (var i = 0; i < one.Count; i++)
        {
            if (one[i].CompareTo(other[i]) is not 0 and var order)
            {
                return order;
            }
        }

        return 0;
    }
}
