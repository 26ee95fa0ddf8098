using Alerting.Engine.Regions;
using Alerting.Incidents;

namespace Alerting.Grains.Regions;

/// <summary>What would become of what an operator settles of incidents; their blocks of the archive must have been restored.</summary>
internal static class SettleRules
{
    public static SettleOutcome OutcomeOf(RegionQueries view, JoinInput join) =>
        view.ReportsOf(join.IncidentId) is null ? SettleOutcome.NotFound
        : view.ReportsOf(join.Other) is null ? SettleOutcome.OtherNotFound
        : view.KnownAs(join.IncidentId) == view.KnownAs(join.Other) ? SettleOutcome.Unchanged
        : SettleOutcome.Done;

    public static SettleOutcome OutcomeOf(RegionQueries view, PartInput part) =>
        view.ReportsOf(part.IncidentId) is not { } reports ? SettleOutcome.NotFound
        : part.Other is { } other ? OfIncidents(view, part.IncidentId, other)
        : OfReport(view, part.IncidentId, part.Source!, part.ReportId!, reports);

    private static SettleOutcome OfIncidents(RegionQueries view, string incidentId, string other) =>
        view.ReportsOf(other) is null ? SettleOutcome.OtherNotFound
        : view.SettledOf(view.KnownAs(incidentId)).Any(
            settled => settled.Verdict == IncidentVerdict.Parted && settled.IncidentId == view.KnownAs(other))
            ? SettleOutcome.Unchanged
        : SettleOutcome.Done;

    private static SettleOutcome OfReport(RegionQueries view, string incidentId, string source, string reportId, int reports) =>
        view.IsOf(incidentId, source, reportId) ? reports > 1 ? SettleOutcome.Done : SettleOutcome.OnlyReport
        : view.WasTakenOut(view.KnownAs(incidentId), source, reportId) ? SettleOutcome.Unchanged
        : SettleOutcome.OtherNotFound;
}
