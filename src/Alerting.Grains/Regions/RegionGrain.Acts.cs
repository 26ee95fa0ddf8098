using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Regions;

namespace Alerting.Grains.Regions;

// What people do to the region and its alerts.
internal sealed partial class RegionGrain
{
    public Task<OverrideChange> SetOverrideAsync(
        LevelOverride? value, string author, string? reason, OverrideExpectation? expected, Act? act) =>
        ActAsync([], now => _acts.Override(now, value, author, reason, expected, act), act);

    public async Task<Alert?> AcknowledgeAlertAsync(string alertId, string by, string? note, Act? act)
    {
        var revision = await JudgeAsync([], now => _acts.Acknowledge(now, alertId, by, note, act));
        if (revision is not null)
        {
            await _ledger.ReachesAsync(Committed, s_maxWaitForLedger, Clock);
        }

        await AuditedAsync(act);
        return revision;
    }

    public async Task<bool> AcknowledgeAsync(string alertId, string by, string? note) =>
        await AcknowledgeAlertAsync(alertId, by, note, act: null) is not null;

    public Task<SettleOutcome> JoinAsync(string incidentId, string other, string by, string? reason, Act? act) =>
        SettleAsync(new JoinInput(incidentId, other, by, reason), SettleRules.OutcomeOf, by, reason, act);

    public Task<SettleOutcome> PartAsync(string incidentId, string other, string by, string? reason, Act? act) =>
        SettleAsync(new PartInput(incidentId, other, null, null, by, reason), SettleRules.OutcomeOf, by, reason, act);

    public Task<SettleOutcome> TakeOutAsync(
        string incidentId, string source, string reportId, string by, string? reason, Act? act) =>
        SettleAsync(new PartInput(incidentId, null, source, reportId, by, reason), SettleRules.OutcomeOf, by, reason, act);

    private Task<SettleOutcome> SettleAsync<TInput>(
        TInput input, Func<RegionQueries, TInput, SettleOutcome> outcomeOf, string by, string? reason, Act? act)
        where TInput : RegionInput => ActAsync([input], now => _acts.Settle(now, input, outcomeOf, by, reason, act), act);

    /// <summary>Like <see cref="JudgeAsync"/>, and has the audit log told of it.</summary>
    private async Task<T> ActAsync<T>(RegionInput[] inputs, Func<long, T> judge, Act? act)
    {
        var result = await JudgeAsync(inputs, judge);
        await AuditedAsync(act);
        return result;
    }
}
