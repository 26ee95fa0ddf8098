using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Retention;

/// <summary>
/// Removes revisions from the ledger that are older than the retention and that no subscription needs any more. First
/// they are removed from the index; once a snapshot without them is stored, they are trimmed from the log. The latest
/// revision of an open alert stays readable, however old it is.
/// </summary>
internal sealed class LedgerRetention(
    ILogStore store, string log, LedgerIndex index, LedgerBodies bodies, LedgerFollowers followers, TimeSpan retention, TimeProvider clock)
    : ISnapshotParts
{
    private readonly LogAge _age = new(store, log, retention, RecordedAt, clock);

    /// <summary>The first revision in the latest snapshot.</summary>
    private long _firstOfSnapshot = 1;

    /// <summary>Whether the index has removed revisions that the log can lose with the next snapshot.</summary>
    public bool WantsSnapshot => index.First > _firstOfSnapshot;

    public Task<long> StoreAsync(long sequence) => Task.FromResult(0L);

    public Task StoredAsync() => Task.CompletedTask;

    /// <summary>A snapshot is being taken, or was restored.</summary>
    public void Saving() => _firstOfSnapshot = index.First;

    /// <summary>The latest snapshot is stored.</summary>
    /// <param name="snapshotSequence">Sequence of the last entry that it contains.</param>
    public async Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken)
    {
        var below = snapshotSequence + 1;
        if (_firstOfSnapshot > 1)
        {
            await store.TrimAsync(log, Math.Min(index.EntryOf(_firstOfSnapshot) ?? below, below), cancellationToken);
        }

        var first = index.FirstIn(await _age.FirstToKeepAsync(below, cancellationToken));
        first = first > index.First ? await followers.NeededAsync(first) : first;
        if (first > index.First)
        {
            index.Forget(first, await LatestOfOpenAsync(first, cancellationToken));
        }
    }

    private static long? RecordedAt(LogEntry entry) =>
        LedgerEntry.Read(entry.Payload.Span).Revisions is [.., var last] ? last.UpdatedAt.UtcTicks : null;

    private async Task<List<Alert>> LatestOfOpenAsync(long first, CancellationToken cancellationToken)
    {
        var latest = new List<Alert>();
        var seqs = index.OpenBefore(first);
        while (latest.Count < seqs.Count)
        {
            latest.AddRange(await bodies.ReadAsync(seqs.Skip(latest.Count), cancellationToken));
        }

        return latest;
    }
}
