using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>Validates how a subscription is told.</summary>
internal static class DeliveryRules
{
    private const int MaxPerMinute = 10_000;

    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestDigest = TimeSpan.FromDays(7);
    private static readonly TimeSpan s_longestHeartbeat = TimeSpan.FromDays(1);

    /// <summary>The first violation, or null.</summary>
    public static Fault? Validate(SubscriptionDelivery delivery, SubscriptionChannel channel)
    {
        if (delivery.Every.Value < s_least || delivery.Every.Value > s_longestDigest)
        {
            return Invalid("A digest gathers for PT1S to P7D.", "every");
        }

        if (delivery.MostPerMinute is < 1 or > MaxPerMinute)
        {
            return Invalid($"There are 1 to {MaxPerMinute} messages in a minute.", "mostPerMinute");
        }

        if (delivery.Heartbeat is not { } interval)
        {
            return null;
        }

        return interval.Value < s_least || interval.Value > s_longestHeartbeat ? Invalid("Heartbeats come every PT1S to P1D.", "heartbeat")
            : channel.Type == SubscriptionChannel.PagerDuty
                ? Invalid("PagerDuty takes events of alerts only: it has no heartbeats.", "heartbeat")
            : null;
    }

    private static Fault Invalid(string detail, string member) => new(FaultTypes.InvalidField, detail, $"$.delivery.{member}");
}
