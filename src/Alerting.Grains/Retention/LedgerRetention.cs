using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Retention;

/// <summary>
/// Lets the ledger forget revisions that are older than they must be kept and that no subscription needs any more. First
/// the index forgets them; once a snapshot is stored that does not know them, they leave the log. Of an alert that is open
/// the latest revision stays readable, however old it is.
/// </summary>
internal sealed class LedgerRetention(
    ILogStore store, string log, LedgerIndex index, LedgerBodies bodies, LedgerFollowers followers, TimeSpan retention, TimeProvider clock)
    : ISnapshotParts
{
    private readonly LogAge _age = new(store, log, retention, RecordedAt, clock);

    /// <summary>The first revision that the snapshot taken last knows.</summary>
    private long _firstOfSnapshot = 1;

    /// <summary>Whether the index has forgotten what the log is to lose with the next snapshot.</summary>
    public bool WantsSnapshot => index.First > _firstOfSnapshot;

    public Task<long> StoreAsync(long sequence) => Task.FromResult(0L);

    public Task StoredAsync() => Task.CompletedTask;

    /// <summary>A snapshot is being taken, or was restored.</summary>
    public void Saving() => _firstOfSnapshot = index.First;

    /// <summary>The snapshot taken last is stored.</summary>
    /// <param name="snapshotSequence">Of the last entry that it knows.</param>
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
