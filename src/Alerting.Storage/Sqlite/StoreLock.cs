using Alerting.Storage.Health;
using Alerting.Storage.Logs;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Keeps a second process away from a store, since the writer caches data on the assumption that only it writes. The
/// lock ends with the process. The file stays: if it were removed, two processes could hold locks on two files of the
/// same name.
/// </summary>
internal static class StoreLock
{
    // The error numbers of Linux, macOS and Windows for a lock that another process holds.
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Takes the lock. Creates the directory where there is none.</summary>
    /// <exception cref="LogStoreUnavailableException">Another store holds the lock, or the file cannot be created.</exception>
    public static FileStream Take(string path)
    {
        try
        {
            OwnerOnly.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return OwnerOnly.Open(path + ".lock", FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException exception) when (InUse.Contains(exception.HResult))
        {
            throw new LogStoreUnavailableException($"The log store '{path}' is in use by another process.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LogStoreUnavailableException($"The log store '{path}' cannot be written: {exception.Message}", exception);
        }
    }
}
