using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Alerting.Benchmarks;

/// <summary>A server process of this build on a temporary directory.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("alerting-bench-").FullName;
    private readonly string? _redis;
    private Process? _process;

    private ServerUnderTest(string? redis) => _redis = redis;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public static async Task<ServerUnderTest> StartAsync()
    {
        var server = new ServerUnderTest(null);
        await server.StartProcessAsync();
        return server;
    }

    /// <summary>One of a cluster on this Redis; the first one has the key.</summary>
    public static async Task<ServerUnderTest> StartSiloAsync(string redis, ServerUnderTest? first)
    {
        var server = new ServerUnderTest(redis);
        server.Client.DefaultRequestHeaders.Authorization = first?.Client.DefaultRequestHeaders.Authorization;
        await server.StartProcessAsync();
        return server;
    }

    public async Task StartProcessAsync()
    {
        Url = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Alerting.Server.dll"));
        start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        start.Environment["Alerting__DataDirectory"] = _directory;
        start.Environment["Alerting__Webhooks__AllowedTargets__0"] = "127.0.0.0/8";
        if (_redis is not null)
        {
            start.Environment["Alerting__Redis"] = _redis;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        while (true)
        {
            try
            {
                using var ready = await Client.GetAsync(new Uri(Url, "healthz/ready"));
                if (ready.IsSuccessStatusCode)
                {
                    break;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        if (Client.DefaultRequestHeaders.Authorization is null)
        {
            var key = await File.ReadAllTextAsync(Path.Combine(_directory, "admin.key"));
            Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
        }
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(new Uri(Url, "api/v1/" + path)))!;

    public async Task<string> SendAsync(HttpMethod method, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, "api/v1/" + path)) { Content = content };
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}: {text}");
    }

    public Task<string> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, new StringContent(json, Encoding.UTF8, "application/json"));

    public Task<string> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

    public (TimeSpan Cpu, long Bytes) Usage()
    {
        _process!.Refresh();
        return (_process.TotalProcessorTime, _process.WorkingSet64);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is not null)
        {
            await KillAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }
}
