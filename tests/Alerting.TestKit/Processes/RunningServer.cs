using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Alerting.TestKit;

/// <summary>A server process of this build on a directory of its own, which a test may kill and start again.</summary>
public class RunningServer : IAsyncDisposable
{
    private const int MaxLines = 20_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly List<(string Key, string Value)> _settings;
    private readonly IReadOnlyList<string> _prefix;
    private readonly string? _program;
    private ChildProcess? _process;

    /// <param name="settings">Environment variables.</param>
    /// <param name="handler">How requests are sent; null: as usual.</param>
    /// <param name="prefix">A command and its arguments that goes on as the server (as prlimit(1) and nice(1) do).</param>
    /// <param name="program">Path of the server; null: <see cref="ServerProgram"/>.</param>
    protected RunningServer(
        IReadOnlyList<(string Key, string Value)> settings, HttpMessageHandler? handler = null, IReadOnlyList<string>? prefix = null,
        string? program = null)
    {
        _settings = [.. settings];
        _prefix = prefix ?? [];
        _program = program;
        Client = new HttpClient(handler ?? new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(5) };
    }

    public HttpClient Client { get; }

    public string DataDirectory => _directory.Path;

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>The admin key, without the scheme.</summary>
    public string Key { get; private set; } = "";

    public ChildProcess Process => _process ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>What it has written since its last start.</summary>
    public string Output => _process?.LastWords ?? "";

    /// <param name="settings">Environment variables.</param>
    public static Task<RunningServer> StartAsync(params (string Key, string Value)[] settings) => StartedAsync(new RunningServer(settings));

    /// <summary>Starts a server that is not the one of this build.</summary>
    /// <param name="program">Its path.</param>
    public static Task<RunningServer> StartOtherAsync(string program) => StartedAsync(new RunningServer([], program: program));

    /// <summary>How a server process is started that may send webhooks to this machine.</summary>
    /// <param name="program">Path of the server; null: <see cref="ServerProgram"/>.</param>
    public static ProcessStartInfo StartInfo(
        Uri url,
        string dataDirectory,
        IEnumerable<(string Key, string Value)> settings,
        IReadOnlyList<string>? prefix = null,
        string? program = null,
        IReadOnlyList<string>? arguments = null)
    {
        string[] command = [.. prefix ?? [], "dotnet", program ?? ServerProgram.Path, .. arguments ?? []];
        var start = new ProcessStartInfo(command[0], command[1..]);
        start.Environment["ASPNETCORE_URLS"] = url.ToString();
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["Alerting__DataDirectory"] = dataDirectory;
        start.Environment["Alerting__Webhooks__AllowedTargets__0"] = "127.0.0.0/8";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Starts on the same directory and waits until it is ready.</summary>
    /// <param name="port">Where it listens; null: at another port than before.</param>
    public async Task RestartAsync(int? port = null)
    {
        Start(port);
        await ReadyAsync();
    }

    /// <summary>Starts on the same directory and does not wait.</summary>
    /// <param name="port">Where it listens; null: at another port than before.</param>
    public void Start(int? port = null)
    {
        Url = new Uri($"http://127.0.0.1:{port ?? TestPorts.Next()}");
        _process = new ChildProcess(StartInfo(Url, DataDirectory, _settings, _prefix, _program), MaxLines);
    }

    /// <summary>Waits until the process says that it is ready, and takes the admin key from its directory.</summary>
    public async Task ReadyAsync(TimeSpan? patience = null)
    {
        await Until(async () => await StatusAsync("healthz/ready") == (int)HttpStatusCode.OK, "the server is ready", patience);
        var keyFile = _directory.File("admin.key");
        if (File.Exists(keyFile))
        {
            Key = (await File.ReadAllTextAsync(keyFile)).Trim();
            Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        }
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is notified.</summary>
    public async Task KillAsync()
    {
        await Process.DisposeAsync();
        _process = null;
    }

    /// <summary>Waits for a condition; the message says what it waited for in vain.</summary>
    /// <exception cref="InvalidOperationException">The server has ended.</exception>
    /// <exception cref="TimeoutException">The condition did not come true in time.</exception>
    public Task Until(Func<Task<bool>> condition, string what, TimeSpan? patience = null) => Wait.UntilAsync(
        async () => await condition() || (Process.HasExited ? throw new InvalidOperationException($"The server ended:\n{Output}") : false),
        what,
        () => $"The server said:\n{Output}",
        patience);

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
        return await ReadAsync(response, HttpStatusCode.OK);
    }

    /// <param name="expected">The status that the answer must have; null: any success.</param>
    /// <exception cref="HttpRequestException">The answer had another status.</exception>
    public async Task<JsonNode> SendAsync(
        HttpMethod method, string path, string body, string type = "application/json", HttpStatusCode? expected = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, path)) { Content = new StringContent(body, Encoding.UTF8, type) };
        using var response = await Client.SendAsync(request);
        return await ReadAsync(response, expected);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sets an environment variable of the process; counts from the next start on.</summary>
    protected void Set(string key, string value) => _settings.Add((key, value));

    /// <summary>The server, ready; disposed of when it cannot be started.</summary>
    protected static async Task<T> StartedAsync<T>(T server)
        where T : RunningServer
    {
        try
        {
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, HttpStatusCode? expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (expected is { } status ? response.StatusCode == status : response.IsSuccessStatusCode)
        {
            return JsonNode.Parse(text.Length == 0 ? "{}" : text)!;
        }

        var request = response.RequestMessage!;
        throw new HttpRequestException(
            HttpRequestError.InvalidResponse,
            $"{request.Method} {request.RequestUri} answered {(int)response.StatusCode}: {text}",
            null,
            response.StatusCode);
    }
}
