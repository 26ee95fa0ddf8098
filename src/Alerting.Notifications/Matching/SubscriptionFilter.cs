using Alerting.Alerts;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Matching;

/// <summary>Which alerts a subscription is about.</summary>
public static class SubscriptionFilter
{
    /// <summary>
    /// Whether the subscription is about the alert that this is a revision of: by its region, its threshold, and the highest
    /// severity that it has had so far, for whoever was told that an alert is critical must hear that it is so no longer.
    /// </summary>
    /// <param name="subscription">What is asked for.</param>
    /// <param name="revision">Of the alert.</param>
    /// <param name="isWithin">Whether a region (first) is another one (second) or lies in it.</param>
    public static bool Concerns(this Subscription subscription, LedgerRevision revision, Func<string, string, bool> isWithin)
    {
        return revision.Highest >= subscription.MinSeverity
            && (subscription.Thresholds.Count == 0 || subscription.Thresholds.Contains(revision.Alert.Threshold.Id, StringComparer.Ordinal))
            && (subscription.Regions.Count == 0 || Covers(subscription, revision.Alert.Region.Code, isWithin));
    }

    private static bool Covers(Subscription subscription, string code, Func<string, string, bool> isWithin)
    {
        foreach (var region in subscription.Regions)
        {
            if (region == "*" || isWithin(code, region))
            {
                return true;
            }
        }

        return false;
    }
}
