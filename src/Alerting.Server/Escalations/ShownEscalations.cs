using Alerting.Escalations;
using Alerting.Server.Access;
using Alerting.Server.Subscriptions;

namespace Alerting.Server.Escalations;

/// <summary>What somebody may see of escalations of an alert that he may see.</summary>
internal static class ShownEscalations
{
    /// <summary>Without names of alerts beyond the limits that hold calls back.</summary>
    public static IReadOnlyList<AlertEscalation> Of(IReadOnlyList<AlertEscalation> escalations, RegionLimits limits) => limits.AreNone
        ? escalations
        : [.. escalations.Select(escalation => escalation with
        {
            Calls = [.. escalation.Calls.Select(call =>
                call.Inhibitor is { } inhibitor && !ShownDeliveries.IsShown(inhibitor, limits) ? call with { Reason = null } : call)],
        })];
}
