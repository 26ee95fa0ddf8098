using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Deliveries;

/// <summary>
/// The deliveries of a subscription: those to be tried, those that wait for a digest, and those that came to their end of late.
/// Each stands in one of the three.
/// </summary>
internal sealed class DeliveryQueue
{
    private readonly OpenDeliveries _open = new();
    private readonly SortedDictionary<long, DeliveryEntry> _gathered = [];
    private readonly ClosedDeliveries _closed = new();

    /// <summary>To be tried, or waiting for a digest.</summary>
    public int OpenCount => _open.Count + _gathered.Count;

    /// <summary>Position in the ledger of the first revision that is still to be told; null when there is none.</summary>
    public long? FirstOpen => (_open.First, _gathered.Count) switch
    {
        (var first, 0) => first,
        (null, _) => _gathered.First().Key,
        ({ } first, _) => Math.Min(first, _gathered.First().Key),
    };

    /// <summary>Number of the last message that got one.</summary>
    public long Sequence
    {
        get => _open.Sequence;
        set => _open.Sequence = value;
    }

    public int InFlight => _open.InFlight;

    /// <summary>Whether something failed, and the receiver was not seen to answer since.</summary>
    public bool IsFailing => _open.IsFailing;

    /// <summary>Whether a digest is to be tried.</summary>
    public bool HasDigest => _open.Digests > 0;

    public IEnumerable<long> DeadSeqs => _closed.DeadSeqs;

    /// <summary>What waits for the next digest, by seq.</summary>
    public IEnumerable<DeliveryEntry> Gathered => _gathered.Values;

    public int GatheredCount => _gathered.Count;

    /// <summary>Alerts of which more than one delivery is to be tried.</summary>
    public IEnumerable<string> Crowded => _open.Crowded;

    /// <summary>All that are kept, by seq.</summary>
    public IEnumerable<DeliveryEntry> All => _open.All.Concat(_gathered.Values).Concat(_closed.All).OrderBy(static entry => entry.Seq);

    /// <summary>The one to be tried now, if any: per alert the first open one, those never tried first.</summary>
    public DeliveryEntry? NextToTry(long now)
    {
        if (InFlight >= SubscriptionState.MaxInFlight)
        {
            return null;
        }

        var retry = _open.RetriesInFlight < SubscriptionState.MaxRetriesInFlight ? _open.Retries.FirstOrDefault() : null;
        return _open.Fresh.FirstOrDefault() ?? (retry?.DueAt <= now ? retry : null);
    }

    /// <summary>The instant from which on <see cref="NextToTry"/> has one, 0 for at once; null when only the end of a try or a
    /// new delivery changes that.</summary>
    public long? NextDue() => InFlight >= SubscriptionState.MaxInFlight ? null
        : _open.Fresh.Any() ? 0
        : _open.RetriesInFlight < SubscriptionState.MaxRetriesInFlight ? _open.Retries.FirstOrDefault()?.DueAt
        : null;

    /// <summary>What is kept, by seq.</summary>
    public DeliveryPage Page(long after, int limit, DeliveryStatus? status)
    {
        var items = All
            .Where(entry => entry.Seq > after && (status is null || entry.Status == status))
            .Take(limit + 1)
            .Select(static entry => entry.ToDelivery())
            .ToList();
        if (items.Count <= limit)
        {
            return new(items, null);
        }

        items.RemoveAt(limit);
        return new(items, items[^1].Seq);
    }

    /// <summary>What is kept of an alert, by seq.</summary>
    public IReadOnlyList<Delivery> DeliveriesOf(string alertId) =>
        [.. All.Where(entry => entry.AlertId == alertId).Select(static entry => entry.ToDelivery())];

    /// <summary>One to be tried, or that waits for a digest.</summary>
    public DeliveryEntry? Open(long seq) => _open.Find(seq) ?? _gathered.GetValueOrDefault(seq);

    /// <summary>Those of an alert that are to be tried, digests that tell it among them, by seq.</summary>
    public IEnumerable<DeliveryEntry> OpenOf(string alertId) => _open.Of(alertId);

    public bool IsInFlight(long seq) => _open.IsInFlight(seq);

    /// <summary>One that came to its end.</summary>
    public DeliveryEntry? Closed(long seq) => _closed.Find(seq);

    public void Put(DeliveryEntry entry)
    {
        Forget(entry.Seq);
        if (entry.Status != DeliveryStatus.Pending)
        {
            _closed.Put(entry);
        }
        else if (entry.Gathers is not null)
        {
            _gathered.Add(entry.Seq, entry);
        }
        else
        {
            _open.Add(entry);
        }
    }

    /// <summary>Takes the entry out, together with the try of it that may be in flight.</summary>
    public void Forget(long seq)
    {
        _closed.Remove(seq);
        _gathered.Remove(seq);
        _open.Remove(seq);
    }

    public void ForgetClosedFrom(long seq) => _closed.RemoveWhere(key => key >= seq);

    public void ForgetClosedBefore(long seq) => _closed.RemoveWhere(key => key < seq);

    public bool AnyClosedBefore(long seq) => _closed.All.Any(entry => entry.Seq < seq);

    public void Clear()
    {
        foreach (var entry in All.ToArray())
        {
            Forget(entry.Seq);
        }
    }

    /// <inheritdoc cref="OpenDeliveries.Release"/>
    public void Release() => _open.Release();

    public void Start(long seq) => _open.Start(seq);

    /// <inheritdoc cref="OpenDeliveries.Abandon"/>
    public void Abandon(long seq) => _open.Abandon(seq);
}
