using Alerting.Engine.Regions;

namespace Alerting.Grains.Regions;

// What operators define for all regions, and what they settle of incidents of this one.
internal sealed partial class RegionGrain
{
    public Task ThresholdsChangedAsync(long revision) => AdoptAsync(_adoption.KnowThresholdsAsync(revision, Stopping));

    public Task PlacesChangedAsync(long revision) => AdoptAsync(_adoption.KnowPlacesAsync(revision, Stopping));

    public Task<SettleOutcome> JoinAsync(string incidentId, string other, string by, string? reason) =>
        SettleAsync(new JoinInput(incidentId, other, by, reason), SettleRules.OutcomeOf);

    public Task<SettleOutcome> PartAsync(string incidentId, string other, string by, string? reason) =>
        SettleAsync(new PartInput(incidentId, other, null, null, by, reason), SettleRules.OutcomeOf);

    public Task<SettleOutcome> TakeOutAsync(string incidentId, string source, string reportId, string by, string? reason) =>
        SettleAsync(new PartInput(incidentId, null, source, reportId, by, reason), SettleRules.OutcomeOf);

    private Task<SettleOutcome> SettleAsync<TInput>(TInput input, Func<RegionQueries, TInput, SettleOutcome> outcomeOf)
        where TInput : RegionInput => JudgeAsync([input], now =>
        {
            var outcome = outcomeOf(_engine.View, input);
            _ = outcome == SettleOutcome.Done ? Apply(now, input) : null;
            return outcome;
        });

    private async Task AdoptAsync(Task known)
    {
        await known;
        await JudgeAsync([], static _ => true);
    }
}
