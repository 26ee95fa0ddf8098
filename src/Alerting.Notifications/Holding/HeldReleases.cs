using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Notifications.Holding;

/// <summary>What becomes of what silences and inhibitions held back from a subscription.</summary>
internal static class HeldReleases
{
    /// <summary>Why a delivery is made that a silence held back.</summary>
    public const string SilenceEnded = "silence ended";

    /// <summary>Why a delivery is made that an inhibition held back.</summary>
    public const string InhibitionEnded = "inhibition ended";

    /// <summary>
    /// Opens what nothing holds back any more, as far as there is room: of each alert the newest revision, with how many were
    /// held back. What has been held back of an alert that ended is delivered only if something of it had been delivered before.
    /// </summary>
    /// <param name="state">Of the subscription.</param>
    /// <param name="holds">What holds deliveries back now.</param>
    /// <param name="now">From when on it is due, UTC ticks.</param>
    public static IReadOnlyList<SubscriptionEvent> Release(this SubscriptionState state, Holds holds, long now)
    {
        if (!state.IsActive || state.Held.Count == 0)
        {
            return [];
        }

        List<(DeliveryEntry, Severity)> free = [.. state.Held.FreeOf(holds).Take(state.Capacity).Select(held =>
            (held.Newest.Entry.Reopened(now) with { Held = held.Count, Reason = ReasonOf(held.Newest.Entry) }, held.Newest.Severity))];
        if (free.Count == 0)
        {
            return [];
        }

        var (opened, gathered, superseded) = state.Pacing(now).Place(free);
        return [new HeldReleased(opened, gathered, superseded)];
    }

    /// <summary>What a silence held back, as far as it is known.</summary>
    /// <param name="state">Of the subscription.</param>
    /// <param name="silence">Its id.</param>
    /// <param name="after">Only deliveries with a greater seq.</param>
    public static IEnumerable<DeliveryEntry> HeldBy(this SubscriptionState state, string silence, long after) =>
        state.Queue.All.Where(entry => entry.Seq > after && entry.By == silence);

    private static string ReasonOf(DeliveryEntry held) => held.Status == DeliveryStatus.Inhibited ? InhibitionEnded : SilenceEnded;
}
