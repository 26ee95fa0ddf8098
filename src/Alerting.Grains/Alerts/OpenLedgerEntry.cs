namespace Alerting.Grains.Alerts;

/// <summary>
/// The entry of the ledger that is being filled and the one that is being written. They may contain newer cursors of
/// regions and followers than the index, which only has what is durable.
/// </summary>
internal sealed class OpenLedgerEntry(LedgerIndex index)
{
    private LedgerEntry _sealed = new();

    /// <summary>The entry that is being filled.</summary>
    public LedgerEntry Entry { get; private set; } = new();

    /// <summary>Number of subscriptions that follow, or will when everything is durable.</summary>
    public int SubscriptionCount =>
        index.Followers.Keys.Concat(Entry.Follow.Keys).Concat(_sealed.Follow.Keys)
            .Where(LedgerFollowerNames.IsSubscription).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Sequence of a region's log up to which the ledger has its revisions.</summary>
    public long CursorOf(string region) =>
        Entry.Regions.TryGetValue(region, out var cursor) || _sealed.Regions.TryGetValue(region, out cursor)
            ? cursor
            : index.CursorOf(region);

    /// <summary>The seq after which a follower follows, null when it does not; the newest entry that mentions it counts.</summary>
    public long? StartOf(string follower)
    {
        foreach (var entry in (ReadOnlySpan<LedgerEntry>)[Entry, _sealed])
        {
            if (entry.Follow.TryGetValue(follower, out var start))
            {
                return start;
            }

            if (entry.Unfollow.Contains(follower))
            {
                return null;
            }
        }

        return index.Followers.TryGetValue(follower, out var durable) ? durable : null;
    }

    public void Follow(string follower, long start)
    {
        Entry.Follow[follower] = start;
        Entry.Unfollow.Remove(follower);
    }

    public void Unfollow(string follower)
    {
        Entry.Follow.Remove(follower);
        Entry.Unfollow.Add(follower);
    }

    /// <summary>Closes the entry, returns its bytes and begins the next one.</summary>
    public ReadOnlyMemory<byte> Seal()
    {
        _sealed = Entry;
        Entry = new LedgerEntry();
        return _sealed.ToBytes();
    }

    /// <summary>The entry that was being written is durable: returns it.</summary>
    public LedgerEntry TakeSealed()
    {
        var entry = _sealed;
        _sealed = new LedgerEntry();
        return entry;
    }
}
