using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Deliveries;

/// <summary>
/// The deliveries of a subscription with the indexes that answer in O(log n) what to try next. What is in flight is
/// known here and never written: after a crash it is simply due again.
/// </summary>
internal sealed class DeliveryQueue
{
    private readonly SortedDictionary<long, DeliveryEntry> _open = [];
    private readonly SortedDictionary<long, DeliveryEntry> _dead = [];
    private readonly SortedDictionary<long, DeliveryEntry> _delivered = [];
    private readonly SortedDictionary<long, DeliveryEntry> _grouped = [];
    private readonly SortedDictionary<long, DeliveryEntry> _silenced = [];
    private readonly SortedDictionary<long, DeliveryEntry> _inhibited = [];
    private readonly Dictionary<string, AlertQueue> _alerts = new(StringComparer.Ordinal);
    private readonly Dictionary<long, bool> _inFlight = [];
    private readonly SortedSet<long> _fresh = [];
    private readonly SortedSet<(long DueAt, long Seq)> _retries = [];
    private readonly HashSet<long> _waiting = [];

    /// <summary>Delivered ones that are kept for the list, and as many grouped, silenced and inhibited ones.</summary>
    public const int MaxDelivered = 1_000;

    public int OpenCount => _open.Count;

    /// <summary>The first open one; null when there is none.</summary>
    public long? FirstOpen => _open.Count == 0 ? null : _open.First().Key;

    public int InFlight => _inFlight.Count;

    /// <summary>Those in flight that are not tried for the first time.</summary>
    public int RetriesInFlight { get; private set; }

    /// <summary>Heads never tried, by seq.</summary>
    public IEnumerable<DeliveryEntry> Fresh => _fresh.Select(seq => _open[seq]);

    /// <summary>Heads tried before, by the instant they are due.</summary>
    public IEnumerable<DeliveryEntry> Retries => _retries.Select(key => _open[key.Seq]);

    public bool AnyFresh => _fresh.Count > 0;

    public bool AnyRetry => _retries.Count > 0;

    public IEnumerable<long> DeadSeqs => _dead.Keys;

    /// <summary>All that are kept, by seq.</summary>
    public IEnumerable<DeliveryEntry> All => _open.Values.Concat(ClosedEntries).OrderBy(static entry => entry.Seq);

    /// <summary>The one to be tried now, if any: per alert the first open one, those never tried first.</summary>
    public DeliveryEntry? NextToTry(long now)
    {
        if (InFlight >= SubscriptionState.MaxInFlight)
        {
            return null;
        }

        var retry = RetriesInFlight < SubscriptionState.MaxRetriesInFlight ? Retries.FirstOrDefault() : null;
        return Fresh.FirstOrDefault() ?? (retry?.DueAt <= now ? retry : null);
    }

    /// <summary>The instant from which on <see cref="NextToTry"/> has one, 0 for at once; null when only the end of a try or a
    /// new delivery changes that.</summary>
    public long? NextDue() => InFlight >= SubscriptionState.MaxInFlight ? null
        : AnyFresh ? 0
        : AnyRetry && RetriesInFlight < SubscriptionState.MaxRetriesInFlight ? Retries.First().DueAt
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

    public DeliveryEntry? Open(long seq) => _open.GetValueOrDefault(seq);

    private IEnumerable<DeliveryEntry> ClosedEntries =>
        _dead.Values.Concat(_delivered.Values).Concat(_grouped.Values).Concat(_silenced.Values).Concat(_inhibited.Values);

    /// <summary>A dead, delivered, grouped, silenced or inhibited one.</summary>
    public DeliveryEntry? Closed(long seq) =>
        _dead.GetValueOrDefault(seq) ?? _delivered.GetValueOrDefault(seq) ?? _grouped.GetValueOrDefault(seq)
            ?? _silenced.GetValueOrDefault(seq) ?? _inhibited.GetValueOrDefault(seq);

    public void Put(DeliveryEntry entry)
    {
        Forget(entry.Seq);
        switch (entry.Status)
        {
            case DeliveryStatus.Pending:
                _open.Add(entry.Seq, entry);
                if (!_alerts.TryGetValue(entry.AlertId, out var queue))
                {
                    _alerts.Add(entry.AlertId, queue = new());
                }

                queue.Add(entry.Seq);
                if (entry is { Attempts: > 0, Released: false })
                {
                    _waiting.Add(entry.Seq);
                }

                Index(queue);
                break;
            case DeliveryStatus.Dead:
                _dead.Add(entry.Seq, entry);
                break;
            case DeliveryStatus.Grouped:
                Keep(_grouped, entry);
                break;
            case DeliveryStatus.Silenced:
                Keep(_silenced, entry);
                break;
            case DeliveryStatus.Inhibited:
                Keep(_inhibited, entry);
                break;
            default:
                Keep(_delivered, entry);
                break;
        }
    }

    /// <summary>Takes the entry out, together with the try of it that may be in flight.</summary>
    public void Forget(long seq)
    {
        _dead.Remove(seq);
        _delivered.Remove(seq);
        _grouped.Remove(seq);
        _silenced.Remove(seq);
        _inhibited.Remove(seq);
        if (!_open.Remove(seq, out var entry))
        {
            return;
        }

        _waiting.Remove(seq);
        if (_inFlight.Remove(seq, out var retry) && retry)
        {
            RetriesInFlight--;
        }

        var queue = _alerts[entry.AlertId];
        queue.Remove(seq);
        Index(queue);
        if (queue.IsEmpty)
        {
            _alerts.Remove(entry.AlertId);
        }
    }

    public void ForgetClosedFrom(long seq) => ForgetClosed(key => key >= seq);

    public void ForgetClosedBefore(long seq) => ForgetClosed(key => key < seq);

    public bool AnyClosedBefore(long seq) => ClosedEntries.Any(entry => entry.Seq < seq);

    public void Clear()
    {
        foreach (var entry in All.ToArray())
        {
            Forget(entry.Seq);
        }
    }

    /// <summary>Makes all that wait for a retry due at once.</summary>
    public void Release()
    {
        foreach (var seq in _waiting)
        {
            var entry = _open[seq] with { Released = true };
            _open[seq] = entry;
            Index(_alerts[entry.AlertId]);
        }

        _waiting.Clear();
    }

    public void Start(long seq)
    {
        var entry = _open[seq];
        var queue = _alerts[entry.AlertId];
        if (queue.InFlight != 0)
        {
            throw new InvalidOperationException($"A delivery of {entry.AlertId} is in flight already.");
        }

        queue.InFlight = seq;
        var retry = entry.Attempts > 0;
        _inFlight.Add(seq, retry);
        RetriesInFlight += retry ? 1 : 0;
        Index(queue);
    }

    /// <summary>Ends a try without a trace.</summary>
    public void Abandon(long seq)
    {
        if (_inFlight.Remove(seq, out var retry))
        {
            RetriesInFlight -= retry ? 1 : 0;
            var queue = _alerts[_open[seq].AlertId];
            queue.InFlight = 0;
            Index(queue);
        }
    }

    private void ForgetClosed(Func<long, bool> isMeant)
    {
        foreach (var closed in ClosedEntries.Where(entry => isMeant(entry.Seq)).ToArray())
        {
            Forget(closed.Seq);
        }
    }

    private static void Keep(SortedDictionary<long, DeliveryEntry> closed, DeliveryEntry entry)
    {
        closed.Add(entry.Seq, entry);
        if (closed.Count > MaxDelivered)
        {
            closed.Remove(closed.First().Key);
        }
    }

    private void Index(AlertQueue queue)
    {
        var head = queue.Head == 0 ? null : _open[queue.Head];
        if (ReferenceEquals(head, queue.Indexed))
        {
            return;
        }

        if (queue.Indexed is { } old)
        {
            _ = old.Attempts == 0 ? _fresh.Remove(old.Seq) : _retries.Remove((old.DueAt, old.Seq));
        }

        if (head is not null)
        {
            _ = head.Attempts == 0 ? _fresh.Add(head.Seq) : _retries.Add((head.DueAt, head.Seq));
        }

        queue.Indexed = head;
    }
}
