using Alerting.Alerts;
using Alerting.Notifications.Grouping;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Matching;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Subscriptions;

/// <summary>What a subscription delivers again.</summary>
internal static class SubscriptionReplays
{
    /// <summary>Delivers again what is known; what is to be read again, <see cref="Rewind"/> does.</summary>
    public static (IReadOnlyList<SubscriptionEvent> Events, ReplayResult Result) Replay(
        this SubscriptionState state, ReplayRequest request, long now)
    {
        var queue = state.Queue;
        return request switch
        {
            { Seq: { } seq, AllDead: false } when queue.Closed(seq) is not null => ([new DeliveriesReplayed([seq], now)], new(1, null)),
            { Seq: { } seq, AllDead: false } when queue.Open(seq) is not null => ([], new(0, null)),
            { Seq: { } seq, AllDead: false } =>
                ([], new(0, new Fault(FaultTypes.NotFound, $"No delivery of seq {seq} is kept; replay from a position instead.", "$.seq"))),
            { AllDead: true } when queue.DeadSeqs.ToArray() is { Length: > 0 } dead =>
                ([new DeliveriesReplayed(dead, now)], new(dead.Length, null)),
            _ => ([], new(0, null)),
        };
    }

    /// <summary>Goes back in the ledger, so that it is read and delivered again from there.</summary>
    /// <param name="state">Of the subscription.</param>
    /// <param name="from">A seq, from 1.</param>
    /// <param name="isWithin">Whether a region (first) is another one (second) or lies in it.</param>
    /// <param name="isAllowed">Whether the owner may see a region now; null: all.</param>
    /// <param name="isInArea">Whether an alert has evidence in the area; null: there is none.</param>
    /// <param name="holds">What holds deliveries back now; null: nothing.</param>
    /// <returns>The events, and what counts the deliveries that come of it.</returns>
    public static (IReadOnlyList<SubscriptionEvent> Events, RewindCount Count) Rewind(
        this SubscriptionState state, long from, Func<string, string, bool> isWithin, Func<string, bool>? isAllowed = null,
        Func<Alert, bool>? isInArea = null, Holds? holds = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        var open = state.Queue.All
            .Where(entry => entry.Status == DeliveryStatus.Pending && entry.Seq >= from)
            .Select(static entry => entry.Seq);
        var matcher = new RevisionMatcher(state.Definition!, state.Told.Copy(), isWithin, isAllowed, isInArea);
        var count = new RewindCount(matcher, holds ?? Holds.None, state.GroupingFrom(from), [.. open], state.ScannedTo);
        return (from <= state.ScannedTo ? [new LedgerRewound(from - 1)] : [], count);
    }

    private static StoryGrouping? GroupingFrom(this SubscriptionState state, long from)
    {
        if (!state.Definition!.Delivery.PerStory)
        {
            return null;
        }

        var stories = state.ToldStories.Copy();
        stories.Rewind(from - 1);
        return new StoryGrouping(stories);
    }
}
