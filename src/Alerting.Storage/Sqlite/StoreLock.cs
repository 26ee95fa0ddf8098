namespace Alerting.Storage.Sqlite;

/// <summary>
/// Keeps a second process away from a store: each writer caches what only it changes. The lock ends with the process;
/// the file stays, for to remove it would let two processes hold locks on two files of one name.
/// </summary>
internal static class StoreLock
{
    /// <exception cref="LogStoreUnavailableException">Another store holds the lock, or the file cannot be created.</exception>
    public static FileStream Take(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LogStoreUnavailableException(
                $"The log store '{path}' cannot be locked; is it in use by another process? {exception.Message}", exception);
        }
    }
}
