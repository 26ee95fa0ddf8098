using Alerting.Storage.Health;
using Alerting.Storage.Logs;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Keeps a second process away from a store: each writer caches what only it changes. The lock ends with the process;
/// the file stays, for to remove it would let two processes hold locks on two files of one name.
/// </summary>
internal static class StoreLock
{
    // The error numbers of a lock that another process holds, of Linux, macOS and Windows.
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Creates the directory where there is none.</summary>
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
