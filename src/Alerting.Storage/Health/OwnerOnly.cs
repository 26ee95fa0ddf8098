namespace Alerting.Storage.Health;

/// <summary>Files and directories that nobody but their owner can read: the log holds the secrets of webhooks.</summary>
public static class OwnerOnly
{
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode0700 = FileMode0600 | UnixFileMode.UserExecute;

    /// <summary>Creates a directory and those above it; one that is there stays as it is.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, DirectoryMode0700);
        }
    }

    /// <summary>Opens a file for reading and writing.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="mode">Whether it may or must be created.</param>
    /// <param name="share">Who else may open it.</param>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        // Without a buffer: whoever needs one brings it.
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode0600;
        }

        return new FileStream(path, options);
    }

    /// <summary>Takes away what others were allowed, from a file that may be there.</summary>
    /// <returns>Why it could not be done; null when it is.</returns>
    public static string? Tighten(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || File.GetUnixFileMode(path) == FileMode0600)
        {
            return null;
        }

        try
        {
            File.SetUnixFileMode(path, FileMode0600);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"Others than its owner may read '{path}', which holds secrets, and that cannot be changed: {exception.Message}";
        }
    }
}
