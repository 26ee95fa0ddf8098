namespace Alerting.Storage.Sqlite;

/// <summary>What the writer knows about a log.</summary>
internal sealed class LogState(long id, string name)
{
    public long Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>Sequence of the last entry, whether it is in the journal or in the table of entries.</summary>
    public long Last { get; set; }

    /// <summary>Earliest instant for which the owner must be awake, as stored last; null for none.</summary>
    public long? WakeAt { get; set; }

    /// <summary>What the table of logs has for <see cref="WakeAt"/>.</summary>
    public long? TableWakeAt { get; set; }

    /// <summary>The row of the journal that has the present <see cref="WakeAt"/>; null when the table of logs has it.</summary>
    public JournalRow? WakeRow { get; set; }

    /// <summary>The last entries of the log, in order, that are only in the journal.</summary>
    public List<PendingEntry> Pending { get; } = [];

    /// <summary>Size of the payloads of <see cref="Pending"/>.</summary>
    public int PendingBytes { get; set; }
}

/// <summary>One row of the journal. It can be dropped when <see cref="Open"/> is 0.</summary>
internal sealed class JournalRow
{
    public long Position { get; set; }

    /// <summary>Number of the period in which it was begun; see <see cref="JournalWakes.EndPeriod"/>.</summary>
    public long Period { get; init; }

    public byte[] Content { get; set; } = [];

    /// <summary>Number of entries and wake instants that are only in this row.</summary>
    public int Open { get; set; }

    /// <summary>The logs of which it has something; a log may occur several times.</summary>
    public List<LogState> Logs { get; } = [];
}

/// <summary>An entry that is only in a row of the journal.</summary>
internal readonly record struct PendingEntry(long Sequence, Guid BatchId, JournalRow Row, int Offset, int Length)
{
    public ReadOnlySpan<byte> Payload => Row.Content.AsSpan(Offset, Length);
}
