using System.Globalization;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>What a process holds on disk for a while: its temporary files have no name, so no folder shows them.</summary>
internal static class TemporaryDisk
{
    /// <summary>Bytes of the files below the server's temporary folder, with a name or, as long as they are open, without.</summary>
    public static long BytesOf(AttackedServer server) => server.DataBytes("tmp") + BytesWithoutName(server);

    private static long BytesWithoutName(AttackedServer server)
    {
        var folder = Path.Combine(server.DataDirectory, "tmp") + "/";
        var bytes = 0L;
        foreach (var descriptor in Directory.EnumerateFileSystemEntries($"/proc/{server.Process.Id}/fd"))
        {
            try
            {
                var target = new FileInfo(descriptor).LinkTarget;
                if (target is not null && target.StartsWith(folder, StringComparison.Ordinal)
                    && target.EndsWith(" (deleted)", StringComparison.Ordinal))
                {
                    using var file = File.OpenHandle(descriptor, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                    bytes += RandomAccess.GetLength(file);
                }
            }
            catch (IOException)
            {
                // Closed meanwhile: it holds nothing any more.
            }
        }

        return bytes;
    }

    public static string InWords(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
