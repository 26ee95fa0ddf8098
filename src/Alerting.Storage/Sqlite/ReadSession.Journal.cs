using Alerting.Storage.Logs;

namespace Alerting.Storage.Sqlite;

// While nothing can be written, entries cannot be moved out of the journal, so they are read there. This is slow, but
// rare, and the journal is limited in size.
internal sealed partial class ReadSession
{
    /// <summary>Like <see cref="Last"/>, including entries in the journal.</summary>
    public long LastOfAll(string log) => AsOfOneInstant(() =>
    {
        var last = Last(log);
        return Find(log) is { } id ? Math.Max(last, Journaled(id, last + 1).LastOrDefault().Sequence) : last;
    });

    /// <summary>Like <see cref="Entries"/>, including entries in the journal.</summary>
    /// <exception cref="LogTrimmedException">The first entry that is left lies above <paramref name="fromSequence"/>.</exception>
    public LogPage EntriesOfAll(string log, long fromSequence) => AsOfOneInstant(() =>
    {
        var page = Entries(log, fromSequence);
        if (!page.IsFull && Find(log) is { } id)
        {
            foreach (var entry in Journaled(id, fromSequence + page.Entries.Count))
            {
                if (entry.Sequence != fromSequence + page.Entries.Count)
                {
                    throw new LogTrimmedException(log, fromSequence, entry.Sequence);
                }

                page.Entries.Add(entry);
            }
        }

        return page;
    });

    private List<LogEntry> Journaled(long id, long fromSequence)
    {
        var entries = new List<LogEntry>();
        while (_journal.Step())
        {
            var content = _journal.Blob(0);
            for (var at = 0; at < content.Length;)
            {
                var record = JournalRecord.Read(content, ref at);
                if (record.LogId == id && record.Sequence >= fromSequence)
                {
                    entries.Add(new LogEntry(record.Sequence, record.BatchId, content.Slice(record.Offset, record.Length).ToArray()));
                }
            }
        }

        _journal.Reset();
        return entries;
    }

    /// <summary>Runs a read in one transaction, since entries may be moved out of the journal meanwhile.</summary>
    private T AsOfOneInstant<T>(Func<T> read)
    {
        _begin.Execute();
        try
        {
            return read();
        }
        finally
        {
            _end.Execute();
        }
    }
}
