using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Notifications;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;
using Alerting.TestKit;
using Alerting.Thresholds;

namespace Alerting.Benchmarks;

/// <summary>What a desk receives that wants one alarm a story, by the code that decides it.</summary>
internal static class StoryDesk
{
    /// <param name="ledger">All revisions, by seq.</param>
    public static List<Alert> Delivered(IReadOnlyList<Alert> ledger)
    {
        var definition = AlertSample.Subscription() with { Delivery = new SubscriptionDelivery { PerStory = true } };
        var desk = new SubscriptionState();
        desk.Apply(new SubscriptionConfigured(definition, 0));
        var delivered = new List<Alert>();
        var highest = new Dictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var revision in ledger)
        {
            Severity? before = highest.TryGetValue(revision.AlertId, out var known) ? known : null;
            var now = revision.UpdatedAt.UtcTicks;
            if (desk.Offer([new LedgerRevision(revision, before)], RegionCatalog.Iso.IsWithin, now) is { } advanced)
            {
                desk.Apply(advanced);
                foreach (var entry in advanced.Opened)
                {
                    delivered.Add(revision);
                    desk.Apply(desk.Record(entry.Seq, now, now, new NotificationVerdict.Delivered(200), 0)[0]);
                }
            }

            highest[revision.AlertId] = before > revision.Severity ? before.Value : revision.Severity;
        }

        return delivered;
    }
}
