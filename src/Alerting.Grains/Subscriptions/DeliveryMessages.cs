using Alerting.Alerts;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>Makes the messages of a subscription: the revisions come from the ledger, without what its owner may not see now.</summary>
internal sealed class DeliveryMessages(string id, SubscriptionJournal journal, RevisionBodies bodies, SubscriptionOwner owner)
{
    private SubscriptionState State => journal.State;

    /// <summary>The message of a delivery.</summary>
    /// <returns>
    /// The message; or why there is none and never will be; or neither, where the subscription does not send anything any more.
    /// </returns>
    public async Task<(NotificationMessage? Message, string? Lost)> MakeAsync(DeliveryEntry entry)
    {
        var alerts = entry.Digest is { } digest
            ? await bodies.ReadAllAsync([.. digest.Alerts.Select(static part => part.Seq)])
            : await bodies.TakeAsync(entry.Seq) is { } alert ? [alert] : [];
        if (alerts.Count == 0)
        {
            return (null, "the ledger does not hold the revision");
        }

        var isAllowed = await owner.LimitsAsync();
        if (State.Definition is not { Enabled: true } definition)
        {
            return default;
        }

        List<Alert> shown = [.. alerts
            .Where(alert => isAllowed is null || isAllowed(alert.Region.Code))
            .Select(alert => alert.Without(definition.Redact))];
        return shown.Count == 0
            ? (null, "the region is outside the limits of the owner")
            : (Complete(Of(entry, shown), entry, definition), null);
    }

    /// <summary>A test of the subscription.</summary>
    public NotificationMessage Test(DateTimeOffset now) =>
        AlertNotification.Test(id, now) with { Template = State.Definition?.Template };

    private NotificationMessage Of(DeliveryEntry entry, List<Alert> alerts)
    {
        if (entry.Digest is not { } digest)
        {
            return AlertNotification.Of(alerts[0], id) with { Receipt = State.ReceiptOf(entry.AlertId), Reason = entry.Reason };
        }

        var isStorm = digest.Cause == DigestCause.Storm;
        return new DigestNotification
        {
            Id = entry.MessageId,
            SubscriptionId = id,
            Alerts = alerts,
            Revisions = digest.Revisions,
            Exceeded = isStorm ? digest.MostPerMinute : null,
            Reason = isStorm ? DigestNotification.Storm : null,
        };
    }

    private static NotificationMessage Complete(NotificationMessage message, DeliveryEntry entry, Subscription definition) => message with
    {
        Sequence = entry.Sequence == 0 ? null : entry.Sequence,
        Held = entry.Held,
        Template = definition.Template,
    };
}
