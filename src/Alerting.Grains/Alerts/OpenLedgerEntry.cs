namespace Alerting.Grains.Alerts;

/// <summary>
/// The entry of the ledger that is being filled, and the one that is being written: what was said last of a region or a
/// subscriber may stand in them before the index has it.
/// </summary>
internal sealed class OpenLedgerEntry(LedgerIndex index)
{
    private LedgerEntry _sealed = new();

    /// <summary>The entry that is being filled.</summary>
    public LedgerEntry Entry { get; private set; } = new();

    /// <summary>How many subscribers follow, or will when all of it is durable.</summary>
    public int FollowerCount =>
        index.Followers.Count
        + Entry.Follow.Keys.Concat(_sealed.Follow.Keys).Distinct(StringComparer.Ordinal).Count(id => !index.Followers.ContainsKey(id));

    /// <summary>Sequence of a region's log up to which the ledger has its revisions.</summary>
    public long CursorOf(string region) =>
        Entry.Regions.TryGetValue(region, out var cursor) || _sealed.Regions.TryGetValue(region, out cursor)
            ? cursor
            : index.CursorOf(region);

    /// <summary>The seq after which a subscription follows, null when it does not: the newest word on it counts.</summary>
    public long? StartOf(string subscriptionId)
    {
        foreach (var entry in (ReadOnlySpan<LedgerEntry>)[Entry, _sealed])
        {
            if (entry.Follow.TryGetValue(subscriptionId, out var start))
            {
                return start;
            }

            if (entry.Unfollow.Contains(subscriptionId))
            {
                return null;
            }
        }

        return index.Followers.TryGetValue(subscriptionId, out var durable) ? durable : null;
    }

    public void Follow(string subscriptionId, long start)
    {
        Entry.Follow[subscriptionId] = start;
        Entry.Unfollow.Remove(subscriptionId);
    }

    public void Unfollow(string subscriptionId)
    {
        Entry.Follow.Remove(subscriptionId);
        Entry.Unfollow.Add(subscriptionId);
    }

    /// <summary>Closes the entry, whose bytes these are, and begins the next one.</summary>
    public ReadOnlyMemory<byte> Seal()
    {
        _sealed = Entry;
        Entry = new LedgerEntry();
        return _sealed.ToBytes();
    }

    /// <summary>The entry that was being written is durable: gives it away.</summary>
    public LedgerEntry TakeSealed()
    {
        var entry = _sealed;
        _sealed = new LedgerEntry();
        return entry;
    }
}
