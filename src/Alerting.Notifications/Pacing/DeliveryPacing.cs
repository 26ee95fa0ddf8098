using Alerting.Notifications.Deliveries;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Notifications.Pacing;

/// <summary>
/// The stage that says how what is told is told: at once by a message of its own, or in a digest. Digests gather where the
/// subscription asks for them, and in a storm, when there are more messages in a minute than it asks for. What is critical is not
/// held by a storm; then what waits of the same alert is superseded, so that nobody is told the older after the newer.
/// Changes nothing by itself.
/// </summary>
/// <param name="delivery">What the subscription asks for.</param>
/// <param name="queue">What is to be told already.</param>
/// <param name="budget">The messages of late.</param>
/// <param name="now">UTC ticks.</param>
internal sealed class DeliveryPacing(SubscriptionDelivery delivery, DeliveryQueue queue, MessageBudget budget, long now)
{
    private static readonly TimeSpan s_stormDigest = TimeSpan.FromMinutes(1);

    /// <summary>Decides for what is to be told now, by seq.</summary>
    public PacedDeliveries Place(IReadOnlyList<(DeliveryEntry Entry, Severity Severity)> told)
    {
        var opened = new List<DeliveryEntry>(told.Count);
        List<DeliveryEntry>? gathered = null;
        var spent = delivery.MostPerMinute is null ? 0 : budget.CountAt(now);
        long? next = queue.GatheredCount > 0 ? queue.Gathered.First().NextAt : null;
        foreach (var (entry, severity) in told)
        {
            if (CauseOf(severity, spent, next is not null) is { } cause)
            {
                next ??= now + (cause == DigestCause.Storm ? s_stormDigest : delivery.Every.Value).Ticks;
                (gathered ??= []).Add(entry with { Gathers = cause, NextAt = next.Value });
            }
            else
            {
                spent++;
                opened.Add(entry);
            }
        }

        var superseded = Superseded(opened, gathered);
        return new(opened, gathered, superseded.Count == 0 ? null : superseded);
    }

    private DigestCause? CauseOf(Severity severity, int spent, bool isGathering) =>
        delivery.Mode == DeliveryMode.Digest ? DigestCause.Mode
        : delivery.MostPerMinute is { } most && severity < Severity.Critical && (isGathering || spent >= most) ? DigestCause.Storm
        : null;

    private List<Supersession> Superseded(List<DeliveryEntry> opened, List<DeliveryEntry>? gathered)
    {
        var superseded = new List<Supersession>();
        if (queue.GatheredCount > 0 || gathered is not null)
        {
            Overtaken(opened, gathered, superseded);
        }

        if (delivery.LatestOnly && queue.IsFailing)
        {
            foreach (var told in opened.GroupBy(static entry => entry.AlertId, StringComparer.Ordinal))
            {
                var newest = told.Last();
                superseded.AddRange(LatestOnly.Before(queue, newest).Concat(told.SkipLast(1).Select(entry => entry.Seq))
                    .Select(seq => new Supersession(seq, newest.Seq)));
            }
        }

        return superseded;
    }

    /// <summary>What waits for a digest while a newer revision of the same alert is told at once.</summary>
    private void Overtaken(List<DeliveryEntry> opened, List<DeliveryEntry>? gathered, List<Supersession> superseded)
    {
        foreach (var entry in opened)
        {
            superseded.AddRange(queue.Gathered.Concat(gathered ?? [])
                .Where(waiting => waiting.AlertId == entry.AlertId && waiting.Seq < entry.Seq)
                .Where(waiting => superseded.TrueForAll(known => known.Seq != waiting.Seq))
                .Select(waiting => new Supersession(waiting.Seq, entry.Seq))
                .ToArray());
        }
    }
}
