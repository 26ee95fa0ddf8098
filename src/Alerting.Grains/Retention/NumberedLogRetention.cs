using Alerting.Grains.Logs;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Retention;

/// <summary>
/// Removes items from a log of numbered items that are older than the retention. First they are removed from the index; once a
/// snapshot without them is stored, they are trimmed from the log.
/// </summary>
/// <param name="items">In memory.</param>
/// <param name="age">Of the log's entries.</param>
internal sealed class NumberedLogRetention(ILogStore store, string log, INumberedItems items, LogAge age) : ISnapshotParts
{
    /// <summary>The first item in the latest snapshot.</summary>
    private long _firstOfSnapshot = 1;

    /// <summary>Whether the index has removed items that the log can lose with the next snapshot.</summary>
    public bool WantsSnapshot => items.First > _firstOfSnapshot;

    public Task<long> StoreAsync(long sequence) => Task.FromResult(0L);

    public Task StoredAsync() => Task.CompletedTask;

    /// <summary>A snapshot is being taken, or was restored.</summary>
    public void Saving() => _firstOfSnapshot = items.First;

    /// <summary>The latest snapshot is stored.</summary>
    /// <param name="snapshotSequence">Sequence of the last entry that it contains.</param>
    public async Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken)
    {
        var below = snapshotSequence + 1;
        if (_firstOfSnapshot > 1)
        {
            await store.TrimAsync(log, Math.Min(items.EntryOf(_firstOfSnapshot) ?? below, below), cancellationToken);
        }

        var first = items.FirstFrom(await age.FirstToKeepAsync(below, cancellationToken));
        if (first > items.First)
        {
            await items.ForgetBeforeAsync(first, cancellationToken);
        }
    }
}

/// <summary>What a log of numbered items (revisions, records), several in an entry, keeps in memory to find them.</summary>
internal interface INumberedItems
{
    /// <summary>Number of the first item that is kept; 1 until something was removed.</summary>
    long First { get; }

    /// <summary>
    /// Sequence of the log entry that holds this item or, if that was removed, of the first one that is known; null when there
    /// is none.
    /// </summary>
    long? EntryOf(long number);

    /// <summary>Number of the first item that the log holds from the entry at this sequence on; one above the last for none.</summary>
    long FirstFrom(long sequence);

    /// <summary>Removes items before this one, as far as nobody needs them.</summary>
    Task ForgetBeforeAsync(long number, CancellationToken cancellationToken);
}
