using Alerting.Engine.Regions;
using Alerting.Incidents;

namespace Alerting.Grains.Regions;

// What operators settle of incidents by hand.
internal sealed partial class RegionGrain
{
    public Task<SettleOutcome> JoinAsync(string incidentId, string other, string by, string? reason) =>
        SettleAsync(new JoinInput(incidentId, other, by, reason), view =>
            view.ReportsOf(incidentId) is null ? SettleOutcome.NotFound
            : view.ReportsOf(other) is null ? SettleOutcome.OtherNotFound
            : view.KnownAs(incidentId) == view.KnownAs(other) ? SettleOutcome.Unchanged
            : SettleOutcome.Done);

    public Task<SettleOutcome> PartAsync(string incidentId, string other, string by, string? reason) =>
        SettleAsync(new PartInput(incidentId, other, null, null, by, reason), view =>
            view.ReportsOf(incidentId) is null ? SettleOutcome.NotFound
            : view.ReportsOf(other) is null ? SettleOutcome.OtherNotFound
            : view.SettledOf(view.KnownAs(incidentId)).Any(
                settled => settled.Verdict == IncidentVerdict.Parted && settled.IncidentId == view.KnownAs(other))
                ? SettleOutcome.Unchanged
            : SettleOutcome.Done);

    public Task<SettleOutcome> TakeOutAsync(string incidentId, string source, string reportId, string by, string? reason) =>
        SettleAsync(new PartInput(incidentId, null, source, reportId, by, reason), view =>
            view.ReportsOf(incidentId) is not { } count ? SettleOutcome.NotFound
            : !view.IsOf(incidentId, source, reportId)
                ? view.WasTakenOut(view.KnownAs(incidentId), source, reportId) ? SettleOutcome.Unchanged : SettleOutcome.OtherNotFound
            : count < 2 ? SettleOutcome.OnlyReport
            : SettleOutcome.Done);

    /// <summary>Applies what an operator has settled, where it can be and changes anything.</summary>
    private Task<SettleOutcome> SettleAsync(RegionInput input, Func<RegionQueries, SettleOutcome> outcomeOf) =>
        JudgeAsync([input], now =>
        {
            var outcome = outcomeOf(_engine.View);
            if (outcome == SettleOutcome.Done)
            {
                Apply(now, input);
            }

            return outcome;
        });
}
