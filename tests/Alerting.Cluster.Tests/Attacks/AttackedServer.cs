using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Faults;
using Alerting.Cluster.Tests.Processes;
using Alerting.Testing;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>
/// One server process on an embedded store, with its heap limited to 1 GB, whose memory, files and processor time a
/// test can read while somebody attacks it.
/// </summary>
internal sealed class AttackedServer : IAsyncDisposable
{
    /// <summary>Bytes; what a process in a container of 2 GB may take.</summary>
    public const long HeapLimit = 1L << 30;

    private readonly (string Key, string Value)[] _settings;
    private ChildProcess? _process;

    private readonly string[] _prefix;

    private AttackedServer(string[] prefix, (string Key, string Value)[] settings) => (_prefix, _settings) = (prefix, settings);

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("alerting-attack-").FullName;

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>The admin key, without the scheme.</summary>
    public string Key { get; private set; } = "";

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(5) };

    public ChildProcess Process => _process ?? throw new InvalidOperationException("The server was not started.");

    public string LastWords => _process?.LastWords ?? "";

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
    public static Task<AttackedServer> StartAsync(params (string Key, string Value)[] settings) => StartUnderAsync([], settings);

    /// <param name="prefix">A command and its arguments that goes on as the server (as prlimit(1) and nice(1) do).</param>
    /// <param name="settings">Environment variables.</param>
    public static async Task<AttackedServer> StartUnderAsync(string[] prefix, params (string Key, string Value)[] settings)
    {
        var server = new AttackedServer(prefix, settings);
        try
        {
            server.Start();
            await server.ReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts on the same directory, at another port, and does not wait.</summary>
    public void Start()
    {
        Url = new Uri($"http://127.0.0.1:{TestPorts.Next()}");
        string[] command = [.. _prefix, "dotnet", Path.Combine(AppContext.BaseDirectory, "Alerting.Server.dll")];
        var start = new ProcessStartInfo(command[0], command[1..]);
        start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x" + HeapLimit.ToString("X", CultureInfo.InvariantCulture);
        start.Environment["Alerting__DataDirectory"] = DataDirectory;
        start.Environment["Alerting__Webhooks__AllowedTargets__0"] = "127.0.0.0/8";
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _process = new ChildProcess(start);
    }

    /// <summary>Waits until the process says that it is ready, and takes the admin key from its directory.</summary>
    public async Task ReadyAsync(TimeSpan? patience = null)
    {
        await Wait.UntilAsync(
            async () =>
            {
                if (Process.HasExited)
                {
                    throw new InvalidOperationException($"The server ended:\n{LastWords}");
                }

                return await StatusAsync("healthz/ready") == 200;
            },
            "the server is ready",
            () => LastWords,
            patience);
        Key = (await File.ReadAllTextAsync(Path.Combine(DataDirectory, "admin.key"))).Trim();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        await Process.DisposeAsync();
        _process = null;
    }

    /// <summary>Status of a GET, or 0 when there was no answer.</summary>
    public async Task<int> StatusAsync(string path)
    {
        try
        {
            using var response = await Client.GetAsync(new Uri(Url, path));
            return (int)response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return 0;
        }
    }

    /// <exception cref="HttpRequestException">The answer was no success.</exception>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(Url, path));
        return await ReadAsync(response);
    }

    /// <exception cref="HttpRequestException">The answer was no success.</exception>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, string body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, path)) { Content = new StringContent(body, Encoding.UTF8, type) };
        using var response = await Client.SendAsync(request);
        return await ReadAsync(response);
    }

    /// <summary>Bytes of all files below a folder of the data directory; 0 when there is none.</summary>
    public long DataBytes(string folder = "")
    {
        var directory = new DirectoryInfo(Path.Combine(DataDirectory, folder));
        return directory.Exists ? directory.EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length) : 0;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Directory.Delete(DataDirectory, recursive: true);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text.Length == 0 ? "{}" : text)!
            : throw new HttpRequestException(HttpRequestError.InvalidResponse, text, null, response.StatusCode);
    }

    private long ReadStatus(string name) => ReadLine("status", name, "kB");

    private long ReadLine(string file, string name, string unit)
    {
        var line = File.ReadLines($"/proc/{Process.Id}/{file}").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..^unit.Length], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }
}
