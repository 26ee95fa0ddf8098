using System.Globalization;
using Alerting.Alerts;
using Alerting.Subscriptions;

namespace Alerting.Server.Alerts.Timelines;

/// <summary>Says in entries of a timeline what revisions and deliveries tell.</summary>
internal static class TimelineEntries
{
    public static TimelineEntry Of(Alert revision) => new()
    {
        At = revision.UpdatedAt,
        Kind = revision.By is null && revision.Change != AlertChange.Acknowledged ? TimelineKind.Revision : TimelineKind.Act,
        Who = revision.By ?? (revision.Change == AlertChange.Acknowledged ? revision.Acknowledged?.By : null),
        Text = TextOf(revision),
        Revision = revision.Revision,
        Change = revision.Change,
        Subscription = null,
        Outcome = null,
        By = null,
    };

    /// <param name="subscription">Whose delivery it is.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="revisedAt">When the revision was made that it tells of.</param>
    public static TimelineEntry Of(SubscriptionView subscription, Delivery delivery, DateTimeOffset revisedAt) => new()
    {
        At = delivery.DeliveredAt ?? delivery.LastAttemptAt ?? revisedAt,
        Kind = delivery.Outcome switch
        {
            DeliveryOutcome.Silenced => TimelineKind.Silence,
            DeliveryOutcome.Inhibited => TimelineKind.Inhibition,
            _ => TimelineKind.Delivery,
        },
        Who = subscription.Name is { Length: > 0 } name ? name : subscription.Id,
        Text = TextOf(subscription, delivery),
        Revision = delivery.Revision,
        Change = delivery.Change,
        Subscription = subscription.Id,
        Outcome = EnumNames.ToName(delivery.Outcome),
        By = delivery.By,
    };

    private static string TextOf(Alert revision) => revision.Change switch
    {
        AlertChange.Acknowledged => Remarks.With("Acknowledged", revision.Acknowledged?.Note),
        AlertChange.Unacknowledged => "Took back the acknowledgement",
        AlertChange.Assigned when revision.Assignee is { } assignee => Remarks.With($"Gave it to {assignee.To}", assignee.Note),
        AlertChange.Assigned => "Gave it to nobody",
        AlertChange.Commented => revision.Comment ?? "",
        AlertChange.Reviewed => Remarks.With($"Reviewed: {WordsOf(revision.Disposition?.Value)}", revision.Disposition?.Note),
        AlertChange.Updated when revision.Reason == AlertReasons.Grown => $"The acknowledgement lapsed. {revision.Explanation}",
        _ => revision.Explanation,
    };

    private static string TextOf(SubscriptionView subscription, Delivery delivery)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"Revision {delivery.Revision} by {subscription.Channel.Type}");
        var tries = delivery.Attempts == 1 ? "one try" : string.Create(CultureInfo.InvariantCulture, $"{delivery.Attempts} tries");
        return delivery.Outcome switch
        {
            DeliveryOutcome.Delivered => $"{what}: delivered with {tries}",
            DeliveryOutcome.DeadLetter => Remarks.With($"{what}: given up after {tries}", delivery.LastError),
            DeliveryOutcome.Grouped => $"{what}: grouped into {delivery.Into}",
            DeliveryOutcome.Silenced => $"{what}: held back by the silence {delivery.By}",
            DeliveryOutcome.Inhibited => Remarks.With($"{what}: held back by the inhibition {delivery.By}", delivery.Reason),
            DeliveryOutcome.Superseded => $"{what}: superseded by {delivery.By}",
            DeliveryOutcome.Disabled => $"{what}: waits, the subscription is disabled",
            _ when delivery.Attempts > 0 => Remarks.With($"{what}: to be tried again after {tries}", delivery.LastError),
            _ => $"{what}: on its way",
        };
    }

    private static string WordsOf(DispositionValue? value) => value is { } known ? EnumNames.ToWords(known) : "nothing";
}
