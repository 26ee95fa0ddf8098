using Microsoft.Data.Sqlite;

namespace Alerting.Benchmarks;

/// <summary>
/// What one would write first: a table keyed by log and sequence, an insert an entry, one thread that puts all that waits
/// into one transaction, SQLite's own checkpoints. Durable as the product's store is (WAL, synchronous = FULL).
/// </summary>
internal sealed class PlainSqlite : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly Dictionary<string, long> _logs = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _work = new(false);
    private readonly Thread _thread;
    private List<Append> _waiting = [];
    private bool _closed;

    public PlainSqlite(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        _connection.Open();
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;");
        Run("CREATE TABLE logs (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);");
        Run("""
            CREATE TABLE entries (
                log INTEGER NOT NULL, sequence INTEGER NOT NULL, batch_id BLOB NOT NULL, payload BLOB NOT NULL,
                PRIMARY KEY (log, sequence)) WITHOUT ROWID;
            """);
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO entries (log, sequence, batch_id, payload) VALUES ($log, $sequence, $id, $payload)";
        foreach (var name in new[] { "$log", "$sequence", "$id", "$payload" })
        {
            _insert.Parameters.Add(new SqliteParameter(name, null));
        }

        _thread = new Thread(WriteAll) { IsBackground = true };
        _thread.Start();
    }

    public Task AppendAsync(string log, long sequence, ReadOnlyMemory<byte> payload)
    {
        var append = new Append(log, sequence, payload.ToArray());
        lock (_gate)
        {
            _waiting.Add(append);
        }

        _work.Set();
        return append.Done.Task;
    }

    public void Dispose()
    {
        _closed = true;
        _work.Set();
        _thread.Join();
        _insert.Dispose();
        _connection.Dispose();
        _work.Dispose();
    }

    private void WriteAll()
    {
        while (!_closed)
        {
            _work.WaitOne();
            List<Append> group;
            lock (_gate)
            {
                (group, _waiting) = (_waiting, []);
            }

            if (group.Count > 0)
            {
                Write(group);
                ThreadPool.UnsafeQueueUserWorkItem(
                    static done => done.ForEach(static append => append.Done.SetResult()), group, preferLocal: false);
            }
        }
    }

    private void Write(List<Append> group)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var append in group)
        {
            _insert.Parameters[0].Value = IdOf(append.Log);
            _insert.Parameters[1].Value = append.Sequence;
            _insert.Parameters[2].Value = Guid.NewGuid().ToByteArray();
            _insert.Parameters[3].Value = append.Payload;
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private long IdOf(string log)
    {
        if (!_logs.TryGetValue(log, out var id))
        {
            using var create = _connection.CreateCommand();
            create.CommandText = "INSERT INTO logs (name) VALUES ($name) RETURNING id";
            create.Parameters.AddWithValue("$name", log);
            _logs[log] = id = (long)create.ExecuteScalar()!;
        }

        return id;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Append(string Log, long Sequence, byte[] Payload)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
