using System.Diagnostics;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>A file system in memory over a directory, small enough to fill; where mounting is not permitted the test is skipped.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int BlockBytes = 4_096;

    private readonly string _path;
    private readonly string _filler;
    private bool _mounted = true;

    private SmallDisk(string path)
    {
        _path = path;
        _filler = Path.Combine(path, "filler");
    }

    public static async Task<SmallDisk> MountAsync(string path, int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Mounts a tmpfs.");
        var code = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0700", "tmpfs", path);
        Assert.SkipUnless(code == 0, "A tmpfs cannot be mounted here.");
        return new SmallDisk(path);
    }

    /// <summary>Takes all the room that is left; how much that was.</summary>
    public long Fill()
    {
        using var file = new FileStream(_filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var block = new byte[BlockBytes];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            return file.Length;
        }
    }

    public void Free() => File.Delete(_filler);

    /// <summary>To be called when nobody has a file open on it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_mounted)
        {
            _mounted = false;
            await RunAsync("umount", "-l", _path);
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
