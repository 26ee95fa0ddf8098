namespace Alerting.Storage.Sqlite;

/// <summary>What the writer knows of a log.</summary>
internal sealed class LogState(long id, string name)
{
    public long Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>Sequence of the last entry, wherever it lies.</summary>
    public long Last { get; set; }

    /// <summary>Earliest instant for which the owner must be awake, as it was told last.</summary>
    public long? WakeAt { get; set; }

    /// <summary>The journal's row that tells the present <see cref="WakeAt"/>; null when the table of logs does.</summary>
    public JournalRow? WakeRow { get; set; }

    /// <summary>Entries that only the journal has, the last ones of the log, in order.</summary>
    public List<PendingEntry> Pending { get; } = [];

    /// <summary>Size of their content.</summary>
    public int PendingBytes { get; set; }
}

/// <summary>One row of the journal, which can go when nothing of it is needed any more.</summary>
internal sealed class JournalRow
{
    public long Position { get; set; }

    public byte[] Content { get; set; } = [];

    /// <summary>How much of it only this row tells: entries, and instants to wake at.</summary>
    public int Open { get; set; }

    /// <summary>The logs that it tells of; some more than once.</summary>
    public List<LogState> Logs { get; } = [];
}

/// <summary>An entry in a row of the journal.</summary>
internal readonly record struct PendingEntry(long Sequence, Guid BatchId, JournalRow Row, int Offset, int Length)
{
    public ReadOnlySpan<byte> Payload => Row.Content.AsSpan(Offset, Length);
}
