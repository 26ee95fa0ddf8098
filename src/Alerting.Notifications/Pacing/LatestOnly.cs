using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Pacing;

/// <summary>
/// For whoever wants to know, after an outage, how things stand and not how they came to be so: of each alert the newest revision.
/// What is being tried is not superseded, for it may arrive.
/// </summary>
internal static class LatestOnly
{
    /// <summary>What a newer revision supersedes: by seq, what is to be tried of its alert.</summary>
    public static IEnumerable<long> Before(DeliveryQueue queue, DeliveryEntry newest) => queue.OpenOf(newest.AlertId)
        .Where(entry => entry.Seq < newest.Seq && entry.Digest is null && !queue.IsInFlight(entry.Seq))
        .Select(static entry => entry.Seq);

    /// <summary>What is superseded where a try has failed, of all alerts.</summary>
    /// <param name="state">Of the subscription, before that.</param>
    /// <param name="failed">Seq of the delivery that failed.</param>
    public static IReadOnlyList<SubscriptionEvent> AfterFailure(this SubscriptionState state, long failed)
    {
        if (state.Definition is not { Delivery.LatestOnly: true })
        {
            return [];
        }

        var superseded = new List<Supersession>();
        foreach (var alertId in state.Queue.Crowded)
        {
            var line = state.Queue.OpenOf(alertId).Where(static entry => entry.Digest is null).ToList();
            if (line is not [.., var newest])
            {
                continue;
            }

            superseded.AddRange(line.SkipLast(1)
                .Where(entry => entry.Seq == failed || !state.Queue.IsInFlight(entry.Seq))
                .Select(entry => new Supersession(entry.Seq, newest.Seq)));
        }

        return superseded.Count == 0 ? [] : [new DeliveriesSuperseded(superseded)];
    }

    /// <summary>
    /// A delivery is not made, for a newer one is: that one takes its place in the schedule, so that a receiver that does not answer is
    /// not asked more often, and its number, which would be missing.
    /// </summary>
    public static void Supersede(this DeliveryQueue queue, Supersession superseded)
    {
        if (queue.Open(superseded.Seq) is not { } old || queue.Open(superseded.By) is not { } newer)
        {
            return;
        }

        if (old.Gathers is null)
        {
            queue.Put(newer = newer with
            {
                Step = Math.Max(newer.Step, old.Step),
                NextAt = Math.Max(newer.NextAt, old.NextAt),
                Released = newer.Released || old.Released,
                Sequence = newer.Sequence != 0 ? newer.Sequence : old.Sequence,
            });
        }

        queue.Put(old with
        {
            Status = DeliveryStatus.Superseded,
            By = newer.MessageId,
            Gathers = null,
            Sequence = newer.Sequence == old.Sequence ? 0 : old.Sequence,
        });
    }
}
