namespace Alerting.Storage.Health;

/// <summary>Creates files and directories that only their owner can read, since the logs contain the secrets of webhooks.</summary>
public static class OwnerOnly
{
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode0700 = FileMode0600 | UnixFileMode.UserExecute;

    /// <summary>Creates a directory and those above it. An existing one keeps its permissions.</summary>
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
    /// <param name="mode">Whether the file may or must be created.</param>
    /// <param name="share">How others may open it meanwhile.</param>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        // Without a buffer; a caller that needs one wraps the stream.
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode0600;
        }

        return new FileStream(path, options);
    }

    /// <summary>Removes the permissions of everybody but the owner from a file, if it exists.</summary>
    /// <returns>Why that failed; null when it succeeded.</returns>
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
