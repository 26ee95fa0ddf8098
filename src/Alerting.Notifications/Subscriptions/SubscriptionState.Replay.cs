using Alerting.Alerts;
using Alerting.Notifications.Grouping;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Matching;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Subscriptions;

// What is delivered again.
internal sealed partial class SubscriptionState
{
    /// <summary>Delivers again what is known; what is to be read again, <see cref="Rewind"/> does.</summary>
    public (IReadOnlyList<SubscriptionEvent> Events, ReplayResult Result) Replay(ReplayRequest request, long now)
    {
        return request switch
        {
            { Seq: { } seq, AllDead: false } when Queue.Closed(seq) is not null => ([new DeliveriesReplayed([seq], now)], new(1, null)),
            { Seq: { } seq, AllDead: false } when Queue.Open(seq) is not null => ([], new(0, null)),
            { Seq: { } seq, AllDead: false } =>
                ([], new(0, new Fault(FaultTypes.NotFound, $"No delivery of seq {seq} is kept; replay from a position instead.", "$.seq"))),
            { AllDead: true } when Queue.DeadSeqs.ToArray() is { Length: > 0 } dead =>
                ([new DeliveriesReplayed(dead, now)], new(dead.Length, null)),
            _ => ([], new(0, null)),
        };
    }

    /// <summary>Goes back in the ledger, so that it is read and delivered again from there.</summary>
    /// <param name="from">A seq, from 1.</param>
    /// <param name="isWithin">Whether a region (first) is another one (second) or lies in it.</param>
    /// <param name="isAllowed">Whether the owner may see a region now; null: all.</param>
    /// <param name="isInArea">Whether an alert has evidence in the area; null: there is none.</param>
    /// <param name="holds">What holds deliveries back now; null: nothing.</param>
    /// <returns>The events, and what counts the deliveries that come of it.</returns>
    public (IReadOnlyList<SubscriptionEvent> Events, RewindCount Count) Rewind(
        long from, Func<string, string, bool> isWithin, Func<string, bool>? isAllowed = null,
        Func<Alert, bool>? isInArea = null, Holds? holds = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        var open = Queue.All.Where(entry => entry.Status == DeliveryStatus.Pending && entry.Seq >= from).Select(static entry => entry.Seq);
        var matcher = new RevisionMatcher(Definition!, _told.Copy(), isWithin, isAllowed, isInArea);
        var count = new RewindCount(matcher, holds ?? Holds.None, GroupingFrom(from), [.. open], ScannedTo);
        return (from <= ScannedTo ? [new LedgerRewound(from - 1)] : [], count);
    }

    private StoryGrouping? GroupingFrom(long from)
    {
        if (!Definition!.Delivery.PerStory)
        {
            return null;
        }

        var stories = _stories.Copy();
        stories.Rewind(from - 1);
        return new StoryGrouping(stories);
    }
}
