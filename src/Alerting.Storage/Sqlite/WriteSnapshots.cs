namespace Alerting.Storage.Sqlite;

/// <summary>
/// Writes snapshots in chunks, so that appends are not delayed, and replaces the previous one when all chunks are
/// there. A part of the writing session.
/// </summary>
internal sealed class WriteSnapshots(Func<string, SqliteStatement> prepare)
{
    private const int ChunksRemovedAtOnce = 4;

    private readonly SqliteStatement _writeChunk = prepare("INSERT INTO snapshot_chunks (snapshot_id, chunk, data) VALUES (?1, ?2, ?3)");
    private readonly SqliteStatement _findSnapshot = prepare("SELECT sequence, snapshot_id FROM snapshots WHERE log = ?1");
    private readonly SqliteStatement _replaceSnapshot =
        prepare("REPLACE INTO snapshots (log, sequence, snapshot_id, length) VALUES (?1, ?2, ?3, ?4)");

    private readonly SqliteStatement _removeSnapshot = prepare("DELETE FROM snapshots WHERE log = ?1");
    private readonly SqliteStatement _removeChunks = prepare($"""
        DELETE FROM snapshot_chunks WHERE snapshot_id = ?1 AND chunk IN
            (SELECT chunk FROM snapshot_chunks WHERE snapshot_id = ?1 ORDER BY chunk LIMIT {ChunksRemovedAtOnce})
        """);

    /// <summary>Writes a snapshot of one chunk at most, and removes the one of two that is not the latest.</summary>
    /// <returns>Id of the snapshot of whose chunks some are still to be removed; null for none.</returns>
    public long? Save(string log, long sequence, long snapshotId, ReadOnlySpan<byte> state)
    {
        if (!state.IsEmpty)
        {
            Write(snapshotId, 0, state);
        }

        return Adopt(log, sequence, snapshotId, state.Length) is { } unused && RemoveChunks(unused) ? unused : null;
    }

    public void Write(long snapshotId, int chunk, ReadOnlySpan<byte> data) =>
        _writeChunk.Bind(1, snapshotId).Bind(2, chunk).Bind(3, data).Execute();

    public long? Adopt(string log, long sequence, long snapshotId, int length)
    {
        var replaced = Find(log);
        if (replaced?.Sequence > sequence)
        {
            return snapshotId;
        }

        _replaceSnapshot.Bind(1, log).Bind(2, sequence).Bind(3, snapshotId).Bind(4, length).Execute();
        return replaced?.Id;
    }

    public long? Remove(string log)
    {
        var removed = Find(log);
        if (removed is not null)
        {
            _removeSnapshot.Bind(1, log).Execute();
        }

        return removed?.Id;
    }

    public bool RemoveChunks(long snapshotId)
    {
        _removeChunks.Bind(1, snapshotId).Execute();
        return _removeChunks.Changes == ChunksRemovedAtOnce;
    }

    private (long Sequence, long Id)? Find(string log)
    {
        (long, long)? found = _findSnapshot.Bind(1, log).Step() ? (_findSnapshot.Int64(0), _findSnapshot.Int64(1)) : null;
        _findSnapshot.Reset();
        return found;
    }
}
