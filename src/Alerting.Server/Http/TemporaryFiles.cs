using Alerting.Storage.Health;
using Microsoft.Win32.SafeHandles;

namespace Alerting.Server.Http;

/// <summary>
/// Temporary files of requests, each deleted with its handle. On Unix a file loses its name as soon as it is open, so that
/// nothing is left even if the process is killed; Windows deletes it when its last handle is closed, which the end of a process
/// does too. Safe for concurrent use, also by several processes on one directory.
/// </summary>
/// <param name="directory">Contains nothing but such files.</param>
internal sealed partial class TemporaryFiles(string directory, ILogger logger)
{
    /// <summary>A new, empty file to read and write, deleted when the handle is disposed of.</summary>
    /// <param name="purpose">Prefix of its name.</param>
    public SafeFileHandle Create(string purpose)
    {
        OwnerOnly.CreateDirectory(directory);
        var path = Path.Combine(directory, $"{purpose}-{Guid.NewGuid():N}.tmp");
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        }

        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            File.Delete(path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Deletes what earlier processes left. A file that another process has just created loses its name early, as it would a
    /// moment later anyway. On Windows, a file in use cannot be deleted and stays.
    /// </summary>
    public void Empty()
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(directory))
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogNotDeleted(exception, path);
            }
        }
    }

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "The temporary file {Path} could not be deleted.")]
    private partial void LogNotDeleted(Exception exception, string path);
}
