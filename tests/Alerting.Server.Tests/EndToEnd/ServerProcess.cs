using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.OpenApi;
using Alerting.Testing;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>A real server process on a directory and port of its own, which a test may kill and start again.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("alerting-e2e-").FullName;
    private readonly StringBuilder _output = new();
    private readonly ContractHandler _contract = new();
    private Process? _process;

    private readonly (string Key, string Value)[] _settings;

    private ServerProcess((string Key, string Value)[] settings)
    {
        _settings = settings;
        Client = new HttpClient(_contract) { Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    /// <summary>The operations that were called and answered as they should be.</summary>
    public IReadOnlyCollection<string> Called => _contract.Called;

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>What it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <param name="settings">Environment variables.</param>
    public static async Task<ServerProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var server = new ServerProcess(settings);
        await server.RestartAsync();
        return server;
    }

    /// <summary>Starts on the same directory and waits until it is ready.</summary>
    public async Task RestartAsync()
    {
        Url = new Uri($"http://127.0.0.1:{TestPorts.Next()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Alerting.Server.dll"));
        start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        start.Environment["Alerting__DataDirectory"] = _directory;
        start.Environment["Alerting__Webhooks__AllowedTargets__0"] = "127.0.0.0/8";
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Until(async () => (await TryGetAsync("healthz/ready"))?.StatusCode == HttpStatusCode.OK, "the server is ready");
        var key = await File.ReadAllTextAsync(Path.Combine(_directory, "admin.key"));
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>How it describes its API.</summary>
    public Task<ApiContract> ContractAsync() =>
        ContractHandler.ContractAsync(request => Client.SendAsync(request), Url, CancellationToken.None);

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(Url, path));
        return await ReadAsync(response, HttpStatusCode.OK);
    }

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, string body, string type = "application/json", HttpStatusCode? expected = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, path)) { Content = new StringContent(body, Encoding.UTF8, type) };
        using var response = await Client.SendAsync(request);
        return await ReadAsync(response, expected);
    }

    /// <summary>Waits for a condition; the message says what it waited for in vain.</summary>
    public async Task Until(Func<Task<bool>> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > s_patience || _process!.HasExited)
            {
                throw new TimeoutException($"Waited in vain until {what}. The server said:\n{_output}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, HttpStatusCode? expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (expected is { } status ? response.StatusCode != status : !response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri} answered {(int)response.StatusCode}: {text}");
        }

        return JsonNode.Parse(text.Length == 0 ? "{}" : text)!;
    }

    private async Task<HttpResponseMessage?> TryGetAsync(string path)
    {
        try
        {
            return await Client.GetAsync(new Uri(Url, path));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
