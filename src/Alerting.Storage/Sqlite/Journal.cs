using System.Buffers;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Where appends go first. Entries are read log by log and so lie clustered by log, but a group of appends is of many
/// logs: each would change a page of its own for a few hundred bytes, and pages are what a commit costs. So a group is
/// one row here, a page or two, and the entries of a log move to their place together: when there are some pages of
/// them, when the journal gets long, or when somebody wants to read them. Belongs to the writer thread, like the
/// session that it is a part of. Measured: 2.3 x the appends a second of the same store without it (64 logs, 300 B), for a
/// sixth of the bytes written.
/// </summary>
internal sealed class Journal
{
    /// <summary>A log's entries move when there are so many bytes of them.</summary>
    private const int SettleBytes = 16 << 10;

    /// <summary>An entry of this size or more goes to its place at once: it fills pages by itself.</summary>
    private const int DirectBytes = 8 << 10;

    /// <summary>What a journal may hold before its oldest rows are cleared: read again at start, and held in memory.</summary>
    private const int MostBytes = 8 << 20;

    /// <summary>Most entries that move in one commit because the journal is long: more would keep its callers waiting.</summary>
    private const int MostCleared = 512;

    /// <summary>Rows are removed some at a time: so many, or of so many bytes.</summary>
    private const int RemovedRows = 64;
    private const int RemovedBytes = 256 << 10;

    private readonly UnsettledLogs _unsettled;
    private readonly SqliteStatement _insertRow;
    private readonly SqliteStatement _removeRows;
    private readonly SqliteStatement _insertEntry;
    private readonly SqliteStatement _setWake;
    private readonly Queue<JournalRow> _rows = new();
    private readonly ArrayBufferWriter<byte> _group = new(64 << 10);
    private readonly HashSet<LogState> _wakes = [];
    private readonly HashSet<LogState> _full = [];

    /// <summary>Logs whose place in <see cref="UnsettledLogs"/> the transaction at hand changes.</summary>
    private readonly HashSet<LogState> _touched = [];

    private JournalRow _row = new();
    private long _position;

    /// <summary>Whether the transaction at hand has an entry that no row tells of.</summary>
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
        _setWake = prepare("UPDATE logs SET wake_at = ?2 WHERE id = ?1");
    }

    /// <summary>Of the last row: goes up with each transaction that has an entry, and never down.</summary>
    public long LastPosition => _position;

    /// <summary>Takes in what the file has, in the order of rows; then <see cref="Loaded"/>.</summary>
    /// <param name="find">The log of an id, as the table of logs and its entries have it.</param>
    /// <exception cref="InvalidDataException">The row does not follow what is there.</exception>
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

            // Whatever the table of logs says is no newer than the last that the journal says.
            if (record.Wakes)
            {
                MoveWake(log, record.WakeAt, row);
            }
        }

        _position = position;
        Enqueue(row);
    }

    /// <summary>All rows are taken in.</summary>
    public void Loaded()
    {
        _unsettled.Clear();
        Publish();
        _unsettled.Know();
    }

    /// <summary>Adds an entry, whose log knows nothing of it yet, to the transaction.</summary>
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
                // By way of the journal all the same: what an older row says must not come last.
                MoveWake(log, wakeAt);
            }

            return;
        }

        var offset = JournalRecord.Write(_group, log.Id, sequence, batchId, payload, wakes, wakeAt);
        _row.Logs.Add(log);
        Pend(log, new PendingEntry(sequence, batchId, _row, offset, payload.Length));
        if (wakes)
        {
            MoveWake(log, wakeAt, _row);
        }
    }

    /// <summary>Adds another instant to wake at to the transaction.</summary>
    public void MoveWake(LogState log, long? wakeAt)
    {
        JournalRecord.Write(_group, log.Id, 0, Guid.Empty, [], wakes: true, wakeAt);
        _row.Logs.Add(log);
        MoveWake(log, wakeAt, _row);
    }

    /// <summary>Moves all that the journal has of a log to its place.</summary>
    public void Settle(LogState log)
    {
        SettleEntries(log);
        SettleWake(log);
    }

    /// <summary>Moves all instants to wake at to the table of logs.</summary>
    public void SettleWakes()
    {
        foreach (var log in _wakes.ToList())
        {
            SettleWake(log);
        }
    }

    /// <summary>Ends the transaction's part of the journal: to be called before the commit.</summary>
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

        for (var moved = 0; _bytes > MostBytes && moved < MostCleared && _rows.TryPeek(out var oldest);)
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
            // The last row stays, whatever it tells: the next process counts on from it.
            _removeRows.Bind(1, Math.Min(_removable, _position - 1)).Execute();
            _removableRows = _removableBytes = 0;
        }
    }

    /// <summary>The transaction is committed: readers may know.</summary>
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
        _unsettled.SetWakes(_wakes.Count > 0);
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

    private void MoveWake(LogState log, long? wakeAt, JournalRow row)
    {
        if (log.WakeRow is { } former)
        {
            former.Open--;
        }

        row.Open++;
        log.WakeAt = wakeAt;
        log.WakeRow = row;
        _wakes.Add(log);
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

    private void SettleWake(LogState log)
    {
        if (log.WakeRow is { } row)
        {
            _setWake.Bind(1, log.Id).Bind(2, log.WakeAt).Execute();
            row.Open--;
            log.WakeRow = null;
            _wakes.Remove(log);
        }
    }

    private void Insert(LogState log, long sequence, Guid batchId, ReadOnlySpan<byte> payload)
    {
        Span<byte> id = stackalloc byte[16];
        _ = batchId.TryWriteBytes(id, bigEndian: true, out _);
        _insertEntry.Bind(1, Position.Of(log.Id, sequence)).Bind(2, id).Bind(3, payload).Execute();
    }

    /// <summary>Writes what has been gathered, so that it can be referred to.</summary>
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
        _row = new JournalRow();
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

    /// <summary>Lets go of the oldest rows that nothing needs any more.</summary>
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
