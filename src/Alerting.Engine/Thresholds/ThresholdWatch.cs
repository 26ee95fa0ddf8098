using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Windows;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>One threshold in one region: judges its measure and leads the life of its alerts (specification section 4).</summary>
internal abstract class ThresholdWatch(ThresholdVersion version, AlertLife life, WatchContext context)
{
    /// <summary>Reason of an alert that ends because its threshold was changed, disabled or deleted.</summary>
    public const string ThresholdChanged = "threshold-changed";

    /// <summary>Reason of an alert that ends because the clock had run ahead when it was raised.</summary>
    public const string ClockSetBack = "clock-set-back";

    public string Id => Version.Id;

    public ThresholdVersion Version { get; } = version;

    public AlertLife Life { get; } = life;

    public long NextDeadline
    {
        get
        {
            var next = long.MaxValue;
            if (Life.Open is { } open)
            {
                next = Math.Min(open.ClearCheckAt, open.PendingAt ?? long.MaxValue);
            }

            return Life.CoolingDown ? Math.Min(next, CooldownEnd) : next;
        }
    }

    protected Threshold Definition { get; } = version.Definition!;

    protected WatchContext Context { get; } = context;

    private long CooldownEnd => Life.ClearedAt!.Value + Definition.Cooldown.Ticks;

    /// <summary>First half of a step: takes out what changed. To be called for all incidents before <see cref="Enter"/> for any.</summary>
    public abstract void Withdraw(in IncidentStep step, int index);

    /// <summary>Second half of a step.</summary>
    public abstract void Enter(in IncidentStep step, int index, long now);

    /// <summary>Judges what the step at hand touched, or everything when <paramref name="all"/>.</summary>
    public abstract void Judge(long now, bool all);

    public abstract void EndStep();

    /// <summary>The input at hand has changed the computed level of the region; it is judged next.</summary>
    public virtual void LevelChanged(long now)
    {
    }

    /// <summary>The computed level has fallen by the clock; pending updates go out later in this instant.</summary>
    public virtual void LevelFell(long now)
    {
    }

    public void ClearIfDue(long now)
    {
        if (Life.Open is not { } open || open.ClearCheckAt > now)
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

    public void TellIfDue(long now)
    {
        if (Life.Open is { PendingAt: { } due } open && due <= now)
        {
            TellIfNew(open, now);
        }
    }

    public void EndCooldownIfDue(long now)
    {
        if (Life.CoolingDown && CooldownEnd <= now)
        {
            Life.CoolingDown = false;
            Judge(now, all: true);
        }
    }

    /// <summary>Whether the open alert goes on under this version: some end still reaches the bound.</summary>
    public bool GoesOn(OpenAlert open, long now) =>
        Greatest(open.RaisedAt - Definition.Lateness.Ticks, now) is { } peak && peak.Value >= Definition.AtLeast;

    /// <summary>Judges by this version from now on; an open alert is one that goes on.</summary>
    public void Adopt(long now)
    {
        Life.CoolingDown = Life.ClearedAt is { } cleared && cleared + Definition.Cooldown.Ticks > now;
        if (Life.Open is { } open)
        {
            open.Peak = Greatest(open.RaisedAt - Definition.Lateness.Ticks, now)!.Value;
            open.AdoptedAt = now;
            Tell(open, FactsOf(open.Peak), now);
            ScheduleClear(open, now);
        }
        else
        {
            Judge(now, all: true);
        }
    }

    /// <summary>The threshold was replaced, disabled or deleted and its alert does not go on. Tells nothing and starts no cooldown.</summary>
    public void Retire(long now)
    {
        if (Life.Open is { } open)
        {
            End(open, AlertChange.Cleared, open.Peak, ThresholdChanged, now);
        }
    }

    /// <summary>The clock is set back to before the alert was raised. Tells nothing and starts no cooldown.</summary>
    public void EndIfRaisedAfter(long to, long now)
    {
        if (Life.Open is { } open && open.RaisedAt > to)
        {
            End(open, AlertChange.Cleared, open.Peak, ClockSetBack, now);
        }
    }

    /// <summary>The clock was set back to now, and the watch made anew: judges all there is.</summary>
    public void Rejudge(long now)
    {
        Life.CoolingDown = Life.ClearedAt is { } cleared && cleared + Definition.Cooldown.Ticks > now;
        if (Life.Open is { } open)
        {
            Rejudge(open, now);
        }

        if (Life.Open is null)
        {
            Judge(now, all: true);
        }
    }

    /// <summary>False when that alert is not open here. The same from the same again, as after a lost answer, is no news.</summary>
    public bool Acknowledge(string alertId, string by, string? note, long now)
    {
        if (Life.Open is not { } open || open.Last.AlertId != alertId)
        {
            return false;
        }

        if (open.Last.Acknowledged is { } known && known.By == by && known.Note == note)
        {
            return true;
        }

        Publish(open, AlertWriter.Acknowledge(open.Last, by, note, now), now);
        if (open.PendingAt is not null)
        {
            open.PendingAt = now + Definition.UpdateEvery.Ticks;
        }

        return true;
    }

    /// <summary>The greatest measure over the ends in (after, through], or null when there is no such end.</summary>
    protected abstract Peak? Greatest(long after, long through);

    protected abstract AlertFacts FactsOf(Peak? peak);

    /// <summary>First instant from <paramref name="from"/> on at which the alert clears; exact when at or before now.</summary>
    protected abstract long NextClear(OpenAlert open, long from, long now);

    /// <summary>The alert has cleared by its measure: what is known now is told.</summary>
    protected abstract void Told();

    protected void RaiseIfReached(Peak? peak, long now)
    {
        if (peak is not { } reached || reached.Value < Definition.AtLeast)
        {
            return;
        }

        var facts = FactsOf(reached);
        var alert = Context.Writer.Raise(Definition, Version.Version, ++Life.Ordinal, facts, now);
        var open = new OpenAlert
        {
            Last = alert,
            RaisedAt = now,
            LastRevisionAt = now,
            Told = facts.Told,
            Peak = reached,
            ClearCheckAt = long.MaxValue,
            AdoptedAt = now,
        };
        Life.Open = open;
        Context.Output.Add(alert);
        ScheduleClear(open, now);
    }

    protected virtual void ScheduleClear(OpenAlert open, long now) =>
        open.ClearCheckAt = Math.Max(open.RaisedAt + Definition.ClearAfter.Ticks, now);

    protected void Clear(OpenAlert open, long now)
    {
        End(open, AlertChange.Cleared, open.Peak, null, now);
        Told();
        Life.ClearedAt = now;
        Life.CoolingDown = Definition.Cooldown.Ticks > 0;
    }

    protected void Cancel(OpenAlert open, Peak? peak, long now) => End(open, AlertChange.Cancelled, peak, Context.Cause, now);

    /// <summary>Facts have changed, or may have: tells them now or when the last revision is old enough.</summary>
    protected void Update(OpenAlert open, long now)
    {
        var due = open.LastRevisionAt + Definition.UpdateEvery.Ticks;
        if (due <= now)
        {
            TellIfNew(open, now);
        }
        else
        {
            open.PendingAt = due;
        }
    }

    private void Rejudge(OpenAlert open, long now)
    {
        var peak = Greatest(open.RaisedAt - Definition.Lateness.Ticks, now);
        if (Definition.Measure != Measure.Level && !(peak?.Value >= Definition.AtLeast))
        {
            Cancel(open, peak, now);
            return;
        }

        open.Peak = peak!.Value;
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

    private void TellIfNew(OpenAlert open, long now)
    {
        open.PendingAt = null;
        var facts = FactsOf(open.Peak);
        if (facts.Told != open.Told)
        {
            Tell(open, facts, now);
        }
    }

    private void Tell(OpenAlert open, AlertFacts facts, long now)
    {
        open.PendingAt = null;
        open.Told = facts.Told;
        Publish(open, Context.Writer.Next(open.Last, AlertChange.Updated, Definition, Version.Version, facts, null, now), now);
    }

    private void End(OpenAlert open, AlertChange change, Peak? peak, string? reason, long now)
    {
        Life.Open = null;
        Context.Output.Add(Context.Writer.Next(open.Last, change, Definition, Version.Version, FactsOf(peak), reason, now));
    }

    private void Publish(OpenAlert open, Alert revision, long now)
    {
        open.Last = revision;
        open.LastRevisionAt = now;
        Context.Output.Add(revision);
    }
}
