using System.Runtime.CompilerServices;
using Alerting.Storage.Logs;

namespace Alerting.Server.Tests.Access;

/// <summary>A store that cannot be reached while a test says so.</summary>
internal sealed class AwayLogStore(ILogStore inner) : ILogStore
{
    public bool IsAway { get; set; }

    private ILogStore Inner => IsAway ? throw new LogStoreUnavailableException("The store is away.") : inner;

    public Task<AppendResult> AppendAsync(string log, long sequence, LogBatch batch, long? wakeAt, CancellationToken cancellationToken) =>
        Inner.AppendAsync(log, sequence, batch, wakeAt, cancellationToken);

    public async IAsyncEnumerable<LogEntry> ReadAsync(
        string log, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in Inner.ReadAsync(log, fromSequence, cancellationToken))
        {
            yield return entry;
        }
    }

    public Task<long> LastSequenceAsync(string log, CancellationToken cancellationToken) => Inner.LastSequenceAsync(log, cancellationToken);

    public Task SaveSnapshotAsync(string log, long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        Inner.SaveSnapshotAsync(log, sequence, state, cancellationToken);

    public Task<LogSnapshot?> ReadSnapshotAsync(string log, CancellationToken cancellationToken) =>
        Inner.ReadSnapshotAsync(log, cancellationToken);

    public Task RemoveSnapshotAsync(string log, CancellationToken cancellationToken) => Inner.RemoveSnapshotAsync(log, cancellationToken);

    public IAsyncEnumerable<SnapshotName> ListSnapshotsAsync(string prefix, CancellationToken cancellationToken) =>
        Inner.ListSnapshotsAsync(prefix, cancellationToken);

    public Task TrimAsync(string log, long beforeSequence, CancellationToken cancellationToken) =>
        Inner.TrimAsync(log, beforeSequence, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) =>
        Inner.ListAsync(prefix, cancellationToken);

    public Task<IReadOnlyList<DueLog>> DueAsync(long before, int limit, CancellationToken cancellationToken) =>
        Inner.DueAsync(before, limit, cancellationToken);

    public Task SetWakeAsync(string log, long sequence, long? wakeAt, CancellationToken cancellationToken) =>
        Inner.SetWakeAsync(log, sequence, wakeAt, cancellationToken);
}
