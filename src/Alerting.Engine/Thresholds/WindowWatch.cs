using Alerting.Engine.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Windows;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>A threshold whose measure is taken over a window.</summary>
internal sealed class WindowWatch : ThresholdWatch
{
    private readonly MeasureBook _book;

    // Which incidents of the step at hand are to be entered.
    private readonly List<bool> _enter = [];

    public WindowWatch(ThresholdVersion version, AlertLife life, WatchContext context)
        : base(version, life, context)
    {
        var filter = new IncidentFilter(Definition, context.Region.Code, context.Incidents.Places);
        _book = Definition.Measure == Measure.Surge
            ? new SurgeBook(Definition, filter, context.Incidents.Table)
            : new TallyBook(Definition, filter, context.Incidents.Table, context.Region.Code, context.Catalog);
    }

    public MeasureBook Book => _book;

    public override void Withdraw(in IncidentStep step, int index)
    {
        if (index == 0)
        {
            _enter.Clear();
        }

        _enter.Add(_book.Withdraw(step));
    }

    public override void Enter(in IncidentStep step, int index, long now)
    {
        if (_enter[index])
        {
            _book.Enter(step.Node, KeepAfter(now));
        }
    }

    public override void EndStep() => _book.EndStep();

    /// <summary>Enters an incident outside of a step: when the book is made anew.</summary>
    public void Load(IncidentNode node, long now)
    {
        _book.Enter(node, KeepAfter(now));
        _book.EndStep();
    }

    public void Trim(long now) => _book.Trim(KeepAfter(now));

    /// <summary>Incidents up to this instant are in no window that counts.</summary>
    public long LeftOutThrough(long now) => _book.LeftOutThrough(KeepAfter(now));

    public override void Judge(long now, bool all)
    {
        if (Life.Open is { } open)
        {
            JudgeOpen(open, now, all);
            return;
        }

        if (Life.CoolingDown)
        {
            return;
        }

        var after = now - Definition.Lateness.Ticks;
        if (all)
        {
            RaiseIfReached(Greatest(after, now), now);
        }
        else if (_book.Touched.First <= _book.Touched.Last)
        {
            RaiseIfReached(TouchedPeak(after, now), now);
        }
    }

    protected override Peak? Greatest(long after, long through) => _book.Greatest(after, through);

    protected override AlertFacts FactsOf(Peak? peak)
    {
        if (peak is not { } at)
        {
            return new AlertFacts { Peak = null, Evidence = [] };
        }

        var expectation = _book.ExpectationAt(at.End);
        return new AlertFacts
        {
            Peak = at,
            Evidence = _book.Evidence(at.End).ToList(),
            Expected = expectation?.Expected,
            Probability = expectation?.Probability,
        };
    }

    protected override long NextClear(OpenAlert open, long from, long now) => _book.NextClear(from, now);

    protected override void Told()
    {
        _book.TellAll();
        Context.Tells++;
        if (Context.Incidents.ColdReports.Count > 0 || !Context.Incidents.ColdIds.IsEmpty)
        {
            Life.NoteToldAway(Definition, Context.Tells);
        }
    }

    private void JudgeOpen(OpenAlert open, long now, bool all)
    {
        var moved = _book.Moved.First <= _book.Moved.Last;
        if (!moved && !all)
        {
            return;
        }

        var after = open.RaisedAt - Definition.Lateness.Ticks;
        var peakTouched = _book.Touched.First <= open.Peak.End && open.Peak.End <= _book.Touched.Last;
        Peak? peak = open.Peak;
        if (all || (_book.Lowered && peakTouched))
        {
            peak = Greatest(after, now);
        }
        else if (TouchedPeak(after, now) is { } touched
            && (touched.Value > open.Peak.Value || (touched.Value == open.Peak.Value && touched.End >= open.Peak.End)))
        {
            peak = touched;
        }

        if (peak is not { } greatest || greatest.Value < Definition.AtLeast)
        {
            Cancel(open, peak, now);
            return;
        }

        var peakMoved = greatest != open.Peak;
        open.Peak = greatest;
        if (_book.Lowered && ClearsByCorrection(open, now))
        {
            Clear(open, now);
            return;
        }

        if (Definition.Measure == Measure.Surge && moved)
        {
            // What arrives raises the ratio now and lowers it once it is part of the baseline.
            open.ClearCheckAt = Math.Max(now, Math.Min(open.ClearCheckAt, _book.Moved.First + Definition.Window!.Value.Ticks));
        }

        if (peakMoved || greatest != open.Told.Peak
            || (moved && _book.Moved.First <= greatest.End && _book.Moved.Last > greatest.End - Definition.Window!.Value.Ticks))
        {
            Update(open, now);
        }
    }

    /// <summary>Whether the step at hand made it true that the alert should have cleared by now.</summary>
    private bool ClearsByCorrection(OpenAlert open, long now)
    {
        var earliest = Math.Max(open.RaisedAt + Definition.ClearAfter.Ticks, open.AdoptedAt);
        if (earliest > now)
        {
            open.ClearCheckAt = earliest;
            return false;
        }

        // Of earlier instants only those can have become true whose stretch the step touched.
        open.ClearCheckAt = _book.NextClear(Math.Clamp(_book.Touched.First, earliest, now), now);
        return open.ClearCheckAt <= now;
    }

    private Peak? TouchedPeak(long after, long now)
    {
        var (first, last) = _book.Touched;
        return first > last ? null : _book.Greatest(Math.Max(after, first - 1), Math.Min(now, last));
    }

    private long KeepAfter(long now) => (Life.Open?.RaisedAt ?? now) - Definition.Lateness.Ticks;
}
