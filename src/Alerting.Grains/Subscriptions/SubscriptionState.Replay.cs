using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

// What is delivered again.
internal sealed partial class SubscriptionState
{
    /// <summary>Delivers again what is known; what is to be read again, <see cref="Rewind"/> does.</summary>
    public (IReadOnlyList<SubscriptionEvent> Events, ReplayResult Result) Replay(ReplayRequest request, long now)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request switch
        {
            { Seq: { } seq, AllDead: false } when _book.Closed(seq) is not null => ([new DeliveriesReplayed([seq], now)], new(1, null)),
            { Seq: { } seq, AllDead: false } when _book.Open(seq) is not null => ([], new(0, null)),
            { Seq: { } seq, AllDead: false } =>
                ([], new(0, new Fault(FaultTypes.NotFound, $"No delivery of seq {seq} is kept; replay from a position instead.", "$.seq"))),
            { AllDead: true } when _book.DeadSeqs.ToArray() is { Length: > 0 } dead =>
                ([new DeliveriesReplayed(dead, now)], new(dead.Length, null)),
            _ => ([], new(0, null)),
        };
    }

    /// <summary>Goes back in the ledger, so that it is read and delivered again from there.</summary>
    /// <param name="from">A seq, from 1.</param>
    /// <param name="regions">What lies below what.</param>
    /// <returns>The events, and what counts the deliveries that come of it.</returns>
    public (IReadOnlyList<SubscriptionEvent> Events, RewindCount Count) Rewind(long from, RegionCatalog regions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        var open = _book.All.Where(entry => entry.Status == DeliveryStatus.Pending && entry.Seq >= from).Select(static entry => entry.Seq);
        var count = new RewindCount(new RevisionJudge(Definition!, _told.Copy(), regions), [.. open], ScannedTo);
        return (from <= ScannedTo ? [new LedgerRewound(from - 1)] : [], count);
    }
}
