using System.Globalization;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// The deliveries of a subscription. Pure: events in, state out. Of each alert only the earliest pending delivery may
/// be tried, so that revisions are first received in their order.
/// </summary>
internal sealed class SubscriptionState
{
    /// <summary>Open deliveries from which on no more are taken from the ledger.</summary>
    public const int MostPending = 10_000;

    private const int MostDelivered = 1_000;

    private readonly SortedDictionary<long, Delivery> _all = [];
    private readonly Queue<long> _delivered = new();
    private readonly Dictionary<string, SortedSet<long>> _pending = new(StringComparer.Ordinal);

    public Subscription? Subscription { get; private set; }

    /// <summary>Seq up to which the ledger was read.</summary>
    public long Through { get; private set; }

    public int PendingCount { get; private set; }

    public bool Delivers => Subscription is { Enabled: true };

    /// <summary>The delivery that each alert has to have done first.</summary>
    public IEnumerable<Delivery> Fronts => _pending.Values.Select(p => _all[p.Min]);

    public Delivery? Find(long seq) => _all.GetValueOrDefault(seq);

    public IEnumerable<Delivery> After(long seq) => _all.Where(d => d.Key > seq).Select(d => d.Value);

    public IEnumerable<Delivery> Dead => _all.Values.Where(d => d.Status == DeliveryStatus.Dead);

    public void Apply(SubscriptionEvent change)
    {
        switch (change)
        {
            case SubscriptionEvent.Configured configured:
                Subscription = configured.Subscription;
                Through = configured.After ?? Through;
                break;
            case SubscriptionEvent.Deleted:
                Subscription = null;
                _all.Clear();
                _pending.Clear();
                _delivered.Clear();
                PendingCount = 0;
                break;
            case SubscriptionEvent.Taken taken:
                Through = taken.Through;
                foreach (var open in taken.Deliveries)
                {
                    Put(new Delivery
                    {
                        Seq = open.Seq,
                        AlertId = open.AlertId,
                        Revision = open.Revision,
                        Change = open.Change,
                        WebhookId = string.Create(CultureInfo.InvariantCulture, $"{open.AlertId}.{open.Revision}"),
                        Status = DeliveryStatus.Pending,
                        Attempts = 0,
                        NextAttemptAt = open.DueAt,
                    });
                }

                break;
            case SubscriptionEvent.Delivered delivered:
                Deliver(delivered);
                break;
            case SubscriptionEvent.Failed failed:
                Fail(failed);
                break;
            case SubscriptionEvent.Replayed replayed:
                foreach (var seq in replayed.Seqs)
                {
                    Put(_all[seq] with { Status = DeliveryStatus.Pending, Attempts = 0, NextAttemptAt = replayed.At });
                }

                break;
            default:
                throw new ArgumentException($"Unknown event {change.GetType().Name}.", nameof(change));
        }
    }

    public SubscriptionSnapshot Save() => new(Subscription, Through, [.. _all.Values]);

    public void Restore(SubscriptionSnapshot snapshot)
    {
        Subscription = snapshot.Subscription;
        Through = snapshot.Through;
        foreach (var delivery in snapshot.Deliveries)
        {
            Put(delivery);
        }
    }

    private void Deliver(SubscriptionEvent.Delivered delivered)
    {
        if (!_all.TryGetValue(delivered.Seq, out var delivery))
        {
            return;
        }

        Put(delivery with
        {
            Status = DeliveryStatus.Delivered,
            Attempts = delivery.Attempts + 1,
            NextAttemptAt = null,
            LastAttemptAt = delivered.At,
            DeliveredAt = delivered.At,
            LastStatusCode = delivered.Status,
            LastError = null,
        });

        // The receiver is there again: nobody has to wait out a delay.
        foreach (var front in Fronts.Where(f => f.NextAttemptAt > delivered.At).ToList())
        {
            Put(front with { NextAttemptAt = delivered.At });
        }
    }

    private void Fail(SubscriptionEvent.Failed failed)
    {
        if (_all.TryGetValue(failed.Seq, out var delivery))
        {
            Put(delivery with
            {
                Status = failed.NextAt is null ? DeliveryStatus.Dead : DeliveryStatus.Pending,
                Attempts = delivery.Attempts + 1,
                NextAttemptAt = failed.NextAt,
                LastAttemptAt = failed.At,
                LastStatusCode = failed.Status,
                LastError = failed.Error,
            });
        }
    }

    private void Put(Delivery delivery)
    {
        var pendingBefore = _all.TryGetValue(delivery.Seq, out var before) && before.Status == DeliveryStatus.Pending;
        _all[delivery.Seq] = delivery;
        var pending = delivery.Status == DeliveryStatus.Pending;
        if (pending != pendingBefore)
        {
            PendingCount += pending ? 1 : -1;
            Queue(delivery, pending);
        }

        if (delivery.Status == DeliveryStatus.Delivered)
        {
            _delivered.Enqueue(delivery.Seq);
            if (_delivered.Count > MostDelivered && _delivered.TryDequeue(out var oldest))
            {
                _all.Remove(oldest);
            }
        }
    }

    private void Queue(Delivery delivery, bool pending)
    {
        if (!_pending.TryGetValue(delivery.AlertId, out var seqs))
        {
            _pending[delivery.AlertId] = seqs = [];
        }

        if (pending)
        {
            seqs.Add(delivery.Seq);
        }
        else if (seqs.Remove(delivery.Seq) && seqs.Count == 0)
        {
            _pending.Remove(delivery.AlertId);
        }
    }
}
