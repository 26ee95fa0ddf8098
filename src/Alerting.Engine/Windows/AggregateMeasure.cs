using Alerting.Engine.Doubts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Windows;

/// <summary>A measure whose windows an <see cref="Aggregate"/> keeps current: a sum or a distinct count.</summary>
internal class AggregateMeasure : WindowMeasure
{
    /// <summary>Weights are summed in billionths, as integers, so that sums do not depend on order.</summary>
    public const double WeightScale = 1e9;

    private readonly Aggregate _aggregate;
    private readonly Func<IncidentNode, long>? _units;

    /// <summary>
    /// What adds up to less, in units, does not reach the threshold. Rounded so that more is looked at rather than less.
    /// </summary>
    private readonly long _enough;

    /// <summary>The most that ends measured before the current step.</summary>
    private long _mostBefore = long.MinValue;

    /// <param name="threshold">Whose measure it is.</param>
    /// <param name="filter">Which incidents match.</param>
    /// <param name="table">Where they are.</param>
    /// <param name="region">Code of the region that measures.</param>
    /// <param name="catalog">All regions.</param>
    /// <param name="alike">Where towns are counted, told of each that comes or goes; null where nobody asks for it.</param>
    public AggregateMeasure(
        Threshold threshold, IncidentFilter filter, IncidentTable table, string region, RegionCatalog catalog, AlikeTowns? alike = null)
        : base(threshold, filter, table)
    {
        Alike = threshold.Measure == Measure.Towns ? alike : null;
        _units = UnitsOf(threshold.Measure);
        _aggregate = threshold.Measure switch
        {
            Measure.Towns => new DistinctTowns(Timeline, Window, alike),
            Measure.Regions => new DistinctRegions(Timeline, Window, region, catalog),
            var sum when _units is not null => new SumAggregate(Timeline, Window, ScaleOf(sum)),
            var other => throw new ArgumentOutOfRangeException(nameof(threshold), other, "Not an aggregate."),
        };
        _enough = (long)Math.Min(1L << 62, Math.Ceiling(threshold.AtLeast * _aggregate.Scale * (1 - 1e-12)));
    }

    public override long Horizon
    {
        get => _aggregate.Horizon;
        set => _aggregate.Horizon = value;
    }

    /// <summary>The towns that are counted, where it is asked whether any may be alike; else null.</summary>
    protected AlikeTowns? Alike { get; }

    /// <summary>What an incident adds to a measure that is a sum, in units; null for other measures.</summary>
    public static Func<IncidentNode, long>? UnitsOf(Measure measure) => measure switch
    {
        Measure.Incidents => static _ => 1,
        Measure.Killed => static i => i.Killed,
        Measure.Wounded => static i => i.Wounded,
        Measure.Casualties => static i => (long)i.Killed + i.Wounded,
        Measure.Weight => static i => (long)Math.Round(i.Weight * WeightScale),
        _ => null,
    };

    /// <summary>How many units of a measure make 1.</summary>
    public static double ScaleOf(Measure measure) => measure == Measure.Weight ? WeightScale : 1;

    public override Peak? Greatest(long after, long through) => GreatestStated(after, through);

    public override Peak? Reaching(long after, long through) => MayReach(after, through) ? Greatest(after, through) : null;

    public override void Trim(long keepAfter)
    {
        base.Trim(keepAfter);
        if (Timeline.Most >= _enough)
        {
            Timeline.Bound(Timeline.Greatest(keepAfter, long.MaxValue)?.Measure ?? long.MinValue);
            _mostBefore = Timeline.Most;
        }
    }

    public override void EndStep()
    {
        base.EndStep();
        _mostBefore = Timeline.Most;
    }

    public override long NextClear(long from, long now)
    {
        var clearAfter = Threshold.ClearAfter.Ticks;
        if (from >= now && StillAboveUntil(now) is { } until)
        {
            return Math.Max(from, until + clearAfter);
        }

        // Move the window (s - window, s] from the first instant that matters through all arrivals and departures in
        // order.
        var start = from - clearAfter;
        var sweep = _aggregate.NewSweep();
        var leaving = Timeline.UpperBound(start - Window);
        var arriving = leaving;
        for (; !Timeline.IsEnd(arriving) && Timeline.At(arriving) <= start; arriving = Timeline.Next(arriving))
        {
            sweep.Enter(Timeline.Node(arriving), Timeline.Value(arriving));
        }

        long? below = IsBelow(sweep) ? start : null;
        while (true)
        {
            var arrival = Timeline.IsEnd(arriving) ? long.MaxValue : Timeline.At(arriving);
            var departure = leaving == arriving ? long.MaxValue : Timeline.At(leaving) + Window;
            var next = Math.Min(arrival, departure);
            if (below is { } since && (next == long.MaxValue || since + clearAfter < next))
            {
                return since + clearAfter;
            }

            // An empty window is below any bound, so the loop ends above.
            for (; leaving != arriving && Timeline.At(leaving) + Window == next; leaving = Timeline.Next(leaving))
            {
                sweep.Leave(Timeline.Node(leaving), Timeline.Value(leaving));
            }

            for (; !Timeline.IsEnd(arriving) && Timeline.At(arriving) == next; arriving = Timeline.Next(arriving))
            {
                sweep.Enter(Timeline.Node(arriving), Timeline.Value(arriving));
            }

            below = IsBelow(sweep) ? below ?? next : null;
        }
    }

    protected Peak? GreatestStated(long after, long through) =>
        Timeline.Greatest(after, through) is { } best ? new Peak(best.Measure / _aggregate.Scale, best.At) : null;

    /// <summary>
    /// False only where no end in (after, through] states enough to reach the threshold. These must be all counting ends that
    /// the current step touched, or more.
    /// </summary>
    protected bool MayReach(long after, long through)
    {
        if (Timeline.Most < _enough || Timeline.Greatest(after, through) is not { } greatest)
        {
            return false;
        }

        // A region below may have ends that lie ahead of this region's clock: they count later, and are not among these.
        if (through >= Math.Min(Changed.Last, Timeline.LastAt))
        {
            Timeline.Bound(Math.Max(_mostBefore, greatest.Measure));
        }

        return greatest.Measure >= _enough;
    }

    protected Sweep NewSweep() => _aggregate.NewSweep();

    protected override long ValueOf(IncidentNode node) => _units is null ? 0 : _units(node);

    protected override void Inserted(IncidentNode node, long value, bool told)
    {
        var at = node.OccurredAt;
        if (Timeline.IsAfterAll(at))
        {
            Timeline.Append(at, node, value, told, _aggregate.MeasureAt(at));
        }
        else
        {
            var same = Timeline.LowerBound(at);
            if (Timeline.At(same) == at)
            {
                Timeline.Insert(at, node, value, told, Timeline.Measure(same));
            }
            else
            {
                Timeline.InsertBefore(same, at, node, value, told, _aggregate.MeasureAt(at));
            }
        }

        _aggregate.Add(at, node.Region, node.DistinctTown, value, told);
        NotePlace(node);
    }

    protected override void Stayed(IncidentNode node) => NotePlace(node);

    protected override void Removed(Incident before, DistinctTown? town, long value, bool told) =>
        _aggregate.Remove(before.OccurredAt, before.Region, town, value, told);

    protected override void MarkAllTold() => _aggregate.TellAll();

    protected override void Trimmed(long through)
    {
        _aggregate.TrimmedThrough = through;
        _aggregate.TrimThrough(through);
    }

    private void NotePlace(IncidentNode node)
    {
        if (Alike is { } alike && node.Data.Rare?.Location is { } location && node.DistinctTown is { } town)
        {
            alike.Note(town, location);
        }
    }

    private bool IsBelow(Sweep sweep) => sweep.Measure / _aggregate.Scale < Threshold.ClearBelow;

    /// <summary>If the measure is not below the bound now, until when that lasts if no further incident comes.</summary>
    private long? StillAboveUntil(long now)
    {
        var sweep = _aggregate.NewSweep();
        for (var p = Timeline.Previous(Timeline.UpperBound(now)); p.Chunk >= 0 && Timeline.At(p) > now - Window; p = Timeline.Previous(p))
        {
            sweep.Enter(Timeline.Node(p), Timeline.Value(p));
            if (!IsBelow(sweep))
            {
                return Timeline.At(p) + Window;
            }
        }

        return null;
    }
}
