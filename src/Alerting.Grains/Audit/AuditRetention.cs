using Alerting.Grains.Logs;
using Alerting.Grains.Retention;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Audit;

/// <summary>
/// Removes entries from the audit log that are older than its retention. First they are removed from the index; once a snapshot
/// without them is stored, they are trimmed from the log.
/// </summary>
internal sealed class AuditRetention(ILogStore store, string log, AuditIndex index, TimeSpan retention, TimeProvider clock)
    : ISnapshotParts
{
    private readonly LogAge _age = new(store, log, retention, static entry => AuditLogEntry.Read(entry.Payload).At, clock);

    /// <summary>The first entry in the latest snapshot.</summary>
    private long _firstOfSnapshot = 1;

    /// <summary>Whether the index has removed entries that the log can lose with the next snapshot.</summary>
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
            var kept = _firstOfSnapshot <= index.Head ? index.SequenceOf(Math.Max(_firstOfSnapshot, index.First)) : below;
            await store.TrimAsync(log, Math.Min(kept, below), cancellationToken);
        }

        var first = index.FirstFrom(await _age.FirstToKeepAsync(below, cancellationToken));
        if (first > index.First)
        {
            index.Forget(first);
        }
    }
}
