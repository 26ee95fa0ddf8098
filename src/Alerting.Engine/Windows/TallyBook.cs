using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Windows;

/// <summary>A book for all measures whose windows a <see cref="Tally"/> keeps current: sums and distinct counts.</summary>
internal sealed class TallyBook : MeasureBook
{
    /// <summary>Weights are summed in billionths, so that sums do not depend on order.</summary>
    public const double WeightScale = 1e9;

    private readonly Tally _tally;

    public TallyBook(Threshold threshold, IncidentFilter filter, IncidentTable table, string region, RegionCatalog catalog)
        : base(threshold, filter, table)
    {
        _tally = threshold.Measure switch
        {
            Measure.Incidents => new SumTally(Timeline, Window, static _ => 1, 1),
            Measure.Killed => new SumTally(Timeline, Window, static i => i.Killed, 1),
            Measure.Wounded => new SumTally(Timeline, Window, static i => i.Wounded, 1),
            Measure.Casualties => new SumTally(Timeline, Window, static i => (long)i.Killed + i.Wounded, 1),
            Measure.Weight => new SumTally(Timeline, Window, static i => (long)Math.Round(i.Weight * WeightScale), WeightScale),
            Measure.Towns => new TownsTally(Timeline, Window),
            Measure.Regions => new RegionsTally(Timeline, Window, region, catalog),
            _ => throw new ArgumentOutOfRangeException(nameof(threshold), threshold.Measure, "Not a tally."),
        };
    }

    public override long Horizon
    {
        get => _tally.Horizon;
        set => _tally.Horizon = value;
    }

    public override Peak? Greatest(long after, long through) =>
        Timeline.Greatest(after, through) is { } best ? new Peak(best.Measure / _tally.Scale, best.At) : null;

    public override long NextClear(long from, long now)
    {
        var clearAfter = Threshold.ClearAfter.Ticks;
        if (from >= now && StillAboveUntil(now) is { } until)
        {
            return Math.Max(from, until + clearAfter);
        }

        // Sweep (s - window, s] from the first instant that matters through arrivals and departures in order.
        var start = from - clearAfter;
        var sweep = _tally.NewSweep();
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

            // An empty window is below any bound, so the sweep ends above.
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

    protected override long ValueOf(IncidentNode node) => _tally.ValueOf(node);

    protected override void Inserted(IncidentNode node, long value, bool told)
    {
        var at = node.OccurredAt;
        if (Timeline.IsAfterAll(at))
        {
            Timeline.Append(at, node, value, told, _tally.MeasureAt(at));
        }
        else
        {
            var same = Timeline.LowerBound(at);
            Timeline.Insert(at, node, value, told, Timeline.At(same) == at ? Timeline.Measure(same) : _tally.MeasureAt(at));
        }

        _tally.Add(at, node.Region, node.Place, value, told);
    }

    protected override void Removed(Incident before, Place? place, long value, bool told) => _tally.Remove(before.OccurredAt, before.Region, place, value, told);

    protected override void MarkAllTold() => _tally.TellAll();

    protected override void Trimmed(long through)
    {
        _tally.TrimmedThrough = through;
        _tally.TrimThrough(through);
    }

    private bool IsBelow(Sweep sweep) => sweep.Measure / _tally.Scale < Threshold.ClearBelow;

    /// <summary>If the measure is not below the bound now: until when that lasts without further incidents.</summary>
    private long? StillAboveUntil(long now)
    {
        var sweep = _tally.NewSweep();
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
