namespace Alerting.Storage.Sqlite;

/// <summary>Where the embedded log store keeps its logs.</summary>
public sealed class SqliteLogStoreOptions
{
    /// <summary>
    /// Path of the database file, created with its directory when absent. Files beside it carry the same name and the
    /// endings <c>-wal</c>, <c>-shm</c> and <c>.lock</c>. A local disk: SQLite's locks do not hold on network shares.
    /// </summary>
    public string Path { get; set; } = "";

    /// <summary>Upper bound of the database file in pages, for tests of a full disk; null for none.</summary>
    internal long? MaximumPages { get; set; }
}
