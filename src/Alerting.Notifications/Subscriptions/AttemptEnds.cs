using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Pacing;

namespace Alerting.Notifications.Subscriptions;

/// <summary>What the ends of tries come to.</summary>
internal static class AttemptEnds
{
    /// <summary>What the end of a try comes to; nothing when the delivery is not open any more.</summary>
    /// <param name="state">Of the subscription.</param>
    /// <param name="seq">The delivery.</param>
    /// <param name="startedAt">Start of the try.</param>
    /// <param name="now">End of the try.</param>
    /// <param name="verdict">Of the channel.</param>
    /// <param name="random">0..1, the jitter of the next delay.</param>
    public static IReadOnlyList<SubscriptionEvent> Record(
        this SubscriptionState state, long seq, long startedAt, long now, NotificationVerdict verdict, double random)
    {
        if (state.Queue.Open(seq) is not { } entry)
        {
            return [];
        }

        var recorded = VerdictRecord.Of(entry, startedAt, now, verdict, random);
        return verdict switch
        {
            NotificationVerdict.Gone gone => [recorded, .. state.Disable(gone.Reason, now)],
            _ when recorded is DeliveryFailed => [recorded, .. state.AfterFailure(seq)],
            _ => [recorded],
        };
    }

    /// <summary>Its body cannot be had.</summary>
    public static IReadOnlyList<SubscriptionEvent> Lost(this SubscriptionState state, long seq, string error) =>
        state.Queue.Open(seq) is null ? [] : [new DeliveryDeadLettered(seq, 0, null, error)];

    /// <summary>What a test message comes to.</summary>
    public static IReadOnlyList<SubscriptionEvent> Tested(
        this SubscriptionState state, NotificationVerdict verdict, long now) => state.Definition is null ? [] : verdict switch
        {
            NotificationVerdict.Gone gone => state.Disable(gone.Reason, now),
            NotificationVerdict.Delivered => [new DeliveriesReleased()],
            _ => [],
        };
}
