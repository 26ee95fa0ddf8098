using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Doubts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Rarity;
using Alerting.Engine.Sequences;
using Alerting.Engine.Windows;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>A threshold whose measure is taken over a window.</summary>
internal sealed class WindowEvaluator : ThresholdEvaluator
{
    private readonly WindowMeasure _measure;

    /// <summary>Incidents of the current step that must be added again.</summary>
    private List<IncidentNode>? _entering;

    public WindowEvaluator(ThresholdVersion version, ThresholdAlertState alertState, EvaluationContext context)
        : base(version, alertState, context)
    {
        var filter = new IncidentFilter(Definition, context.Region.Code, context.Facts.Towns);
        var table = context.Facts.Table;
        _measure = Definition.Measure switch
        {
            Measure.Surge => new SurgeMeasure(Definition, filter, table),
            Measure.Sequence => new SequenceMeasure(Definition, filter, table, context.Facts.Towns),
            _ when CertainMeasure.Judges(Definition) =>
                new CertainMeasure(Definition, filter, table, context.Region.Code, context.Catalog, CorrelationWindow),
            _ => new AggregateMeasure(Definition, filter, table, context.Region.Code, context.Catalog),
        };
    }

    public WindowMeasure WindowMeasure => _measure;

    public override void Take(ReadOnlySpan<IncidentStep> steps, long now)
    {
        var keepAfter = KeepAfter(now);
        if (steps.Length == 1)
        {
            if (_measure.Withdraw(steps[0]))
            {
                _measure.Enter(steps[0].Node, keepAfter);
            }

            return;
        }

        // All that changed is removed before anything is added.
        var entering = _entering ??= [];
        entering.Clear();
        foreach (ref readonly var step in steps)
        {
            if (_measure.Withdraw(step))
            {
                entering.Add(step.Node);
            }
        }

        foreach (var node in entering)
        {
            _measure.Enter(node, keepAfter);
        }
    }

    public override void EndStep() => _measure.EndStep();

    /// <summary>Adds an incident when the evaluator is created from the known ones, outside of a step.</summary>
    public void Load(IncidentNode node, long now)
    {
        _measure.Enter(node, KeepAfter(now));
        _measure.EndStep();
    }

    public override void CloseDaysBefore(long at, long now)
    {
        if (at <= now - Definition.Lateness.Ticks)
        {
            CloseDays(now - Definition.Lateness.Ticks);
        }
    }

    /// <summary>Notes of the days up to an instant, UTC ticks, how great the measure was; they do not change any more.</summary>
    public void CloseDays(long through)
    {
        var days = AlertState.Days;
        if (through > days.ClosedThrough)
        {
            _measure.NoteDays(days.Numbers, days.ClosedThrough, through);
            days.Close(through);
            days.Numbers.Trim(through);
        }
    }

    public void Trim(long now)
    {
        CloseDays(now - Definition.Lateness.Ticks);
        _measure.Trim(KeepAfter(now));
    }

    /// <summary>Incidents up to this instant are in no counting window.</summary>
    public long OutsideWindowsThrough(long now) => _measure.OutsideWindowsThrough(KeepAfter(now));

    /// <summary>Incidents up to this instant make no difference to any counting window, nor to the baseline of one.</summary>
    public long NeedsAfter(long now) => KeepAfter(now) - _measure.Reach;

    public override void Judge(long now, bool all)
    {
        if (AlertState.Open is { } open)
        {
            JudgeOpen(open, now, all);
            return;
        }

        var after = now - Definition.Lateness.Ticks;
        if (!all && !MayBeHeld)
        {
            var (first, last) = _measure.Touched;
            if (first <= last)
            {
                RaiseIfReached(_measure.Reaching(Math.Max(after, first - 1), Math.Min(now, last)), now);
            }
        }
        else if (all || Held is not { } held || held.End <= after || (_measure.Lowered && IsTouched(held)))
        {
            RaiseIfReached(_measure.Reaching(after, now), now);
        }
        else
        {
            RaiseIfReached(Better(held, after, now), now);
        }
    }

    /// <summary>The greatest of a known peak, which no step has lowered, and of the ends that the step touched.</summary>
    private Peak Better(Peak known, long after, long now) =>
        TouchedPeak(after, now) is { } touched && _measure.Qualifies(touched)
            && (touched.Value > known.Value || (touched.Value == known.Value && touched.End >= known.End))
            ? touched
            : known;

    private bool IsTouched(Peak peak) => _measure.Touched.First <= peak.End && peak.End <= _measure.Touched.Last;

    protected override Peak? Greatest(long after, long through) => _measure.Greatest(after, through);

    protected override bool Reaches(Peak peak) => peak.Value >= Definition.AtLeast && _measure.Qualifies(peak);

    protected override DayRange DaysBefore(Peak peak, long now) =>
        RarityRule.DaysBefore(Math.Max(AlertState.Days.Since ?? long.MaxValue, Context.Beginning.FirstEventAt), peak.End, now);

    protected override AlertRarity RarityOf(Peak peak, DayRange days, long now)
    {
        CloseDays(now - Definition.Lateness.Ticks);
        return RarityRule.Of(AlertState.Days.Numbers, days, 0, peak.Value);
    }

    protected override AlertFacts FactsOf(Peak? peak)
    {
        if (peak is not { } at)
        {
            return new AlertFacts { Peak = null, Evidence = [] };
        }

        var expectation = _measure.ExpectationAt(at.End);
        var evidence = _measure.Evidence(at.End).ToList();
        return new AlertFacts
        {
            Peak = at,
            Evidence = evidence,
            Stated = _measure.StatedAt(at),
            TellsEvidenceAlone = _measure.TellsEvidenceAlone,
            Doubts = WindowDoubts.Matter(Definition.Measure) ? new WindowDoubts(Definition, evidence, CorrelationWindow) : null,
            Expected = expectation?.Expected,
            Probability = expectation?.Probability,
        };
    }

    protected override long NextClear(OpenAlert open, long from, long now) => _measure.NextClear(from, now);

    protected override void MarkTold(long now)
    {
        // Ends that are told are not measured by all of their incidents any more.
        CloseDays(now - Definition.Lateness.Ticks);
        _measure.NoteDays(AlertState.Days.Numbers, AlertState.Days.ClosedThrough, now);
        _measure.TellAll();
        Context.ToldRound++;
        if (!Context.Archived.IsEmpty)
        {
            AlertState.NoteToldWhileArchived(Definition, Context.ToldRound);
        }
    }

    private void JudgeOpen(OpenAlert open, long now, bool all)
    {
        var moved = _measure.Moved.First <= _measure.Moved.Last;
        if (!moved && !all)
        {
            return;
        }

        var after = open.RaisedAt - Definition.Lateness.Ticks;
        var peak = all || (_measure.Lowered && IsTouched(open.Peak)) ? Greatest(after, now) : Better(open.Peak, after, now);

        if (peak is not { } greatest || !Reaches(greatest))
        {
            Cancel(open, peak, now);
            return;
        }

        var peakMoved = greatest != open.Peak;
        open.Peak = greatest;
        if (_measure.Lowered && ClearsByCorrection(open, now))
        {
            Clear(open, now);
            return;
        }

        if (Definition.Measure == Measure.Surge && moved)
        {
            // A new incident raises the ratio now, and lowers it later, when it has become part of the baseline.
            open.ClearCheckAt = Math.Max(now, Math.Min(open.ClearCheckAt, _measure.Moved.First + Definition.Window!.Value.Ticks));
        }

        if ((peakMoved || greatest != open.Published.Peak
            || (moved && _measure.Moved.First <= greatest.End && _measure.Moved.Last > greatest.End - Definition.Window!.Value.Ticks))
            && (!_measure.TellsEvidenceAlone || FactsOf(greatest).DifferFrom(open, Definition)))
        {
            Update(open, now);
        }
    }

    /// <summary>Whether the current step has made it true that the alert should have cleared by now.</summary>
    private bool ClearsByCorrection(OpenAlert open, long now)
    {
        var earliest = Math.Max(open.RaisedAt + Definition.ClearAfter.Ticks, open.AdoptedAt);
        if (earliest > now)
        {
            open.ClearCheckAt = earliest;
            return false;
        }

        // An earlier instant can only have become true if the step touched the time before it.
        open.ClearCheckAt = _measure.NextClear(Math.Clamp(_measure.Touched.First, earliest, now), now);
        return open.ClearCheckAt <= now;
    }

    private Peak? TouchedPeak(long after, long now)
    {
        var (first, last) = _measure.Touched;
        return first > last ? null : _measure.Greatest(Math.Max(after, first - 1), Math.Min(now, last));
    }

    private long CorrelationWindow => Context.Options.CorrelationWindow.Ticks;

    private long KeepAfter(long now) => (AlertState.Open?.RaisedAt ?? now) - Definition.Lateness.Ticks;
}
