using System.Globalization;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>
/// One server process on an embedded store, with its heap limited to 1 GB, whose memory, files and processor time a
/// test can read while somebody attacks it.
/// </summary>
internal sealed class AttackedServer : RunningServer
{
    /// <summary>Bytes; what a process in a container of 2 GB may take.</summary>
    public const long HeapLimit = 1L << 30;

    private AttackedServer(string[] prefix, (string Key, string Value)[] settings)
        : base(
            [
                ("DOTNET_gcServer", "0"), ("DOTNET_GCHeapHardLimit", "0x" + HeapLimit.ToString("X", CultureInfo.InvariantCulture)),
                .. settings
            ],
            prefix: prefix)
    {
    }

    public string LastWords => Output;

    /// <summary>Resident memory in bytes (VmRSS of proc(5)).</summary>
    public long ResidentBytes => ReadStatus("VmRSS:") * 1024;

    /// <summary>The most resident memory since the start, in bytes (VmHWM of proc(5)).</summary>
    public long PeakResidentBytes => ReadStatus("VmHWM:") * 1024;

    /// <summary>Number of file descriptors that the process holds, sockets included.</summary>
    public int OpenFiles => Directory.GetFileSystemEntries($"/proc/{Process.Id}/fd").Length;

    /// <summary>Bytes that the process has had written to disk since its start (write_bytes of proc_pid_io(5)).</summary>
    public long WrittenBytes => ReadLine("io", "write_bytes:", "");

    /// <summary>Processor time that the process has used since its start.</summary>
    public TimeSpan ProcessorTime => Process.ProcessorTime;

    /// <param name="settings">Environment variables.</param>
    public static new Task<AttackedServer> StartAsync(params (string Key, string Value)[] settings) => StartUnderAsync([], settings);

    /// <param name="prefix">A command and its arguments that goes on as the server (as prlimit(1) and nice(1) do).</param>
    /// <param name="settings">Environment variables.</param>
    public static Task<AttackedServer> StartUnderAsync(string[] prefix, params (string Key, string Value)[] settings) =>
        StartedAsync(new AttackedServer(prefix, settings));

    /// <summary>Bytes of all files below a folder of the data directory; 0 when there is none.</summary>
    public long DataBytes(string folder = "")
    {
        var directory = new DirectoryInfo(Path.Combine(DataDirectory, folder));
        return directory.Exists ? directory.EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length) : 0;
    }

    private long ReadStatus(string name) => ReadLine("status", name, "kB");

    private long ReadLine(string file, string name, string unit)
    {
        var line = File.ReadLines($"/proc/{Process.Id}/{file}").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(
            line[name.Length..^unit.Length],
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture);
    }
}
