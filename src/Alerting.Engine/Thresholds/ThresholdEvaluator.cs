using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Engine.Windows;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>Evaluates one threshold in one region: raises, updates, clears and cancels its alerts.</summary>
internal abstract partial class ThresholdEvaluator(ThresholdVersion version, ThresholdAlertState alertState, EvaluationContext context)
{
    /// <summary>Reason of an alert that ends because its threshold was changed, disabled or deleted.</summary>
    public const string ThresholdChanged = "threshold-changed";

    /// <summary>Reason of an alert that ends because the region's clock had run ahead when it was raised.</summary>
    public const string ClockSetBack = "clock-set-back";

    /// <summary>An update that raises the measure so many times or more does not wait.</summary>
    private const double MuchMore = 1.5;

    public string Id => Version.Id;

    public ThresholdVersion Version { get; } = version;

    public ThresholdAlertState AlertState { get; } = alertState;

    public virtual long NextDeadline
    {
        get
        {
            var next = long.MaxValue;
            if (AlertState.Open is { } open)
            {
                next = Math.Min(open.ClearCheckAt, open.PendingAt ?? long.MaxValue);
            }

            return AlertState.CoolingDown ? Math.Min(next, CooldownEnd) : next;
        }
    }

    protected Threshold Definition { get; } = version.Definition!;

    protected EvaluationContext Context { get; } = context;

    private long CooldownEnd => AlertState.ClearedAt!.Value + Definition.Cooldown.Ticks;

    /// <summary>Takes the incidents that a step changed as they are now. <see cref="Judge"/> and <see cref="EndStep"/> follow.</summary>
    public abstract void Take(ReadOnlySpan<IncidentStep> steps, long now);

    /// <summary>Evaluates what the current step touched, or everything when <paramref name="all"/>.</summary>
    public abstract void Judge(long now, bool all);

    public abstract void EndStep();

    /// <summary>The current input has changed the computed level of the region; <see cref="Judge"/> follows.</summary>
    public virtual void LevelChanged(long now)
    {
    }

    /// <summary>The computed level has fallen because time has passed. Pending updates are published later in this instant.</summary>
    public virtual void LevelFell(long now)
    {
    }

    public void ClearIfDue(long now)
    {
        if (AlertState.Open is not { } open || open.ClearCheckAt > now)
        {
            return;
        }

        var at = NextClear(open, Math.Max(open.RaisedAt + Definition.ClearAfter.Ticks, now), now);
        if (at <= now)
        {
            Clear(open, now);
        }
        else
        {
            open.ClearCheckAt = at;
        }
    }

    public void UpdateIfDue(long now)
    {
        if (AlertState.Open is { PendingAt: { } due } open && due <= now)
        {
            UpdateIfChanged(open, now);
        }
    }

    public void EndCooldownIfDue(long now)
    {
        if (AlertState.CoolingDown && CooldownEnd <= now)
        {
            AlertState.CoolingDown = false;
            if (AlertState.Open is null)
            {
                Judge(now, all: true);
            }
        }
    }

    /// <summary>Whether an open alert continues under this version: whether some counting window end still reaches the bound.</summary>
    public bool GoesOn(OpenAlert open, long now) =>
        Greatest(open.RaisedAt - Definition.Lateness.Ticks, now) is { } peak && Reaches(peak);

    /// <summary>This version applies from now on. An alert that is open must be one that continues.</summary>
    public void Adopt(long now)
    {
        AlertState.CoolingDown = AlertState.ClearedAt is { } cleared && cleared + Definition.Cooldown.Ticks > now;
        if (AlertState.Open is { } open)
        {
            open.Peak = Greatest(open.RaisedAt - Definition.Lateness.Ticks, now)!.Value;
            open.Highest = Math.Max(open.Highest, open.Peak.Value);
            open.AdoptedAt = now;
            PublishUpdate(open, FactsOf(open.Peak), now);
            ScheduleClear(open, now);
        }
        else
        {
            Judge(now, all: true);
        }
    }

    /// <summary>Ends the alert of a threshold that has changed. No incidents are told by it, and no cooldown starts.</summary>
    public void Retire(long now)
    {
        if (AlertState.Open is { } open)
        {
            End(open, AlertChange.Cleared, open.Peak, ThresholdChanged, now);
        }
    }

    /// <summary>
    /// Ends an alert that was raised after the instant to which the clock is set back. No incidents are told by it,
    /// and no cooldown starts.
    /// </summary>
    public void EndIfRaisedAfter(long to, long now)
    {
        if (AlertState.Open is { } open && open.RaisedAt > to)
        {
            End(open, AlertChange.Cleared, open.Peak, ClockSetBack, now);
        }
    }

    /// <summary>The clock was set back to now, and this evaluator created again: evaluates everything.</summary>
    public void Rejudge(long now)
    {
        AlertState.CoolingDown = AlertState.ClearedAt is { } cleared && cleared + Definition.Cooldown.Ticks > now;
        if (AlertState.Open is { } open)
        {
            Rejudge(open, now);
        }

        if (AlertState.Open is null)
        {
            Judge(now, all: true);
        }
    }

    /// <summary>The revision that somebody at a desk makes of the open alert, which it has from now on; null when it is no news.</summary>
    public Alert? Next(AlertAct act, string by, long now)
    {
        var open = AlertState.Open!;
        double? judged = Context.Rules >= JudgingRules.Fifth ? open.Published.Peak.Value : null;
        if (AlertWriter.Next(open.Last, act, by, judged, now) is not { } revision)
        {
            return null;
        }

        open.Last = revision;

        // Who acknowledges has seen the alert as it stands; what is said beside it must not delay what is new.
        if (act is AcknowledgeAct)
        {
            open.LastRevisionAt = now;
            open.PendingAt = open.PendingAt is null ? null : now + Definition.UpdateEvery.Ticks;
        }

        return revision;
    }

    /// <summary>The greatest measure over the window ends in (after, through]; null when there is no such end.</summary>
    protected abstract Peak? Greatest(long after, long through);

    protected abstract AlertFacts FactsOf(Peak? peak);

    /// <summary>
    /// The first instant from <paramref name="from"/> on at which the alert clears. Exact when it is not after now,
    /// else a lower bound.
    /// </summary>
    protected abstract long NextClear(OpenAlert open, long from, long now);

    /// <summary>The alert has cleared by its measure: marks the incidents known now as told.</summary>
    protected abstract void MarkTold(long now);

    /// <summary>What the next alert must exceed to be raised in spite of the cooldown.</summary>
    protected virtual double PeakOf(OpenAlert open) => open.Peak.Value;

    protected virtual void ScheduleClear(OpenAlert open, long now) =>
        open.ClearCheckAt = Math.Max(open.RaisedAt + Definition.ClearAfter.Ticks, now);

    protected void Clear(OpenAlert open, long now)
    {
        End(open, AlertChange.Cleared, open.Peak, null, now);
        MarkTold(now);
        AlertState.EndedPeak = PeakOf(open);
        AlertState.ClearedAt = now;
        AlertState.CoolingDown = Definition.Cooldown.Ticks > 0;
    }

    protected void Cancel(OpenAlert open, Peak? peak, long now) => End(open, AlertChange.Cancelled, peak, Context.Cause, now);

    /// <summary>Publishes facts that may have changed, now or when the last revision is <c>updateEvery</c> old.</summary>
    protected void Update(OpenAlert open, long now)
    {
        var due = open.LastRevisionAt + Definition.UpdateEvery.Ticks;
        if (due <= now || CannotWait(open))
        {
            UpdateIfChanged(open, now);
        }
        else
        {
            open.PendingAt = due;
        }
    }

    /// <summary>Whether the next revision is not delayed: the measure has risen much, or what was acknowledged has grown.</summary>
    protected bool CannotWait(OpenAlert open) => (Context.Rules >= JudgingRules.Second && RisesMuch(open)) || Lapses(open);

    /// <summary>Whether the measure has risen so much since the last revision that nobody should wait for the next one.</summary>
    protected virtual bool RisesMuch(OpenAlert open) => open.Peak.Value >= MuchMore * open.Published.Peak.Value;

    private void Rejudge(OpenAlert open, long now)
    {
        var peak = Greatest(open.RaisedAt - Definition.Lateness.Ticks, now);
        if (Definition.Measure is not (Measure.Level or Measure.Quiet) && !(peak is { } reached && Reaches(reached)))
        {
            Cancel(open, peak, now);
            return;
        }

        open.Peak = peak!.Value;
        open.Highest = Math.Max(open.Highest, open.Peak.Value);
        var earliest = Math.Max(open.RaisedAt + Definition.ClearAfter.Ticks, open.AdoptedAt);
        open.ClearCheckAt = earliest > now ? earliest : NextClear(open, earliest, now);
        if (open.ClearCheckAt <= now)
        {
            Clear(open, now);
        }
        else
        {
            Update(open, now);
        }
    }

    private void UpdateIfChanged(OpenAlert open, long now)
    {
        open.PendingAt = null;
        var facts = FactsOf(open.Peak);
        if (facts.DifferFrom(open, Definition))
        {
            PublishUpdate(open, facts, now);
        }
    }

    private void PublishUpdate(OpenAlert open, AlertFacts facts, long now)
    {
        open.PendingAt = null;
        open.Published = facts.Published;
        var rated = Rated(facts, now);
        var reason = Lapses(open) ? AlertReasons.Grown : null;
        var next = Context.Writer.Next(open.Last, AlertChange.Updated, Definition, Version.Version, rated, reason, now);
        Publish(open, Context.Rules >= JudgingRules.Fifth ? AcknowledgementLapse.Update(next, open.Peak.Value) : next, now);
    }

    private bool Lapses(OpenAlert open) => Context.Rules >= JudgingRules.Fifth && AcknowledgementLapse.IsDue(open, Definition);

    private void End(OpenAlert open, AlertChange change, Peak? peak, string? reason, long now)
    {
        AlertState.Open = null;
        var rated = Rated(FactsOf(peak), now);
        Context.Output.Add(Context.Writer.Next(open.Last, change, Definition, Version.Version, rated, reason, now));
    }

    private void Publish(OpenAlert open, Alert revision, long now)
    {
        open.Last = revision;
        open.LastRevisionAt = now;
        Context.Output.Add(revision);
    }
}
