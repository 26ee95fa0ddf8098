using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Testing;

namespace Alerting.Benchmarks;

/// <summary>A server process of this build on a temporary directory.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string? _redis;
    private readonly bool _hasCatalog;
    private OwnedProcess? _process;

    private ServerUnderTest(string? redis, string? catalog)
    {
        _redis = redis;
        _hasCatalog = catalog is not null;
        if (catalog is not null)
        {
            File.WriteAllText(_directory.PathOf("catalog.json"), catalog);
        }
    }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Value of the Authorization header.</summary>
    public string Authorization => Client.DefaultRequestHeaders.Authorization!.ToString();

    /// <param name="catalog">Further regions, as a file of them has them.</param>
    public static async Task<ServerUnderTest> StartAsync(CancellationToken cancellationToken, string? catalog = null)
    {
        var server = new ServerUnderTest(null, catalog);
        await server.StartProcessAsync(cancellationToken);
        return server;
    }

    /// <summary>One of a cluster on this Redis; the first one has the key.</summary>
    public static async Task<ServerUnderTest> StartSiloAsync(string redis, ServerUnderTest? first, CancellationToken cancellationToken)
    {
        var server = new ServerUnderTest(redis, null);
        server.Client.DefaultRequestHeaders.Authorization = first?.Client.DefaultRequestHeaders.Authorization;
        await server.StartProcessAsync(cancellationToken);
        return server;
    }

    public async Task StartProcessAsync(CancellationToken cancellationToken)
    {
        Url = new Uri($"http://127.0.0.1:{TestPorts.Next()}");
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = Url.ToString(),
            ["Alerting__DataDirectory"] = _directory.FullName,
            ["Alerting__Webhooks__AllowedTargets__0"] = "127.0.0.0/8",
        };
        if (_hasCatalog)
        {
            environment["Alerting__Catalog"] = _directory.PathOf("catalog.json");
        }

        if (_redis is not null)
        {
            environment["Alerting__Redis"] = _redis;
        }

        _process = OwnedProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "Alerting.Server.dll")], environment);
        await _process.AnswersAsync(Client, new Uri(Url, "healthz/ready"), cancellationToken);
        if (Client.DefaultRequestHeaders.Authorization is null)
        {
            var key = await File.ReadAllTextAsync(_directory.PathOf("admin.key"), cancellationToken);
            Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
        }
    }

    public async Task KillAsync()
    {
        await _process!.DisposeAsync();
        _process = null;
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        JsonNode.Parse(await Client.GetStringAsync(new Uri(Url, "api/v1/" + path), cancellationToken))!;

    public async Task<string> SendAsync(HttpMethod method, string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, "api/v1/" + path)) { Content = content };
        using var response = await Client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}: {text}");
    }

    public Task<string> PutAsync(string path, string json, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, new StringContent(json, Encoding.UTF8, "application/json"), cancellationToken);

    public Task<string> PostAsync(string path, string json, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), cancellationToken);

    /// <inheritdoc cref="Upload.PostAsync"/>
    public Task<string> PostLinesAsync(byte[] lines, CancellationToken cancellationToken) => Upload.PostAsync(Client, Url, lines, cancellationToken);

    public (TimeSpan Cpu, long Bytes) Usage() => _process!.Usage();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is not null)
        {
            await KillAsync();
        }

        _directory.Dispose();
    }
}
