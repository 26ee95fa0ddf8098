using Alerting.Subscriptions;

namespace Alerting.Notifications.Deliveries;

/// <summary>
/// Deliveries that are not to be tried any more, kept for the list and for replays: all that were given up, and of each other
/// status the last ones.
/// </summary>
internal sealed class ClosedDeliveries
{
    /// <summary>Of each status but dead so many are kept.</summary>
    public const int MaxKept = 1_000;

    private readonly Dictionary<DeliveryStatus, SortedDictionary<long, DeliveryEntry>> _byStatus = [];

    public IEnumerable<DeliveryEntry> All => _byStatus.Values.SelectMany(static closed => closed.Values);

    public IEnumerable<long> DeadSeqs => _byStatus.GetValueOrDefault(DeliveryStatus.Dead)?.Keys ?? Enumerable.Empty<long>();

    public DeliveryEntry? Find(long seq)
    {
        foreach (var closed in _byStatus.Values)
        {
            if (closed.TryGetValue(seq, out var entry))
            {
                return entry;
            }
        }

        return null;
    }

    public void Put(DeliveryEntry entry)
    {
        if (!_byStatus.TryGetValue(entry.Status, out var closed))
        {
            _byStatus.Add(entry.Status, closed = []);
        }

        closed.Add(entry.Seq, entry);
        if (closed.Count > MaxKept && entry.Status != DeliveryStatus.Dead)
        {
            closed.Remove(closed.First().Key);
        }
    }

    public void Remove(long seq)
    {
        foreach (var closed in _byStatus.Values)
        {
            closed.Remove(seq);
        }
    }

    public void RemoveWhere(Func<long, bool> isMeant)
    {
        foreach (var closed in _byStatus.Values)
        {
            foreach (var seq in closed.Keys.Where(isMeant).ToArray())
            {
                closed.Remove(seq);
            }
        }
    }
}
