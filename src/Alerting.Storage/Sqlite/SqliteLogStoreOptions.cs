namespace Alerting.Storage.Sqlite;

/// <summary>Where the embedded log store keeps its logs.</summary>
public sealed class SqliteLogStoreOptions
{
    /// <summary>
    /// Path of the database file, created with its directory when absent. Beside it are files with the same name and
    /// the endings <c>-wal</c>, <c>-shm</c>, <c>.lock</c> and <c>.mark</c>. It must be on a local disk, since
    /// SQLite's locks do not work on network shares. Required.
    /// </summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// Whether a store that is not the one that the <c>.mark</c> file records, or has less in it, is accepted.
    /// Default false: it is not opened.
    /// </summary>
    public bool AcceptLoss { get; set; }

    /// <summary>Path of the file that records which store this is and how much was in it, to notice when it vanishes.</summary>
    internal string MarkPath => Path + ".mark";

    /// <summary>
    /// Pages that are added to the write-ahead log before they are copied into the file. Default 8,192, which are 32
    /// MiB: so a page that many groups change is copied once.
    /// </summary>
    internal int CheckpointPages { get; set; } = 8_192;

    /// <summary>The file that is opened to copy the write-ahead log, for tests of a failing copy; null for the database file.</summary>
    internal string? CheckpointPath { get; set; }

    /// <summary>Upper bound of the database file in pages, for tests of a full disk; null for none.</summary>
    internal long? MaximumPages { get; set; }
}
