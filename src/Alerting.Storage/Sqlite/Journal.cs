using System.Buffers;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Takes all appends first. Entries are read log by log and are therefore clustered by log in their table, but a
/// group of appends belongs to many logs: each would change a page of its own for a few hundred bytes, and the number
/// of pages determines the cost of a commit. So a group is one row here, a page or two, and the entries of a log are
/// moved to their table together: when they fill some pages, when the journal gets long, or when somebody wants to
/// read them. Used by the writer thread only. Measured: 2.3 x the appends a second of the same store without it (64
/// logs, 300 B), for a sixth of the bytes written.
/// </summary>
internal sealed class Journal
{
    /// <summary>The entries of a log are moved when they have this many bytes.</summary>
    private const int SettleBytes = 16 << 10;

    /// <summary>An entry of this size or more is written to its table at once, since it fills pages alone.</summary>
    private const int DirectBytes = 8 << 10;

    /// <summary>Beyond this size the oldest rows are cleared: the journal is read again at start and held in memory.</summary>
    private const int MaxBytes = 8 << 20;

    /// <summary>How many entries are moved at most in one commit because the journal is long; more would delay the callers.</summary>
    private const int MaxCleared = 512;

    /// <summary>Rows are removed when there are so many of them, or when they have so many bytes.</summary>
    private const int RemovedRows = 64;
    private const int RemovedBytes = 256 << 10;

    private readonly UnsettledLogs _unsettled;
    private readonly SqliteStatement _insertRow;
    private readonly SqliteStatement _removeRows;
    private readonly SqliteStatement _insertEntry;
    private readonly Queue<JournalRow> _rows = new();
    private readonly ArrayBufferWriter<byte> _group = new(64 << 10);
    private readonly HashSet<LogState> _full = [];

    /// <summary>Logs whose membership in <see cref="UnsettledLogs"/> the current transaction may change.</summary>
    private readonly HashSet<LogState> _touched = [];

    private JournalRow _row = new();
    private long _position;

    /// <summary>Whether the current transaction has an entry that is in no row, so that a row must be added to count it.</summary>
    private bool _isUncounted;
    private long _bytes;
    private long _removable;
    private int _removableRows;
    private int _removableBytes;

    public Journal(UnsettledLogs unsettled, Func<string, SqliteStatement> prepare)
    {
        _unsettled = unsettled;
        _insertRow = prepare("INSERT INTO journal (position, content) VALUES (?1, ?2)");
        _removeRows = prepare("DELETE FROM journal WHERE position <= ?1");
        _insertEntry = prepare("INSERT INTO entries (position, batch_id, payload) VALUES (?1, ?2, ?3)");
        Wakes = new JournalWakes(prepare);
    }

    /// <summary>The wake instants that are only in the journal.</summary>
    public JournalWakes Wakes { get; }

    /// <summary>Position of the last row: grows with each transaction that appends, and never shrinks.</summary>
    public long LastPosition => _position;

    /// <summary>Reads one row of the file; rows must be given in order, and <see cref="Loaded"/> called after the last.</summary>
    /// <param name="find">Finds a log by its id, as the table of logs and its entries have it.</param>
    /// <exception cref="InvalidDataException">The row does not continue its logs.</exception>
    public void Load(long position, byte[] content, Func<long, LogState> find)
    {
        var row = new JournalRow { Position = position, Content = content };
        for (var at = 0; at < content.Length;)
        {
            var record = JournalRecord.Read(content, ref at);
            var log = find(record.LogId);
            row.Logs.Add(log);
            if (record.Sequence > log.Last + 1)
            {
                throw new InvalidDataException(
                    $"The store's journal goes on with entry {record.Sequence} of log '{log.Name}' after {log.Last}.");
            }

            if (record.Sequence == log.Last + 1)
            {
                log.Last = record.Sequence;
                Pend(log, new PendingEntry(record.Sequence, record.BatchId, row, record.Offset, record.Length));
            }

            // The wake instant in the table of logs is never newer than the last one in the journal.
            if (record.Wakes)
            {
                Wakes.Move(log, record.WakeAt, row);
            }
        }

        _position = position;
        Enqueue(row);
    }

    /// <summary>All rows have been read.</summary>
    public void Loaded()
    {
        _unsettled.Clear();
        Publish();
        _unsettled.Know();
    }

    /// <summary>Appends an entry in the current transaction.</summary>
    public void Append(LogState log, long sequence, Guid batchId, ReadOnlySpan<byte> payload, bool wakes, long? wakeAt)
    {
        log.Last = sequence;
        if (payload.Length >= DirectBytes)
        {
            SettleEntries(log);
            Insert(log, sequence, batchId, payload);
            _isUncounted = true;
            if (wakes)
            {
                // Through the journal too, since otherwise a restart would apply an older row after it.
                MoveWake(log, wakeAt);
            }

            return;
        }

        var offset = JournalRecord.Write(_group, log.Id, sequence, batchId, payload, wakes, wakeAt);
        _row.Logs.Add(log);
        Pend(log, new PendingEntry(sequence, batchId, _row, offset, payload.Length));
        if (wakes)
        {
            Wakes.Move(log, wakeAt, _row);
        }
    }

    /// <summary>Changes the wake instant of a log in the current transaction.</summary>
    public void MoveWake(LogState log, long? wakeAt)
    {
        JournalRecord.Write(_group, log.Id, 0, Guid.Empty, [], wakes: true, wakeAt);
        _row.Logs.Add(log);
        Wakes.Move(log, wakeAt, _row);
    }

    /// <summary>Moves everything that the journal has of a log to the tables.</summary>
    public void Settle(LogState log)
    {
        SettleEntries(log);
        Wakes.Settle(log);
    }

    /// <summary>Completes the journal of the current transaction. To be called before the commit.</summary>
    public void Finish()
    {
        CompleteRow();
        if (_isUncounted)
        {
            InsertRow([]);
        }

        foreach (var log in _full.ToList())
        {
            Settle(log);
        }

        for (var moved = 0; _bytes > MaxBytes && moved < MaxCleared && _rows.TryPeek(out var oldest);)
        {
            foreach (var log in oldest.Logs)
            {
                moved += log.Pending.Count;
                Settle(log);
            }

            Discard();
        }

        Discard();
        if (_removableRows >= RemovedRows || _removableBytes >= RemovedBytes)
        {
            // The last row stays, whatever is in it: the next process continues its position.
            _removeRows.Bind(1, Math.Min(_removable, _position - 1)).Execute();
            _removableRows = _removableBytes = 0;
        }
    }

    /// <summary>The transaction is committed, so readers may be informed.</summary>
    public void Publish()
    {
        foreach (var log in _touched)
        {
            if (log.Pending.Count > 0)
            {
                _unsettled.Add(log.Name);
            }
            else
            {
                _unsettled.Remove(log.Name);
            }
        }

        _touched.Clear();
        _unsettled.SetWakes(Wakes.Any);
    }

    private void Pend(LogState log, PendingEntry entry)
    {
        log.Pending.Add(entry);
        log.PendingBytes += entry.Length;
        entry.Row.Open++;
        _touched.Add(log);
        if (log.PendingBytes >= SettleBytes)
        {
            _full.Add(log);
        }
    }

    private void SettleEntries(LogState log)
    {
        if (log.Pending.Count == 0)
        {
            return;
        }

        CompleteRow();
        foreach (var entry in log.Pending)
        {
            Insert(log, entry.Sequence, entry.BatchId, entry.Payload);
            entry.Row.Open--;
        }

        log.Pending.Clear();
        log.PendingBytes = 0;
        _full.Remove(log);
        _touched.Add(log);
    }

    private void Insert(LogState log, long sequence, Guid batchId, ReadOnlySpan<byte> payload)
    {
        Span<byte> id = stackalloc byte[16];
        _ = batchId.TryWriteBytes(id, bigEndian: true, out _);
        _insertEntry.Bind(1, EntryKey.Of(log.Id, sequence)).Bind(2, id).Bind(3, payload).Execute();
    }

    /// <summary>Writes the gathered entries as a row, so that they can be referred to.</summary>
    private void CompleteRow()
    {
        if (_group.WrittenCount == 0)
        {
            return;
        }

        var content = _group.WrittenSpan.ToArray();
        _group.ResetWrittenCount();
        InsertRow(content);
    }

    private void InsertRow(byte[] content)
    {
        var row = _row;
        _row = new JournalRow { Period = Wakes.Period };
        row.Position = ++_position;
        row.Content = content;
        _insertRow.Bind(1, row.Position).Bind(2, content).Execute();
        _isUncounted = false;
        Enqueue(row);
    }

    private void Enqueue(JournalRow row)
    {
        _rows.Enqueue(row);
        _bytes += row.Content.Length;
    }

    /// <summary>Drops the oldest rows of which everything has been moved.</summary>
    private void Discard()
    {
        while (_rows.TryPeek(out var oldest) && oldest.Open == 0)
        {
            _rows.Dequeue();
            _bytes -= oldest.Content.Length;
            _removable = oldest.Position;
            _removableRows++;
            _removableBytes += oldest.Content.Length;
        }
    }
}
