using System.Runtime.InteropServices;
using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Checks whether the files that a connection writes are still those that the next process will open. SQLite keeps
/// writing to a file that was removed, without an error. Each transaction costs three calls to the file system, a few
/// microseconds.
/// </summary>
internal sealed class StoreFiles(string path)
{
    // https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html: SQLITE_FCNTL_HAS_MOVED
    private const int HasMovedControl = 20;

    private readonly string _walPath = path + "-wal";
    private long _length;
    private long _walLength;

    /// <exception cref="LogStoreUnusableException">What was committed is lost already, or will be when the process
    /// ends.</exception>
    public void Verify(sqlite3 database)
    {
        // A file system that cannot answer is no reason to report a loss.
        if (FileControl(database, IntPtr.Zero, HasMovedControl, out var moved) == raw.SQLITE_OK && moved != 0)
        {
            throw StoreLoss.Lost($"The file of the log store '{path}' was removed or replaced while it was in use.");
        }

        // The database file never shrinks, and the write-ahead log is only truncated to its limit.
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
