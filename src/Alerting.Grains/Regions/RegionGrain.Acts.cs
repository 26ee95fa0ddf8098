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
        ActAsync([], now => Acts.Override(now, value, author, reason, expected, act), act);

    public async Task<AlertActResult> ActOnAlertAsync(AlertActRequest request, Act act) => await OnAlertAsync(request, act);

    public async Task<Alert?> AcknowledgeAlertAsync(string alertId, string by, string? note, Act? act) =>
        await OnAlertAsync(new AlertActRequest(alertId, by, new AcknowledgeAct(note)), act) is
        { Outcome: AlertActOutcome.Done, Revision: { } revision } ? revision : null;

    public Task<SettleOutcome> JoinAsync(string incidentId, string other, string by, string? reason, Act? act) =>
        SettleAsync(new JoinInput(incidentId, other, by, reason), SettleRules.OutcomeOf, by, reason, act);

    public Task<SettleOutcome> PartAsync(string incidentId, string other, string by, string? reason, Act? act) =>
        SettleAsync(new PartInput(incidentId, other, null, null, by, reason), SettleRules.OutcomeOf, by, reason, act);

    public Task<SettleOutcome> TakeOutAsync(
        string incidentId, string source, string reportId, string by, string? reason, Act? act) =>
        SettleAsync(new PartInput(incidentId, null, source, reportId, by, reason), SettleRules.OutcomeOf, by, reason, act);

    private Task<SettleOutcome> SettleAsync<TInput>(
        TInput input, Func<RegionQueries, TInput, SettleOutcome> outcomeOf, string by, string? reason, Act? act)
        where TInput : RegionInput => ActAsync([input], now => Acts.Settle(now, input, outcomeOf, by, reason, act), act);

    private async Task<AlertActResult> OnAlertAsync(AlertActRequest request, Act? act)
    {
        var made = await JudgeAsync([], now => Acts.OnAlert(now, request, ended: null, act))
            ?? await _endedActs.TakeAsync(() => OnEndedAsync(request, act));
        if (made is not { } known)
        {
            return new AlertActResult(AlertActOutcome.NotFound, null);
        }

        await AuditedAsync(act);
        await _ledger.ReachesAsync(Committed, s_maxWaitForLedger, Clock);
        return new AlertActResult(known.Outcome, await _ledger.RevisionAsync(request.AlertId, known.Revision));
    }

    /// <summary>
    /// An alert that has ended is not kept here, but the ledger has it. These go one after the other: each needs the revision that the
    /// one before it has made.
    /// </summary>
    private async Task<(AlertActOutcome Outcome, int Revision)?> OnEndedAsync(AlertActRequest request, Act? act)
    {
        await _ledger.ReachesAsync(Committed, s_maxWaitForLedger, Clock);
        return await _ledger.LastAsync(request.AlertId) is { Status: not AlertStatus.Open } last
            ? await JudgeAsync([], now => Acts.OnAlert(now, request, last, act))
            : null;
    }

    /// <summary>Like <see cref="JudgeAsync"/>, and has the audit log told of it.</summary>
    private async Task<T> ActAsync<T>(RegionInput[] inputs, Func<long, T> judge, Act? act)
    {
        var result = await JudgeAsync(inputs, judge);
        await AuditedAsync(act);
        return result;
    }
}
