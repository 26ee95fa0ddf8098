using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>The identity of the file, given once, and its position, which grows with each transaction that appends.</summary>
internal static class SqliteIdentity
{
    public const string Table = "CREATE TABLE IF NOT EXISTS store (id BLOB NOT NULL);";

    /// <summary>Null for a file without an identity: it is empty, or was written by a version that gave none.</summary>
    public static StoreMark? Find(sqlite3 database)
    {
        if (SqliteSchema.Number(database, "SELECT count(*) FROM sqlite_master WHERE name IN ('store', 'journal')") < 2)
        {
            return null;
        }

        using var statement = new SqliteStatement(database, "SELECT id FROM store");
        return statement.Step()
            ? new StoreMark(new Guid(statement.Blob(0), bigEndian: true), Position(database))
            : null;
    }

    /// <summary>The position of the last row of the journal, which is never removed.</summary>
    public static long Position(sqlite3 database) => SqliteSchema.Number(database, "SELECT coalesce(max(position), 0) FROM journal");

    public static void Give(sqlite3 database, Guid id)
    {
        using var remove = new SqliteStatement(database, "DELETE FROM store");
        remove.Execute();
        using var insert = new SqliteStatement(database, "INSERT INTO store (id) VALUES (?1)");
        insert.Bind(1, id.ToByteArray(bigEndian: true)).Execute();
    }

    /// <exception cref="LogStoreUnusableException">The file is another one than the one that belongs here, or has
    /// less in it.</exception>
    public static void Require(sqlite3 database, string path, StoreMark known)
    {
        if (StoreLoss.Of($"The log store '{path}'", known, Find(database)) is { } lost)
        {
            throw lost;
        }
    }
}
