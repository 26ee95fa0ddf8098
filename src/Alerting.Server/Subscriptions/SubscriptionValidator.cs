using Alerting.Engine.Regions;
using Alerting.Grains.Subscriptions;
using Alerting.Notifications;
using Alerting.Regions;
using Alerting.Server.Http;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Server.Subscriptions;

/// <summary>
/// Turns bodies into subscriptions, and fills in the defaults. Whether the target may be contacted is checked elsewhere.
/// </summary>
internal sealed class SubscriptionValidator(RegionCatalog regions, NotificationChannels channels)
{
    /// <param name="id">The id in the address.</param>
    /// <param name="thresholds">Ids of the existing thresholds.</param>
    /// <exception cref="RefusedException">It breaks a rule.</exception>
    public Subscription Validate(SubscriptionBody body, string id, IReadOnlyCollection<string> thresholds)
    {
        if (body.Id is { } stated && stated != id)
        {
            throw RefusedException.Invalid("$.id", $"must be '{id}', as in the address");
        }

        var subscription = new Subscription
        {
            Id = id,
            Name = body.Name ?? id,
            Regions = body.Regions ?? [],
            MinSeverity = body.MinSeverity ?? Severity.Notice,
            Thresholds = body.Thresholds ?? [],
            Changes = body.Changes ?? Subscription.DefaultChanges,
            Channel = ChannelBodies.Read(body.Channel, "$.channel"),
            Enabled = body.Enabled ?? true,
            AllowUnknown = body.AllowUnknown ?? false,
            Redact = body.Redact ?? [],
            Area = body.Area,
            Owner = body.Owner,
            Template = body.Template,
            Delivery = DeliveryOf(body.Delivery ?? new(), body.Channel.Type ?? SubscriptionChannel.Webhook),
        };
        return SubscriptionRules.Validate(subscription, regions, thresholds, channels) is { } fault
            ? throw new RefusedException(fault) : subscription;
    }

    /// <summary>With what holds where nothing is asked for: people can read only so much, and want to know how things stand.</summary>
    private static SubscriptionDelivery DeliveryOf(DeliveryBody body, string channel)
    {
        var isForPeople = channel is not (SubscriptionChannel.Webhook or SubscriptionChannel.PagerDuty);
        return new SubscriptionDelivery
        {
            PerStory = body.PerStory ?? false,
            Mode = body.Mode ?? DeliveryMode.Each,
            Every = body.Every ?? SubscriptionDelivery.DefaultEvery,
            MostPerMinute = body.MostPerMinute ?? (isForPeople ? SubscriptionDelivery.DefaultForPeople : null),
            LatestOnly = body.LatestOnly ?? isForPeople,
            Heartbeat = body.Heartbeat,
        };
    }
}
