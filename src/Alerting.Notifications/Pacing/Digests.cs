using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Pacing;

/// <summary>
/// Digests: what has gathered is told in one message, listed as the delivery of the newest revision in it, into which the others are
/// grouped. There is one at a time: while it does not arrive, the next one goes on gathering.
/// </summary>
internal static class Digests
{
    /// <summary>Alerts that one digest tells at most; the rest is told in the next, which follows at once.</summary>
    public const int MaxAlerts = 1_000;

    /// <summary>When the next digest is due, UTC ticks; null: nothing has gathered, or the one before is still to arrive.</summary>
    public static long? DigestDue(this SubscriptionState state) =>
        state.Queue is { GatheredCount: > 0, HasDigest: false } queue ? queue.Gathered.Min(static entry => entry.NextAt) : null;

    /// <summary>Makes a digest of what has gathered, if that is due.</summary>
    /// <param name="now">UTC ticks.</param>
    public static IReadOnlyList<SubscriptionEvent> FormDigest(this SubscriptionState state, long now)
    {
        if (!state.IsActive || state.DigestDue() is not { } due || due > now)
        {
            return [];
        }

        var newest = new Dictionary<string, DeliveryEntry>(StringComparer.Ordinal);
        var told = new List<DeliveryEntry>();
        foreach (var entry in state.Queue.Gathered)
        {
            if (!newest.ContainsKey(entry.AlertId) && newest.Count == MaxAlerts)
            {
                break;
            }

            newest[entry.AlertId] = entry;
            told.Add(entry);
        }

        var alerts = newest.Values.OrderBy(static entry => entry.Seq)
            .Select(static entry => new DigestPart(entry.Seq, entry.AlertId, entry.Change)).ToList();
        var cause = told.Max(static entry => entry.Gathers!.Value);
        var limit = cause == DigestCause.Storm ? state.Definition!.Delivery.MostPerMinute : null;
        var digest = told[^1] with
        {
            Gathers = null,
            NextAt = now,
            Held = told.Sum(static entry => entry.Held),
            Digest = new DigestParts(alerts, told.Count, cause, limit),
        };
        return [new DigestOpened(digest, [.. told.SkipLast(1).Select(static entry => entry.Seq)])];
    }

    /// <summary>A digest is to be sent, and tells what had gathered.</summary>
    public static void Open(this DeliveryQueue queue, DigestOpened change)
    {
        foreach (var seq in change.Grouped)
        {
            if (queue.Open(seq) is { } entry)
            {
                queue.Put(entry with
                {
                    Status = DeliveryStatus.Grouped,
                    Into = change.Digest.MessageId,
                    Gathers = null,
                    NextAt = 0,
                });
            }
        }

        queue.Put(change.Digest);
    }
}
