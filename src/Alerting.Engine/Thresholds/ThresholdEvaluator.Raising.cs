using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Rarity;
using Alerting.Engine.Regions;
using Alerting.Engine.Windows;

namespace Alerting.Engine.Thresholds;

// Whether a measure that reaches the threshold raises an alert: a cooldown or its being common may hold it back.
internal abstract partial class ThresholdEvaluator
{
    /// <summary>Nothing holds back a measure of so many times <c>atLeast</c>.</summary>
    private const double NeverHeld = 3;

    /// <summary>The last peak that was too common, with the days that it was compared with; null once an alert is raised.</summary>
    private (Peak Peak, DayRange Days)? _common;

    /// <summary>
    /// Whether a counting end may reach the threshold although no alert is open. As long as none does, only ends that a
    /// step touches can.
    /// </summary>
    protected bool MayBeHeld { get; private set; } = true;

    /// <summary>The counting end of greatest measure that is held back; null where none is, or it must be searched for.</summary>
    protected Peak? Held { get; private set; }

    protected RarityRule RarityRule { get; } = new(version.Definition!);

    /// <summary>A step changes facts from this instant on, UTC ticks: what must be known of the days before is noted.</summary>
    public virtual void CloseDaysBefore(long at, long now)
    {
    }

    /// <summary>The past days with which a measure is compared.</summary>
    protected abstract DayRange DaysBefore(Peak peak, long now);

    /// <summary>How rare a measure is for this region.</summary>
    protected abstract AlertRarity RarityOf(Peak peak, DayRange days, long now);

    /// <summary>Whether a window reaches the threshold.</summary>
    protected virtual bool Reaches(Peak peak) => peak.Value >= Definition.AtLeast;

    /// <param name="peak">The counting end of greatest measure, or that of those that the step touched while no other reaches.</param>
    /// <param name="now">UTC ticks.</param>
    protected void RaiseIfReached(Peak? peak, long now)
    {
        if (peak is not { } reached || reached.Value < Definition.AtLeast || !Reaches(reached))
        {
            if (MayBeHeld)
            {
                (MayBeHeld, Held, AlertState.HeldSince) = (false, null, null);
            }

            return;
        }

        RaiseUnlessHeld(reached, now);
    }

    private void RaiseUnlessHeld(Peak reached, long now)
    {
        var days = DaysBefore(reached, now);
        if (reached == Held && _common == (reached, days))
        {
            return;
        }

        (MayBeHeld, Held, _common) = (true, reached, null);
        if (AlertState.CoolingDown && !OutdoesCooldown(reached.Value))
        {
            AlertState.HeldSince ??= now;
            return;
        }

        var heldSince = AlertState.HeldSince;
        AlertState.HeldSince = null;
        var rarity = RarityOf(reached, days, now);
        if (!IsNeverHeld(reached.Value) && RarityRule.HoldsBack(rarity))
        {
            _common = (reached, days);
            return;
        }

        Held = null;
        Raise(reached, FactsOf(reached) with { Rarity = rarity, HeldSince = heldSince }, now);
    }

    /// <summary>The facts with how rare they are, where they reach the threshold.</summary>
    private AlertFacts Rated(AlertFacts facts, long now) =>
        facts.Peak is { } peak && Reaches(peak) ? facts with { Rarity = RarityOf(peak, DaysBefore(peak, now), now) } : facts;

    private bool IsNeverHeld(double value) => value >= NeverHeld * Definition.AtLeast;

    private bool OutdoesCooldown(double value) =>
        Context.Rules >= JudgingRules.Second && (IsNeverHeld(value) || value > AlertState.EndedPeak);

    private void Raise(Peak peak, AlertFacts facts, long now)
    {
        var id = Context.Writer.IdOf(Definition, ++AlertState.Ordinal);
        var story = Context.Rules >= JudgingRules.Third ? Context.Story.Of(id, facts.Evidence) : id;
        var alert = Context.Writer.Raise(Definition, Version.Version, id, story, facts, now);
        var open = new OpenAlert
        {
            Last = alert,
            RaisedAt = now,
            LastRevisionAt = now,
            Published = facts.Published,
            Peak = peak,
            ClearCheckAt = long.MaxValue,
            AdoptedAt = now,
            Highest = peak.Value,
        };
        AlertState.Open = open;
        Context.Output.Add(alert);
        ScheduleClear(open, now);
    }
}
