using Alerting.Alerts;
using Alerting.Grains.Holding;
using Alerting.Grains.Logs;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Inhibitions;
using Alerting.Silences;

namespace Alerting.Grains.Subscriptions;

/// <summary>What silences and inhibitions hold back of a subscription, and that it is delivered when they end.</summary>
/// <param name="start">Starts the attempts that are due.</param>
internal sealed class SubscriptionHolds(
    string id, IServiceProvider services, SubscriptionJournal journal, ISubscriptionHost host, Action start)
{
    private readonly HoldsReader _reader = new(LogOwners.Subscription(id), services, () => host.Now, host.Stopping);

    // After a restart: at once.
    private long _until = 1;

    /// <summary>
    /// When something may be delivered that is held back now, UTC ticks; null: nothing is, or only the end of an alert, of which
    /// the ledger tells, or a change of what holds back can free it.
    /// </summary>
    public long? NextLook => journal.State.Held.Count > 0 && _until != long.MaxValue ? _until : null;

    /// <summary>Starts what is due, and then what nothing holds back any more.</summary>
    public async Task RunAsync()
    {
        start();
        if (journal.State.Held.Count > 0)
        {
            await ReleaseAsync([]);
            start();
            if (journal.HasOpen)
            {
                await host.CommitAsync();
            }
        }
    }

    /// <summary>Opens what nothing holds back any more. The caller starts the attempts and commits.</summary>
    /// <param name="revisions">What is to be judged next; null: any may be.</param>
    /// <returns>What holds back now, as of these revisions or later ones.</returns>
    public async ValueTask<Holds> ReleaseAsync(IReadOnlyList<LedgerRevision>? revisions)
    {
        var now = await _reader.ReadAsync(inhibitions => NeededFrom(inhibitions, revisions));
        journal.Raise(journal.State.Release(now.Holds, now.At));
        _until = now.Until;
        Watch();
        return now.Holds;
    }

    /// <summary>To be called when more may be held back: a change of what holds back wakes the subscription then.</summary>
    public void Watch()
    {
        if (journal.State.Held.Count > 0)
        {
            _reader.Watch();
        }
    }

    /// <summary>What a silence held back, by seq.</summary>
    /// <param name="after">Only deliveries with a greater seq.</param>
    public IReadOnlyList<HeldDelivery> HeldBy(string silence, long after, int limit) =>
        [.. journal.State.HeldBy(silence, after).Take(limit).Select(Show)];

    /// <summary>
    /// As of which position the open alerts must be known; null: they have no bearing on anything. They are as new as what was
    /// read, for the end of one that holds back comes as a revision that is read, too.
    /// </summary>
    private long? NeededFrom(InhibitionSet inhibitions, IReadOnlyList<LedgerRevision>? revisions)
    {
        var isNeeded = revisions is null
            || revisions.Any(revision => inhibitions.CanHold(
                revision.Alert.Region.Code, revision.Alert.Threshold.Id, revision.Alert.Severity))
            || journal.State.Held.Any(held => inhibitions.CanHold(held.Region, held.Threshold, held.Severity));
        return isNeeded ? Math.Max(journal.State.ScannedTo, revisions is [.., var last] ? last.Alert.Seq : 0) : null;
    }

    private HeldDelivery Show(DeliveryEntry entry) => new(
        id, entry.Seq, entry.AlertId, AlertIds.RegionOf(entry.AlertId) ?? "", entry.Revision, entry.Change,
        Instants.FromTicks(entry.HeldAt), entry.ToDelivery().Outcome);
}
