using Alerting.Alerts;
using Alerting.Server.Access;
using Alerting.Subscriptions;

namespace Alerting.Server.Subscriptions;

/// <summary>What somebody may see of deliveries.</summary>
internal static class ShownDeliveries
{
    /// <summary>Deliveries of alerts within the limits: the subscription may have been another's, or told more before.</summary>
    public static IReadOnlyList<Delivery> Of(IReadOnlyList<Delivery> deliveries, RegionLimits limits) => limits.AreNone
        ? deliveries
        : [.. deliveries.Where(delivery => IsShown(delivery.AlertId, limits))
            .Select(delivery =>
                delivery.Into is { } into && !IsShown(into, limits) ? delivery with { Into = delivery.AlertId }
                : delivery.Inhibitor is { } inhibitor && !IsShown(inhibitor, limits) ? delivery with { Reason = null }
                : delivery)];

    /// <summary>Whether an alert lies within the limits.</summary>
    public static bool IsShown(string alertId, RegionLimits limits) => AlertIds.RegionOf(alertId) is { } region && limits.Allow(region);
}
