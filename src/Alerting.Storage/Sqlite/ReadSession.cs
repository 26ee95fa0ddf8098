using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Data.Sqlite;

namespace Alerting.Storage.Sqlite;

/// <summary>A connection for reading, used by one thread at a time.</summary>
internal sealed partial class ReadSession : IDisposable
{
    /// <summary>A page of a log ends at this many entries or at this many bytes, whichever comes first.</summary>
    private const int PageEntries = 1_024;
    private const int PageBytes = 1 << 20;
    private const int PageNames = 1_024;

    private readonly SqliteConnection _connection;
    private readonly List<SqliteStatement> _statements = [];

    private readonly SqliteStatement _find;
    private readonly SqliteStatement _last;
    private readonly SqliteStatement _entries;
    private readonly SqliteStatement _names;
    private readonly SqliteStatement _heads;
    private readonly SqliteStatement _due;
    private readonly SqliteStatement _snapshot;
    private readonly SqliteStatement _snapshots;
    private readonly SqliteStatement _states;
    private readonly SqliteStatement _chunks;
    private readonly SqliteStatement _journal;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _end;

    /// <exception cref="LogStoreUnusableException">The file is another one.</exception>
    public ReadSession(SqliteLogStoreOptions options, Guid storeId)
    {
        _connection = SqliteSchema.OpenReader(options);
        try
        {
            SqliteIdentity.Require(_connection.Handle!, options.Path, new StoreMark(storeId, 0));
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        _find = Prepare("SELECT id FROM logs WHERE name = ?1");
        _last = Prepare("SELECT position FROM entries WHERE position BETWEEN ?1 AND ?2 ORDER BY position DESC LIMIT 1");
        _entries = Prepare($"""
            SELECT position, batch_id, payload FROM entries
            WHERE position BETWEEN ?1 AND ?2 ORDER BY position LIMIT {PageEntries}
            """);
        _names = Prepare($"SELECT name FROM logs WHERE name > ?1 AND name >= ?2 AND name < ?3 ORDER BY name LIMIT {PageNames}");
        _heads = Prepare($"""
            SELECT name, (
                SELECT position FROM entries
                WHERE position BETWEEN {EntryKey.FirstOf("logs.id")} AND {EntryKey.LastOf("logs.id")} ORDER BY position DESC LIMIT 1)
            FROM logs WHERE name > ?1 AND name >= ?2 AND name < ?3 ORDER BY name LIMIT {PageNames}
            """);
        _due = Prepare("SELECT name, wake_at FROM logs WHERE wake_at <= ?1 ORDER BY wake_at, name LIMIT ?2");
        _snapshot = Prepare("SELECT sequence, snapshot_id, length FROM snapshots WHERE log = ?1");
        _snapshots = Prepare(
            $"SELECT log, sequence FROM snapshots WHERE log > ?1 AND log >= ?2 AND log < ?3 ORDER BY log LIMIT {PageNames}");
        _states = Prepare($"""
            SELECT log, sequence, length, data
            FROM snapshots LEFT JOIN snapshot_chunks ON snapshot_chunks.snapshot_id = snapshots.snapshot_id AND chunk = 0
            WHERE log > ?1 AND log >= ?2 AND log < ?3 ORDER BY log LIMIT {PageNames}
            """);
        _chunks = Prepare("SELECT data FROM snapshot_chunks WHERE snapshot_id = ?1 ORDER BY chunk");
        _journal = Prepare("SELECT content FROM journal ORDER BY position");
        _begin = Prepare("BEGIN");
        _end = Prepare("COMMIT");
    }

    public long Last(string log)
    {
        if (Find(log) is not { } id)
        {
            return 0;
        }

        _last.Bind(1, EntryKey.Of(id, 0)).Bind(2, EntryKey.Of(id, EntryKey.MaxSequence)).Step();
        var last = EntryKey.Sequence(_last.Int64(0));
        _last.Reset();
        return last;
    }

    /// <summary>The entries from a sequence on, up to a page of them; empty at the end of the log.</summary>
    /// <exception cref="LogTrimmedException">The first entry that is left lies above <paramref name="fromSequence"/>.</exception>
    public LogPage Entries(string log, long fromSequence)
    {
        var page = new List<LogEntry>();
        if (Find(log) is not { } id || fromSequence > EntryKey.MaxSequence)
        {
            return new LogPage(page, IsFull: false);
        }

        var bytes = 0;
        _entries.Bind(1, EntryKey.Of(id, fromSequence)).Bind(2, EntryKey.Of(id, EntryKey.MaxSequence));
        try
        {
            while (bytes < PageBytes && _entries.Step())
            {
                var sequence = EntryKey.Sequence(_entries.Int64(0));
                if (sequence != fromSequence + page.Count)
                {
                    throw new LogTrimmedException(log, fromSequence, sequence);
                }

                page.Add(new LogEntry(sequence, new Guid(_entries.Blob(1), bigEndian: true), _entries.Blob(2).ToArray()));
                bytes += page[^1].Payload.Length;
            }
        }
        finally
        {
            _entries.Reset();
        }

        return new LogPage(page, bytes >= PageBytes || page.Count == PageEntries);
    }

    /// <summary>Some names above <paramref name="after"/>; empty at the end.</summary>
    public List<string> Names(string prefix, string after)
    {
        var names = new List<string>();
        _names.Bind(1, after).Bind(2, prefix).Bind(3, prefix + LogArguments.End);
        while (_names.Step())
        {
            names.Add(_names.Text(0));
        }

        _names.Reset();
        return names;
    }

    /// <summary>Some logs with names above <paramref name="after"/>, without what the journal has of them; empty at the end.</summary>
    public List<LogHead> Heads(string prefix, string after)
    {
        var heads = new List<LogHead>();
        _heads.Bind(1, after).Bind(2, prefix).Bind(3, prefix + LogArguments.End);
        while (_heads.Step())
        {
            // A log of which the table of entries has none yet has no position, which reads as 0.
            heads.Add(new LogHead(_heads.Text(0), EntryKey.Sequence(_heads.Int64(1))));
        }

        _heads.Reset();
        return heads;
    }

    public List<DueLog> Due(long before, int limit)
    {
        var due = new List<DueLog>();
        _due.Bind(1, before).Bind(2, limit);
        while (_due.Step())
        {
            due.Add(new DueLog(_due.Text(0), _due.Int64(1)));
        }

        _due.Reset();
        return due;
    }

    public long SnapshotSequence(string log)
    {
        var sequence = _snapshot.Bind(1, log).Step() ? _snapshot.Int64(0) : 0;
        _snapshot.Reset();
        return sequence;
    }

    public LogSnapshot? Snapshot(string log)
    {
        // In one transaction, since saving a newer snapshot removes the chunks of this one.
        _begin.Execute();
        LogSnapshot? snapshot = null;
        if (_snapshot.Bind(1, log).Step())
        {
            var state = new byte[_snapshot.Int64(2)];
            var length = 0;
            _chunks.Bind(1, _snapshot.Int64(1));
            while (_chunks.Step())
            {
                var chunk = _chunks.Blob(0);
                chunk.CopyTo(state.AsSpan(length));
                length += chunk.Length;
            }

            _chunks.Reset();
            if (length != state.Length)
            {
                throw new InvalidDataException($"The snapshot of log '{log}' holds {length} bytes instead of {state.Length}.");
            }

            snapshot = new LogSnapshot(_snapshot.Int64(0), state);
        }

        _snapshot.Reset();
        _end.Execute();
        return snapshot;
    }

    /// <summary>Some snapshots with names above <paramref name="after"/>; empty at the end.</summary>
    public List<SnapshotName> Snapshots(string prefix, string after)
    {
        var snapshots = new List<SnapshotName>();
        _snapshots.Bind(1, after).Bind(2, prefix).Bind(3, prefix + LogArguments.End);
        while (_snapshots.Step())
        {
            snapshots.Add(new SnapshotName(_snapshots.Text(0), _snapshots.Int64(1)));
        }

        _snapshots.Reset();
        return snapshots;
    }

    /// <summary>Some snapshots with names above <paramref name="after"/>, with what they hold.</summary>
    public StatePage States(string prefix, string after)
    {
        var states = new List<NamedSnapshot>();
        var large = new List<int>();
        var bytes = 0;
        string? last = null;
        _states.Bind(1, after).Bind(2, prefix).Bind(3, prefix + LogArguments.End);
        try
        {
            while (bytes < PageBytes && _states.Step())
            {
                var data = _states.Blob(3);
                if (data.Length < _states.Int64(2))
                {
                    large.Add(states.Count);
                }

                last = _states.Text(0);
                states.Add(new NamedSnapshot(last, new LogSnapshot(_states.Int64(1), data.ToArray())));
                bytes += data.Length;
            }
        }
        finally
        {
            _states.Reset();
        }

        // Of these the first chunk was read only. One that was removed meanwhile is left out.
        for (var i = large.Count - 1; i >= 0; i--)
        {
            var place = large[i];
            if (Snapshot(states[place].Log) is { } whole)
            {
                states[place] = states[place] with { Snapshot = whole };
            }
            else
            {
                states.RemoveAt(place);
            }
        }

        return new StatePage(states, last);
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private long? Find(string log)
    {
        long? id = _find.Bind(1, log).Step() ? _find.Int64(0) : null;
        _find.Reset();
        return id;
    }

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(_connection.Handle!, sql);
        _statements.Add(statement);
        return statement;
    }
}

/// <param name="Last">Name of the last snapshot that was looked at; null at the end.</param>
internal readonly record struct StatePage(List<NamedSnapshot> States, string? Last);

/// <param name="IsFull">Whether there are probably more.</param>
internal readonly record struct LogPage(List<LogEntry> Entries, bool IsFull);
