using Alerting.Storage.Logs;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>The layout of the database file and how a connection to it is opened.</summary>
internal static class SqliteSchema
{
    /// <summary>Version of the layout; a file of a later version is refused.</summary>
    private const long Version = 2;

    /// <summary>Size to which the write-ahead log is truncated, in bytes.</summary>
    public const long WalLimit = 64 << 20;

    // Entries are clustered by log, so that a log is read in order, and keyed by one integer: only then does a row of
    // up to a page stay in its page. Under a key of two columns (WITHOUT ROWID) a batch of 1.5 KB takes two pages, and
    // the pages written per append are what bounds a busy store (measured: 1.5 x the appends a second with 2 KB). The
    // journal has what is not in its place yet.
    private static readonly string Tables = $"""
        CREATE TABLE IF NOT EXISTS logs (
            id INTEGER PRIMARY KEY CHECK (id <= {EntryKey.MaxLogId}),
            name TEXT NOT NULL UNIQUE,
            wake_at INTEGER);
        CREATE INDEX IF NOT EXISTS logs_to_wake ON logs (wake_at, name) WHERE wake_at IS NOT NULL;
        CREATE TABLE IF NOT EXISTS entries (
            position INTEGER PRIMARY KEY,
            batch_id BLOB NOT NULL,
            payload BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS journal (
            position INTEGER PRIMARY KEY,
            content BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS snapshots (
            log TEXT PRIMARY KEY,
            sequence INTEGER NOT NULL,
            snapshot_id INTEGER NOT NULL,
            length INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS snapshot_chunks (
            snapshot_id INTEGER NOT NULL,
            chunk INTEGER NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (snapshot_id, chunk)) WITHOUT ROWID;
        {SqliteIdentity.Table}
        """;

    /// <exception cref="LogStoreUnavailableException">The file was written by a later version of the
    /// program.</exception>
    public static void CheckVersion(sqlite3 database, string path)
    {
        var version = Number(database, "PRAGMA user_version");
        if (version > Version)
        {
            throw new LogStoreUnavailableException(
                $"The log store file '{path}' has layout {version}; this program knows layouts up to {Version}.");
        }
    }

    /// <summary>Creates missing tables, and removes the chunks of snapshots that were never completed.</summary>
    /// <param name="database">The file.</param>
    /// <param name="identity">New identity of the file; null: it keeps the one it has.</param>
    /// <returns>The highest snapshot id in use.</returns>
    public static long Prepare(sqlite3 database, Guid? identity)
    {
        Run(database, "BEGIN IMMEDIATE");
        Run(database, Tables);
        Run(database, "DELETE FROM snapshot_chunks WHERE snapshot_id NOT IN (SELECT snapshot_id FROM snapshots)");
        Run(database, $"PRAGMA user_version = {Version}");
        if (identity is { } id)
        {
            SqliteIdentity.Give(database, id);
        }

        Run(database, "COMMIT");
        return Number(database, "SELECT coalesce(max(snapshot_id), 0) FROM snapshots");
    }

    public static SqliteConnection OpenWriter(SqliteLogStoreOptions options)
    {
        // What the write-ahead log holds is copied back by the checkpointer.
        // Not created here: a file that has vanished must not come back empty.
        // The cache holds 4,000 pages: whenever the tree was balanced, the next commit searches all places of the cache for pages beyond
        // the end of the file, and with four times as many that takes longer than to read a page again that the system has in memory.
        var connection = Open(options.Path, SqliteOpenMode.ReadWrite, $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = {WalLimit};
            PRAGMA cache_size = -16384;
            PRAGMA temp_store = MEMORY;
            """);
        if (options.MaximumPages is { } pages)
        {
            Run(connection.Handle!, $"PRAGMA max_page_count = {pages}");
        }

        return connection;
    }

    public static SqliteConnection OpenCheckpointer(SqliteLogStoreOptions options) =>
        Open(options.CheckpointPath ?? options.Path, SqliteOpenMode.ReadWrite, "PRAGMA synchronous = FULL;");

    // Without a memory map, since a read error in one would end the process instead of throwing.
    public static SqliteConnection OpenReader(SqliteLogStoreOptions options) =>
        Open(options.Path, SqliteOpenMode.ReadOnly, "PRAGMA cache_size = -8192;");

    private static SqliteConnection Open(string path, SqliteOpenMode mode, string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ConnectionString);
        try
        {
            connection.Open();
            Run(connection.Handle!, "PRAGMA busy_timeout = 5000");
            Run(connection.Handle!, pragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Run(sqlite3 database, string sql)
    {
        if (raw.sqlite3_exec(database, sql) != raw.SQLITE_OK)
        {
            throw new SqliteException(
                raw.sqlite3_errmsg(database).utf8_to_string(),
                raw.sqlite3_errcode(database),
                raw.sqlite3_extended_errcode(database));
        }
    }

    public static long Number(sqlite3 database, string sql)
    {
        using var statement = new SqliteStatement(database, sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }
}
