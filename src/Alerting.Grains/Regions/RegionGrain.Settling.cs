using Alerting.Engine.Regions;
using Alerting.Grains.Audit;

namespace Alerting.Grains.Regions;

// What operators define for all regions, and what they settle of incidents of this one.
internal sealed partial class RegionGrain
{
    public Task ThresholdsChangedAsync(long revision) => AdoptAsync(_adoption.KnowThresholdsAsync(revision, Stopping));

    public Task PlacesChangedAsync(long revision) => AdoptAsync(_adoption.KnowPlacesAsync(revision, Stopping));

    public Task<SettleOutcome> JoinAsync(string incidentId, string other, string by, string? reason, Act? act) =>
        SettleAsync(new JoinInput(incidentId, other, by, reason), SettleRules.OutcomeOf, by, reason, act);

    public Task<SettleOutcome> PartAsync(string incidentId, string other, string by, string? reason, Act? act) =>
        SettleAsync(new PartInput(incidentId, other, null, null, by, reason), SettleRules.OutcomeOf, by, reason, act);

    public Task<SettleOutcome> TakeOutAsync(
        string incidentId, string source, string reportId, string by, string? reason, Act? act) =>
        SettleAsync(new PartInput(incidentId, null, source, reportId, by, reason), SettleRules.OutcomeOf, by, reason, act);

    private async Task<SettleOutcome> SettleAsync<TInput>(
        TInput input, Func<RegionQueries, TInput, SettleOutcome> outcomeOf, string by, string? reason, Act? act)
        where TInput : RegionInput
    {
        var outcome = await JudgeAsync([input], now =>
        {
            var outcome = outcomeOf(_engine.View, input);
            if (outcome == SettleOutcome.Done)
            {
                Apply(now, input);
                Record(RegionActs.Settled(act ?? Act.Named(by, reason), Clock.GetUtcNow(), _code, input));
            }

            return outcome;
        });
        await AuditedAsync(act);
        return outcome;
    }

    private async Task AdoptAsync(Task known)
    {
        await known;
        await JudgeAsync([], static _ => true);
    }
}
