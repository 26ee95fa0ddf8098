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

    /// <summary>Does something to an alert, if it can be done, unless it is known to have been done.</summary>
    /// <param name="now">UTC ticks.</param>
    /// <param name="request">What is to be done.</param>
    /// <param name="ended">The last revision of an alert that has ended; null: it is looked for among the open ones.</param>
    /// <param name="act">Who does it, for the audit log.</param>
    /// <returns>Whether it was done, and the number of the revision that tells of it; null: the alert is not open.</returns>
    public (AlertActOutcome Outcome, int Revision)? OnAlert(long now, AlertActRequest request, Alert? ended, Act? act)
    {
        var key = request.ActKey;
        if (key is not null && engine.View.ActOf(key.Key) is { } known)
        {
            return (known.Content == key.Content ? AlertActOutcome.Done : AlertActOutcome.KeyReused, known.Revision);
        }

        if ((engine.View.OpenAlert(request.AlertId) ?? ended) is not { } before)
        {
            return null;
        }

        if (request.Expected is { } expected && !expected.Contains(before.Revision))
        {
            return (AlertActOutcome.Moved, before.Revision);
        }

        if (before.Status != AlertStatus.Open && !request.Act.IsTakenAfterEnd)
        {
            return (AlertActOutcome.Ended, before.Revision);
        }

        // What a region makes has no place in the ledger until the ledger gives it one.
        var input = new AlertActInput(
            request.AlertId, request.By, request.Act, key, before.Status == AlertStatus.Open ? null : before with { Seq = 0 });
        var isNews = engine.View.IsNews(input);
        if (isNews || key is not null)
        {
            apply(now, input);
        }

        if (isNews)
        {
            record(RegionRecords.OnAlert(act ?? Act.Named(request.By, null), Clock, code, before, request));
        }

        return (AlertActOutcome.Done, before.Revision + (isNews ? 1 : 0));
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
