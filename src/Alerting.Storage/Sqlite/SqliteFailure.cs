using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>Translates failures of SQLite for the callers of the store.</summary>
internal static class SqliteFailure
{
    /// <param name="exception">The failure.</param>
    /// <param name="path">The database file.</param>
    /// <param name="doing">What failed, to follow "could not".</param>
    public static LogStoreUnavailableException Of(SqliteException exception, string path, string doing) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged(path, exception),
        _ when !File.Exists(path) => StoreLoss.Lost($"The log store '{path}' has vanished.", exception),
        _ => new LogStoreUnavailableException($"The log store could not {doing}: {exception.Message}", exception),
    };

    public static LogStoreUnusableException Damaged(string path, Exception exception) => new(
        LogStoreFault.Damaged,
        $"The log store '{path}' is damaged and is not written any more: {exception.Message.TrimEnd('.')}. "
            + "End the process and put the file back from a backup.",
        exception);
}
