using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// The only connection that writes, with what the writer knows about the logs it has seen. Used by the writer thread
/// only. After a failure the whole session is discarded, with everything it knew.
/// </summary>
internal sealed class WriteSession : IDisposable
{
    private const int TrimStep = 1_000;

    private readonly SqliteConnection _connection;
    private readonly List<SqliteStatement> _statements = [];
    private readonly Dictionary<string, LogState> _logs = new(StringComparer.Ordinal);
    private readonly Journal _journal;
    private readonly StoreFiles _files;

    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _findLog;
    private readonly SqliteStatement _createLog;
    private readonly SqliteStatement _batchAt;
    private readonly SqliteStatement _first;
    private readonly SqliteStatement _last;
    private readonly SqliteStatement _trim;

    /// <param name="options">Which file to use.</param>
    /// <param name="unsettled">Is kept up to date with what is in the journal.</param>
    /// <param name="known">Identity of the store, and its position at the last commit.</param>
    /// <exception cref="LogStoreUnusableException">The file is another one, or has less in it.</exception>
    public WriteSession(SqliteLogStoreOptions options, UnsettledLogs unsettled, StoreMark known)
    {
        _connection = SqliteSchema.OpenWriter(options);
        try
        {
            SqliteIdentity.Require(Database, options.Path, known);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        _files = new StoreFiles(options.Path);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _findLog = Prepare("SELECT id, wake_at FROM logs WHERE name = ?1");
        _createLog = Prepare("INSERT INTO logs (name) VALUES (?1)");
        _batchAt = Prepare("SELECT batch_id FROM entries WHERE position = ?1");
        _first = Prepare("SELECT position FROM entries WHERE position >= ?1 ORDER BY position LIMIT 1");
        _last = Prepare("SELECT position FROM entries WHERE position BETWEEN ?1 AND ?2 ORDER BY position DESC LIMIT 1");
        _trim = Prepare("DELETE FROM entries WHERE position >= ?1 AND position < ?2");
        Snapshots = new WriteSnapshots(Prepare);
        _journal = new Journal(unsettled, Prepare);
        LoadJournal();
    }

    public sqlite3 Database => _connection.Handle!;

    /// <summary>Position of the store after the last operation.</summary>
    public long LastPosition => _journal.LastPosition;

    /// <exception cref="LogStoreUnusableException">The files are not the ones that were opened; nothing was written
    /// into them.</exception>
    public void Begin()
    {
        // Before writing as well: writing beyond the end of a truncated file would hide that it was truncated.
        _files.Verify(Database);
        _begin.Execute();
    }

    /// <summary>To be called after the last operation and before <see cref="Commit"/>.</summary>
    public void Finish() => _journal.Finish();

    /// <exception cref="LogStoreUnusableException">What was committed is in no file that the next process will
    /// open.</exception>
    public void Commit()
    {
        _commit.Execute();
        _files.Verify(Database);
        _journal.Publish();
    }

    /// <summary>Pages added to the write-ahead log since the last call.</summary>
    public int TakePagesWritten()
    {
        _ = raw.sqlite3_db_status(Database, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1);
        return pages;
    }

    public AppendResult Append(string log, long sequence, in LogBatch batch, long? wakeAt)
    {
        var state = Find(log);
        var last = state?.Last ?? 0;
        if (sequence == last + 1)
        {
            state ??= Create(log);
            _journal.Append(state, sequence, batch.Id, batch.Payload.Span, state.WakeAt != wakeAt, wakeAt);
            return AppendResult.Stored;
        }

        if (state is null || sequence > last || !IsStored(state, sequence, batch.Id))
        {
            return AppendResult.Refused;
        }

        // A batch that is repeated after later ones must not change the wake instant.
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

        _journal.Settle(state);
        var end = Math.Min(beforeSequence, state.Last);
        _first.Bind(1, EntryKey.Of(state.Id, 0)).Step();
        var first = EntryKey.Sequence(_first.Int64(0));
        _first.Reset();
        if (first >= end)
        {
            return false;
        }

        var step = Math.Min(end, first + TrimStep);
        _trim.Bind(1, EntryKey.Of(state.Id, first)).Bind(2, EntryKey.Of(state.Id, step)).Execute();
        return step < end;
    }

    /// <summary>Moves the entries of a log to where readers find them.</summary>
    public void Settle(string log)
    {
        if (Find(log) is { } state)
        {
            _journal.Settle(state);
        }
    }

    /// <summary>Corrects what the table of logs says is due by what only the journal has.</summary>
    /// <param name="found">The logs that are due by the table, at most <paramref name="limit"/>.</param>
    /// <param name="before">UTC ticks.</param>
    /// <param name="limit">How many to answer with at most.</param>
    /// <returns>The logs that are due, earliest first; null: some that were found are not, and may have kept others out. The table
    /// is right about them when it is read again.</returns>
    public IReadOnlyList<DueLog>? Due(IReadOnlyList<DueLog> found, long before, int limit)
    {
        var due = _journal.Wakes.Due(before).Select(static log => new DueLog(log.Name, log.WakeAt!.Value)).ToList();
        var areRight = true;
        foreach (var log in found)
        {
            if (!_logs.TryGetValue(log.Log, out var state) || state.WakeRow is null)
            {
                due.Add(log);
            }
            else if (!(state.WakeAt <= before))
            {
                _journal.Wakes.Settle(state);
                areRight = false;
            }
        }

        _journal.Wakes.EndPeriod();
        return areRight || found.Count < limit
            ? [.. due.OrderBy(static log => log.WakeAt).ThenBy(static log => log.Log, StringComparer.Ordinal).Take(limit)]
            : null;
    }

    /// <summary>Writes snapshots and their chunks.</summary>
    public WriteSnapshots Snapshots { get; }

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
            state = Known(_findLog.Int64(0), log, _findLog.NullableInt64(1));
        }

        _findLog.Reset();
        return state;
    }

    private LogState Known(long id, string name, long? wakeAt)
    {
        var state = new LogState(id, name) { WakeAt = wakeAt, TableWakeAt = wakeAt, Last = Last(id) };
        _logs.Add(name, state);
        return state;
    }

    private void LoadJournal()
    {
        var byId = new Dictionary<long, LogState>();
        using var logs = new SqliteStatement(Database, "SELECT name, wake_at FROM logs WHERE id = ?1");
        using var rows = new SqliteStatement(Database, "SELECT position, content FROM journal ORDER BY position");
        while (rows.Step())
        {
            _journal.Load(rows.Int64(0), rows.Blob(1).ToArray(), Of);
        }

        _journal.Loaded();

        LogState Of(long id)
        {
            if (!byId.TryGetValue(id, out var state))
            {
                if (!logs.Bind(1, id).Step())
                {
                    throw new InvalidDataException($"The store's journal tells of a log {id} that there is not.");
                }

                byId[id] = state = Known(id, logs.Text(0), logs.NullableInt64(1));
                logs.Reset();
            }

            return state;
        }
    }

    private long Last(long logId)
    {
        var any = _last.Bind(1, EntryKey.Of(logId, 0)).Bind(2, EntryKey.Of(logId, EntryKey.MaxSequence)).Step();
        var last = any ? EntryKey.Sequence(_last.Int64(0)) : 0;
        _last.Reset();
        return last;
    }

    private LogState Create(string log)
    {
        _createLog.Bind(1, log).Execute();
        var state = new LogState(raw.sqlite3_last_insert_rowid(Database), log);
        _logs.Add(log, state);
        return state;
    }

    private bool IsStored(LogState log, long sequence, Guid id)
    {
        if (log.Pending is [var first, ..] && sequence >= first.Sequence)
        {
            return log.Pending[(int)(sequence - first.Sequence)].BatchId == id;
        }

        var same = _batchAt.Bind(1, EntryKey.Of(log.Id, sequence)).Step() && new Guid(_batchAt.Blob(0), bigEndian: true) == id;
        _batchAt.Reset();
        return same;
    }

    private void MoveWake(LogState log, long? wakeAt)
    {
        if (log.WakeAt != wakeAt)
        {
            _journal.MoveWake(log, wakeAt);
        }
    }

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(Database, sql);
        _statements.Add(statement);
        return statement;
    }
}
