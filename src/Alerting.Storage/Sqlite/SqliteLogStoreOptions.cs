namespace Alerting.Storage.Sqlite;

/// <summary>Where the embedded log store keeps its logs.</summary>
public sealed class SqliteLogStoreOptions
{
    /// <summary>
    /// Path of the database file, created with its directory when absent. Files beside it carry the same name and the
    /// endings <c>-wal</c>, <c>-shm</c>, <c>.lock</c> and <c>.mark</c>. A local disk: SQLite's locks do not hold on network shares.
    /// </summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// Whether a store that is not the one that the <c>.mark</c> file tells of, or holds less, is taken as it is. Default
    /// false: it is not opened.
    /// </summary>
    public bool AcceptLoss { get; set; }

    /// <summary>Tells which store belongs here and how far it was, for the case that it vanishes.</summary>
    internal string MarkPath => Path + ".mark";

    /// <summary>
    /// Pages that join the write-ahead log before they are copied into the file: 32 MiB of them let a page that many
    /// groups change be copied once.
    /// </summary>
    internal int CheckpointPages { get; set; } = 8_192;

    /// <summary>What is opened to copy the write-ahead log, for tests of a copy that fails; null for the file itself.</summary>
    internal string? CheckpointPath { get; set; }

    /// <summary>Upper bound of the database file in pages, for tests of a full disk; null for none.</summary>
    internal long? MaximumPages { get; set; }
}
