using Alerting.Notifications.Pacing;

namespace Alerting.Grains.Subscriptions;

/// <summary>What a subscription does by the clock beside retries: digests, heartbeats, what was held back.</summary>
internal sealed class SubscriptionDeadlines(
    SubscriptionJournal journal, SubscriptionHolds holds, HeartbeatSender heartbeats, ISubscriptionHost host)
{
    /// <summary>When to look again, UTC ticks; null: at no known instant.</summary>
    /// <param name="at">When deliveries are due.</param>
    public long? NextLook(long? at) => new[] { at, holds.NextLook, heartbeats.NextLook }.Min();

    /// <summary>Does what is due.</summary>
    public async Task RunAsync()
    {
        FormDigest();
        heartbeats.Run();
        await holds.RunAsync();
        if (journal.HasOpen)
        {
            await host.CommitAsync();
        }
    }

    private void FormDigest()
    {
        if (journal.State.DigestDue() is { } due && due <= host.Now)
        {
            host.EnsureWritable();
            journal.Raise(journal.State.FormDigest(host.Now));
        }
    }
}
