using System.Runtime.InteropServices;
using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Whether the files that a connection writes are still those that the next process will find. SQLite goes on writing
/// to a file that was removed, and says nothing. Three looks at the file system, some microseconds, around each transaction.
/// </summary>
internal sealed class StoreFiles(string path)
{
    // https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html: SQLITE_FCNTL_HAS_MOVED
    private const int HasMovedControl = 20;

    private readonly string _walPath = path + "-wal";
    private long _length;
    private long _walLength;

    /// <exception cref="LogStoreUnusableException">What was committed is lost with the process, or already.</exception>
    public void Verify(sqlite3 database)
    {
        // Of file systems that cannot tell, no loss is claimed.
        if (FileControl(database, IntPtr.Zero, HasMovedControl, out var moved) == raw.SQLITE_OK && moved != 0)
        {
            throw StoreLoss.Lost($"The file of the log store '{path}' was removed or replaced while it was in use.");
        }

        // Nothing shrinks the file, and the write-ahead log is only cut back to its limit.
        _length = Grown(path, _length, long.MaxValue);
        _walLength = Grown(_walPath, _walLength, SqliteSchema.WalLimit);
    }

    private static long Grown(string path, long before, long limit)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw StoreLoss.Lost($"'{path}', a file of the log store, was removed while it was in use.");
        }

        return file.Length >= Math.Min(before, limit)
            ? file.Length
            : throw StoreLoss.Lost($"'{path}', a file of the log store, was cut from {before} to {file.Length} bytes while it was in use.");
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    private static extern int FileControl(sqlite3 database, IntPtr name, int control, out int result);
}
