using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Regions;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>Which alerts a subscription is about.</summary>
public static class SubscriptionFilter
{
    /// <summary>
    /// Whether the subscription is about the alert that this is a revision of: by its region, its threshold, and the highest
    /// severity that it has had so far, for whoever was told that an alert is critical must hear that it is so no longer.
    /// </summary>
    public static bool Concerns(this Subscription subscription, LedgerRevision revision, RegionCatalog regions) =>
        revision.Highest >= subscription.MinSeverity
        && (subscription.Thresholds.Count == 0 || subscription.Thresholds.Contains(revision.Alert.Threshold.Id, StringComparer.Ordinal))
        && (subscription.Regions.Count == 0 || Covers(subscription, revision.Alert.Region.Code, regions));

    private static bool Covers(Subscription subscription, string code, RegionCatalog regions)
    {
        foreach (var region in subscription.Regions)
        {
            if (region == "*" || regions.IsWithin(code, region))
            {
                return true;
            }
        }

        return false;
    }
}
