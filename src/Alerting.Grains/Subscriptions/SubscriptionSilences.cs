using Alerting.Alerts;
using Alerting.Grains.Silences;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Silences;
using Alerting.Silences;

namespace Alerting.Grains.Subscriptions;

/// <summary>What silences hold back of a subscription, and that it is delivered when they end.</summary>
/// <param name="start">Starts the attempts that are due.</param>
internal sealed class SubscriptionSilences(
    string id, SilenceCache cache, SubscriptionJournal journal, ISubscriptionHost host, Action start)
{
    // After a restart: at once.
    private long _until = 1;

    /// <summary>When something may be delivered that is held back now, UTC ticks; null: nothing is held back.</summary>
    public long? NextLook => journal.State.Held.Count > 0 ? _until : null;

    /// <summary>Starts what is due, and then what no silence holds back any more.</summary>
    public async Task RunAsync()
    {
        start();
        if (journal.State.Held.Count > 0)
        {
            await ReleaseAsync();
            start();
            if (journal.HasOpen)
            {
                await host.CommitAsync();
            }
        }
    }

    /// <summary>Opens what no silence holds back any more. The caller starts the attempts and commits.</summary>
    /// <returns>The silences that hold now.</returns>
    public async ValueTask<ActiveSilences> ReleaseAsync()
    {
        var set = await cache.SilencesAsync(host.Stopping);
        var now = host.Now;
        var silences = set.At(now);
        journal.Raise(journal.State.Release(silences, now));
        _until = silences.Until;
        Watch();
        return silences;
    }

    /// <summary>To be called when more may be held back: a change of the silences wakes the subscription then.</summary>
    public void Watch()
    {
        if (journal.State.Held.Count > 0)
        {
            cache.Waits(id);
        }
    }

    /// <summary>What a silence held back, by seq.</summary>
    /// <param name="after">Only deliveries with a greater seq.</param>
    public IReadOnlyList<HeldDelivery> HeldBy(string silence, long after, int limit) =>
        [.. journal.State.HeldBy(silence, after).Take(limit).Select(Show)];

    private HeldDelivery Show(DeliveryEntry entry) => new(
        id, entry.Seq, entry.AlertId, AlertIds.RegionOf(entry.AlertId) ?? "", entry.Revision, entry.Change,
        Instants.FromTicks(entry.HeldAt), entry.ToDelivery().Outcome);
}
