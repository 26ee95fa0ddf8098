using System.Runtime.CompilerServices;
using Alerting.Storage.Logs;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Writes large snapshots in chunks, each a part of some group commit, so that appends are not delayed by one. The row that
/// makes the chunks a snapshot comes last; chunks that never get such a row are removed when the store is opened. A snapshot of
/// one chunk is saved at once.
/// </summary>
internal sealed class SqliteSnapshots(GroupCommitWriter writer, ReadSessionPool readers, long lastId)
{
    private const int ChunkBytes = 1 << 20;

    private long _lastId = lastId;

    public async Task SaveAsync(string log, long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        if (state.Length > ChunkBytes)
        {
            await SaveChunksAsync(log, sequence, state, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Not cancellable once it is under way, since only the answer says which chunks are unused.
        cancellationToken.ThrowIfCancellationRequested();
        var save = new SaveSnapshotOperation(log, sequence, Interlocked.Increment(ref _lastId), state);
        if (await writer.WriteAsync(save, CancellationToken.None).ConfigureAwait(false) is { } unused)
        {
            await RemoveChunksAsync(unused).ConfigureAwait(false);
        }
    }

    public async Task RemoveAsync(string log, CancellationToken cancellationToken)
    {
        if (await writer.WriteAsync(new RemoveSnapshotOperation(log), cancellationToken).ConfigureAwait(false) is { } id)
        {
            await RemoveChunksAsync(id).ConfigureAwait(false);
        }
    }

    public async IAsyncEnumerable<SnapshotName> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = ""; ;)
        {
            var last = after;
            var page = await readers.ReadAsync(session => session.Snapshots(prefix, last), cancellationToken).ConfigureAwait(false);
            foreach (var snapshot in page)
            {
                yield return snapshot;
            }

            if (page.Count == 0)
            {
                yield break;
            }

            after = page[^1].Log;
        }
    }

    public async IAsyncEnumerable<NamedSnapshot> ReadAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? after = ""; after is not null;)
        {
            var last = after;
            var page = await readers.ReadAsync(session => session.States(prefix, last), cancellationToken).ConfigureAwait(false);
            foreach (var state in page.States)
            {
                yield return state;
            }

            after = page.Last;
        }
    }

    private async Task SaveChunksAsync(string log, long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        var stored = await readers.ReadAsync(session => session.SnapshotSequence(log), cancellationToken).ConfigureAwait(false);
        if (stored > sequence)
        {
            return;
        }

        var id = Interlocked.Increment(ref _lastId);
        long? unused = id;
        try
        {
            for (var start = 0; start < state.Length; start += ChunkBytes)
            {
                var chunk = state.Slice(start, Math.Min(ChunkBytes, state.Length - start));
                await writer.WriteAsync(new WriteChunkOperation(id, start / ChunkBytes, chunk), cancellationToken).ConfigureAwait(false);
            }

            // Not cancellable, since only the answer says which chunks are unused.
            unused = await writer.WriteAsync(new AdoptSnapshotOperation(log, sequence, id, state.Length), CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (LogOutcomeUnknownException)
        {
            // It is unknown which chunks are unused: the new ones may be the snapshot now.
            unused = null;
            throw;
        }
        finally
        {
            if (unused is { } remove)
            {
                await RemoveChunksAsync(remove).ConfigureAwait(false);
            }
        }
    }

    private async Task RemoveChunksAsync(long id)
    {
        while (await writer.WriteAsync(new RemoveChunksOperation(id), CancellationToken.None).ConfigureAwait(false))
        {
        }
    }
}
