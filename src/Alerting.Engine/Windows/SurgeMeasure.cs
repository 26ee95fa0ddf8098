using Alerting.Engine.Incidents;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Wire;
using Alerting.Incidents;
using Alerting.Thresholds;

namespace Alerting.Engine.Windows;

/// <summary>
/// Measures the ratio of incidents in a window to those expected from the baseline before it. Ratios are computed
/// from ranks when they are needed; none is kept.
/// </summary>
internal sealed partial class SurgeMeasure(Threshold threshold, IncidentFilter filter, IncidentTable table)
    : WindowMeasure(threshold, filter, table)
{
    private const int MinDays = 7;
    private const long DefaultBaseline = 28 * TimeSpan.TicksPerDay;
    private const double DefaultFloor = 1;

    // How many future changes of the ratio are examined before NextClear gives up and returns a lower bound.
    private const int MaxFutureSteps = 2_048;

    private readonly int _baselineDays = (int)((threshold.Baseline?.Ticks ?? DefaultBaseline) / TimeSpan.TicksPerDay);
    private readonly double _floor = threshold.Floor ?? DefaultFloor;
    private readonly bool _isConditional = threshold.MaxProbability is not null || threshold.MinIncidents is not null;

    /// <summary>Length of a window in the greatest unit that divides both it and a day.</summary>
    private readonly long _windowParts =
        threshold.Window!.Value.Ticks / Fraction.GreatestDivisor(threshold.Window!.Value.Ticks, TimeSpan.TicksPerDay);
    private readonly long _dayParts = TimeSpan.TicksPerDay / Fraction.GreatestDivisor(threshold.Window!.Value.Ticks, TimeSpan.TicksPerDay);

    /// <summary>Event times of matching incidents that are too old for the timeline but not for a baseline.</summary>
    private readonly SortedTimes _old = new();
    private readonly SortedTimes _oldUntold = new();

    /// <summary>Number of matching incidents too old for any baseline. If there is one, a baseline has its full length.</summary>
    private long _older;
    private long _olderUntold;

    public override long Horizon { get; set; } = long.MinValue;

    public override long Reach => Window + BaselineTicks;

    private long BaselineTicks => _baselineDays * TimeSpan.TicksPerDay;

    public override bool Qualifies(Peak peak) => peak.Value > 0 && (!_isConditional || Qualifies(peak.End));

    public override Peak? Greatest(long after, long through)
    {
        (Fraction Ratio, long End)? best = null;
        (Fraction Ratio, long End)? bestQualified = null;
        var previous = long.MinValue;
        var sweep = new EndSweep(this);
        for (var p = Timeline.UpperBound(after); !Timeline.IsEnd(p) && Timeline.At(p) <= through; p = Timeline.Next(p))
        {
            var at = Timeline.At(p);
            if (at == previous)
            {
                continue;
            }

            previous = at;

            var ratio = at > Horizon ? sweep.RatioAt(at) : RatioOf(at, untoldOnly: true);
            if (best is null || ratio.IsAtLeast(best.Value.Ratio))
            {
                best = (ratio, at);
            }

            if (_isConditional && ratio.Above > 0 && (bestQualified is null || ratio.IsAtLeast(bestQualified.Value.Ratio))
                && Qualifies(at))
            {
                bestQualified = (ratio, at);
            }

            if (ratio.Above == 0 && BaselineDays(Timeline.LastAt, untoldOnly: false) < MinDays)
            {
                // No end has a record long enough for a ratio: all are equal, so the latest is the result.
                var last = Timeline.At(Timeline.Previous(Timeline.UpperBound(through)));
                return new Peak(0, last);
            }
        }

        return (bestQualified ?? best) is { } greatest ? new Peak(Quotient(greatest.Ratio), greatest.End) : null;
    }

    public override Peak? Reaching(long after, long through) => MayReach(after, through) ? Greatest(after, through) : null;

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

            if (next > now && ++future > MaxFutureSteps)
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
        return (expected, Poisson.AtLeast(CountAt(end), expected));
    }

    public override void Trim(long keepAfter)
    {
        base.Trim(keepAfter);
        var through = keepAfter - Window - BaselineTicks;
        _older += _old.TrimThrough(through);
        _olderUntold += _oldUntold.TrimThrough(through);
    }

    public override void SaveArchived(WireWriter writer)
    {
        // Incidents that are merely left out of the timeline are counted again when they are entered.
        var leftOut = OldTimes.ToList();
        OldTimesCodec.Save(writer, _old, leftOut.Select(static t => t.At), _older);
        OldTimesCodec.Save(writer, _oldUntold, leftOut.Where(static t => !t.Told).Select(static t => t.At), _olderUntold);
    }

    public override void RestoreArchived(WireReader reader)
    {
        _older += OldTimesCodec.Restore(reader, _old);
        _olderUntold += OldTimesCodec.Restore(reader, _oldUntold);
    }

    protected override long ValueOf(IncidentNode node) => 1;

    protected override void Inserted(IncidentNode node, long value, bool told)
    {
        var at = node.OccurredAt;

        // A late incident is part of the baseline of later windows and lowers their ratio.
        IsLowered |= !Timeline.IsEmpty && at < Timeline.LastAt;
        Timeline.Insert(at, node, value, told, 0);
    }

    protected override void Removed(Incident before, DistinctTown? town, long value, bool told)
    {
    }

    protected override void MarkAllTold()
    {
        Timeline.TellAll();
        _oldUntold.Clear();
        _olderUntold = 0;
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
        Keep(at, told);
        BaselinesChanged();
    }

    protected override void LeftOutWithdrawn(long at, bool told)
    {
        if (!_old.Remove(at))
        {
            _older--;
            _olderUntold -= told ? 0 : 1;
        }
        else if (!told)
        {
            _oldUntold.Remove(at);
        }

        Note(at);
        BaselinesChanged();
    }

    protected override void Touch(long at) =>
        Changed = (Math.Min(Changed.First, at), long.MaxValue);

    /// <summary>
    /// The next instant after <paramref name="at"/> at which the ratio can change, going by the facts known at
    /// <paramref name="now"/>.
    /// </summary>
    private long NextStep(long at, long now)
    {
        var next = long.MaxValue;
        Consider(at, 0);
        Consider(at - Window, Window);
        var days = BaselineDays(at, untoldOnly: false);
        if (days >= MinDays)
        {
            var baseline = days * TimeSpan.TicksPerDay;
            Consider(at - Window - baseline, Window + baseline);
        }

        if (days < _baselineDays && _older == 0 && FirstAt != long.MaxValue)
        {
            // The baseline grows by whole days, counted from the first incident.
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

            if (_old.AtOrAfter(after + 1) is < long.MaxValue and var old)
            {
                next = Math.Min(next, old + shift);
            }
        }
    }
}
