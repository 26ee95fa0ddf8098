using Alerting.Escalations;
using Alerting.Grains.Escalations;
using Alerting.Grains.OnCall;
using Alerting.OnCall;
using Alerting.Reports;
using Alerting.Server.Access;

namespace Alerting.Server.OnCall;

/// <summary>
/// What names a contact or a schedule, which may not be deleted then: whoever was to be called would not be, and nobody would notice.
/// </summary>
internal sealed class OnCallNames(ScheduleCache schedules, PolicyCache policies)
{
    private const int MaxListed = 5;

    /// <summary>Why a contact cannot be deleted; null where it can.</summary>
    /// <param name="limits">Of the caller.</param>
    public async Task<Fault?> OfContactAsync(string id, RegionLimits limits, CancellationToken cancellationToken)
    {
        var named = (await schedules.ReadAsync(cancellationToken))
            .Where(schedule => schedule.Value.Layers.Any(layer => layer.Contacts.Contains(id, StringComparer.Ordinal))
                || schedule.Value.Overrides.Any(one => one.Contact == id))
            .Select(static schedule => ($"schedule '{schedule.Key}'", (IRegional)schedule.Value));
        return Of($"contact '{id}'", [.. named, .. await PoliciesAsync(EscalationTargets.Contact + id, cancellationToken)], limits);
    }

    /// <summary>Why a schedule cannot be deleted; null where it can.</summary>
    /// <param name="limits">Of the caller.</param>
    public async Task<Fault?> OfScheduleAsync(string id, RegionLimits limits, CancellationToken cancellationToken) =>
        Of($"schedule '{id}'", [.. await PoliciesAsync(EscalationTargets.Schedule + id, cancellationToken)], limits);

    private async Task<IEnumerable<(string Name, IRegional Of)>> PoliciesAsync(string target, CancellationToken cancellationToken) =>
        (await policies.ReadAsync(cancellationToken))
            .Where(policy => policy.Value.Steps.Any(step => step.Notify.Contains(target, StringComparer.Ordinal)))
            .Select(static policy => ($"policy '{policy.Key}'", (IRegional)policy.Value));

    private static Fault? Of(string what, IReadOnlyList<(string Name, IRegional Of)> named, RegionLimits limits)
    {
        if (named.Count == 0)
        {
            return null;
        }

        var shown = named.Where(one => RegionScope.IsShown(one.Of.Regions, limits)).Select(static one => one.Name)
            .Order(StringComparer.Ordinal).Take(MaxListed).ToList();
        var others = named.Count - shown.Count;
        var listed = string.Join(", ", others == 0 ? shown : [.. shown, $"{others} more"]);
        return new Fault(FaultTypes.Conflict, $"The {what} is named by {listed}: take it out there first.");
    }
}
