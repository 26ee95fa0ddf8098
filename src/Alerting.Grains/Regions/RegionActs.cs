using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Regions;

namespace Alerting.Grains.Regions;

/// <summary>What people do to a region and its alerts: whether it can be done, the input that does it, and its record.</summary>
/// <param name="apply">Applies an input at an instant, UTC ticks.</param>
/// <param name="record">Records it in the same entry.</param>
internal sealed class RegionActs(
    RegionEngine engine, string code, TimeProvider clock, Action<long, RegionInput> apply, Action<AuditRecord> record)
{
    private DateTimeOffset Clock => clock.GetUtcNow();

    /// <inheritdoc cref="IRegionGrain.SetOverrideAsync"/>
    public OverrideChange Override(
        long now, LevelOverride? value, string author, string? reason, OverrideExpectation? expected, Act? act)
    {
        var before = engine.View.Override is { } set && !(set.Expires <= now) ? set : null;
        if (expected is not null && expected.Present != before)
        {
            return OverrideChange.Conflict;
        }

        if (value is not null || before is not null)
        {
            apply(now, new OverrideInput(value, author, reason));
            record(RegionRecords.Override(act ?? Act.Named(author, reason), Clock, code, before, value));
        }

        return before is null ? OverrideChange.WasNone : OverrideChange.WasSet;
    }

    /// <summary>The alert as it is then; null when it is not open.</summary>
    public Alert? Acknowledge(long now, string alertId, string by, string? note, Act? act)
    {
        if (engine.View.OpenAlert(alertId) is not { } before)
        {
            return null;
        }

        apply(now, new AcknowledgeInput(alertId, by, note));
        var after = engine.View.OpenAlert(alertId);
        if (after?.Revision > before.Revision)
        {
            record(RegionRecords.Acknowledged(act ?? Act.Named(by, note), Clock, code, before, after));
        }

        return after;
    }

    /// <summary>Settles something of incidents, if it can be.</summary>
    public SettleOutcome Settle<TInput>(
        long now, TInput input, Func<RegionQueries, TInput, SettleOutcome> outcomeOf, string by, string? reason, Act? act)
        where TInput : RegionInput
    {
        var outcome = outcomeOf(engine.View, input);
        if (outcome == SettleOutcome.Done)
        {
            apply(now, input);
            record(RegionRecords.Settled(act ?? Act.Named(by, reason), Clock, code, input));
        }

        return outcome;
    }

    /// <inheritdoc cref="IRegionGrain.SetClockAsync"/>
    public ClockCorrection SetClock(long now, SetClockInput input, Act? act)
    {
        var open = engine.View.OpenAlerts;
        apply(now, input);
        var made = new ClockCorrection(now, engine.Now, [.. open.Where(alert => engine.View.OpenAlert(alert) is null)]);
        record(RegionRecords.ClockSetBack(act ?? Act.Named(input.Author, input.Reason), Clock, code, made));
        return made;
    }
}
