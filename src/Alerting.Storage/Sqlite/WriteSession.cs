using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// The one connection that writes, with what the writer knows about the logs it has seen. Belongs to the writer
/// thread. After a failure it is thrown away as a whole, and with it everything it believed.
/// </summary>
internal sealed class WriteSession : IDisposable
{
    private const int TrimStep = 1_000;
    private const int ChunksRemovedAtOnce = 4;

    private readonly SqliteConnection _connection;
    private readonly List<SqliteStatement> _statements = [];
    private readonly Dictionary<string, LogState> _logs = new(StringComparer.Ordinal);

    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _findLog;
    private readonly SqliteStatement _createLog;
    private readonly SqliteStatement _setWake;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _batchAt;
    private readonly SqliteStatement _first;
    private readonly SqliteStatement _last;
    private readonly SqliteStatement _trim;
    private readonly SqliteStatement _writeChunk;
    private readonly SqliteStatement _findSnapshot;
    private readonly SqliteStatement _replaceSnapshot;
    private readonly SqliteStatement _removeChunks;

    public WriteSession(SqliteLogStoreOptions options)
    {
        _connection = SqliteSchema.OpenWriter(options);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _findLog = Prepare("SELECT id, wake_at FROM logs WHERE name = ?1");
        _createLog = Prepare("INSERT INTO logs (name) VALUES (?1)");
        _setWake = Prepare("UPDATE logs SET wake_at = ?2 WHERE id = ?1");
        _insert = Prepare("INSERT INTO entries (position, batch_id, payload) VALUES (?1, ?2, ?3)");
        _batchAt = Prepare("SELECT batch_id FROM entries WHERE position = ?1");
        _first = Prepare("SELECT position FROM entries WHERE position >= ?1 ORDER BY position LIMIT 1");
        _last = Prepare("SELECT position FROM entries WHERE position BETWEEN ?1 AND ?2 ORDER BY position DESC LIMIT 1");
        _trim = Prepare("DELETE FROM entries WHERE position >= ?1 AND position < ?2");
        _writeChunk = Prepare("INSERT INTO snapshot_chunks (snapshot_id, chunk, data) VALUES (?1, ?2, ?3)");
        _findSnapshot = Prepare("SELECT sequence, snapshot_id FROM snapshots WHERE log = ?1");
        _replaceSnapshot = Prepare("REPLACE INTO snapshots (log, sequence, snapshot_id, length) VALUES (?1, ?2, ?3, ?4)");
        _removeChunks = Prepare($"""
            DELETE FROM snapshot_chunks WHERE snapshot_id = ?1 AND chunk IN
                (SELECT chunk FROM snapshot_chunks WHERE snapshot_id = ?1 ORDER BY chunk LIMIT {ChunksRemovedAtOnce})
            """);
    }

    private sqlite3 Database => _connection.Handle!;

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    public AppendResult Append(string log, long sequence, in LogBatch batch, long? wakeAt)
    {
        Span<byte> id = stackalloc byte[16];
        _ = batch.Id.TryWriteBytes(id, bigEndian: true, out _);
        var state = Find(log);
        var last = state?.Last ?? 0;
        if (sequence == last + 1)
        {
            state ??= Create(log);
            _insert.Bind(1, Position.Of(state.Id, sequence)).Bind(2, id).Bind(3, batch.Payload.Span).Execute();
            state.Last = sequence;
        }
        else if (state is null || sequence > last || !IsStored(state, sequence, id))
        {
            return AppendResult.Refused;
        }

        // Repeated below the last entry, a batch says nothing any more about when the log must be awake.
        if (sequence == state.Last)
        {
            MoveWake(state, wakeAt);
        }

        return AppendResult.Stored;
    }

    public bool SetWake(string log, long sequence, long? wakeAt)
    {
        if (Find(log) is not { } state || state.Last != sequence)
        {
            return false;
        }

        MoveWake(state, wakeAt);
        return true;
    }

    public bool Trim(string log, long beforeSequence)
    {
        if (Find(log) is not { } state)
        {
            return false;
        }

        var end = Math.Min(beforeSequence, state.Last);
        _first.Bind(1, Position.Of(state.Id, 0)).Step();
        var first = Position.Sequence(_first.Int64(0));
        _first.Reset();
        if (first >= end)
        {
            return false;
        }

        var step = Math.Min(end, first + TrimStep);
        _trim.Bind(1, Position.Of(state.Id, first)).Bind(2, Position.Of(state.Id, step)).Execute();
        return step < end;
    }

    public void WriteChunk(long snapshotId, int chunk, ReadOnlySpan<byte> data) =>
        _writeChunk.Bind(1, snapshotId).Bind(2, chunk).Bind(3, data).Execute();

    public long? AdoptSnapshot(string log, long sequence, long snapshotId, int length)
    {
        long? replaced = null;
        var stored = 0L;
        if (_findSnapshot.Bind(1, log).Step())
        {
            stored = _findSnapshot.Int64(0);
            replaced = _findSnapshot.Int64(1);
        }

        _findSnapshot.Reset();
        if (replaced is not null && stored > sequence)
        {
            return snapshotId;
        }

        _replaceSnapshot.Bind(1, log).Bind(2, sequence).Bind(3, snapshotId).Bind(4, length).Execute();
        return replaced;
    }

    public bool RemoveChunks(long snapshotId)
    {
        _removeChunks.Bind(1, snapshotId).Execute();
        return raw.sqlite3_changes(Database) == ChunksRemovedAtOnce;
    }

    /// <summary>Closing a connection rolls back what it has not committed.</summary>
    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private LogState? Find(string log)
    {
        if (_logs.TryGetValue(log, out var state))
        {
            return state;
        }

        if (_findLog.Bind(1, log).Step())
        {
            state = new LogState(_findLog.Int64(0)) { WakeAt = _findLog.NullableInt64(1) };
            state.Last = Last(state.Id);
            _logs.Add(log, state);
        }

        _findLog.Reset();
        return state;
    }

    private long Last(long logId)
    {
        var any = _last.Bind(1, Position.Of(logId, 0)).Bind(2, Position.Of(logId, Position.MaximumSequence)).Step();
        var last = any ? Position.Sequence(_last.Int64(0)) : 0;
        _last.Reset();
        return last;
    }

    private LogState Create(string log)
    {
        _createLog.Bind(1, log).Execute();
        var state = new LogState(raw.sqlite3_last_insert_rowid(Database));
        _logs.Add(log, state);
        return state;
    }

    private bool IsStored(LogState log, long sequence, ReadOnlySpan<byte> id)
    {
        var same = _batchAt.Bind(1, Position.Of(log.Id, sequence)).Step() && _batchAt.Blob(0).SequenceEqual(id);
        _batchAt.Reset();
        return same;
    }

    private void MoveWake(LogState log, long? wakeAt)
    {
        if (log.WakeAt != wakeAt)
        {
            _setWake.Bind(1, log.Id).Bind(2, wakeAt).Execute();
            log.WakeAt = wakeAt;
        }
    }

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(Database, sql);
        _statements.Add(statement);
        return statement;
    }

    private sealed class LogState(long id)
    {
        public long Id { get; } = id;

        public long Last { get; set; }

        public long? WakeAt { get; set; }
    }
}
