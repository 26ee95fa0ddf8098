using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Alerting.Benchmarks;

/// <summary>A server process of this build on a temporary directory.</summary>
internal sealed class ServerUnderTest : RunningServer
{
    private ServerUnderTest(params IReadOnlyList<(string Key, string Value)> settings)
        : base(settings) => Client.Timeout = Timeout.InfiniteTimeSpan;

    /// <summary>Value of the Authorization header.</summary>
    public string Authorization => Client.DefaultRequestHeaders.Authorization!.ToString();

    /// <param name="catalog">Further regions, as a file of them has them.</param>
    public static async Task<ServerUnderTest> StartAsync(CancellationToken cancellationToken, string? catalog = null)
    {
        var server = new ServerUnderTest();
        if (catalog is not null)
        {
            var file = Path.Combine(server.DataDirectory, "catalog.json");
            await File.WriteAllTextAsync(file, catalog, cancellationToken);
            server.Set("Alerting__Catalog", file);
        }

        return await StartedAsync(server);
    }

    /// <summary>One that takes so many requests, and so many reports, a second of each key.</summary>
    public static Task<ServerUnderTest> StartLimitedAsync(int perSecond)
    {
        var limit = perSecond.ToString(CultureInfo.InvariantCulture);
        return StartedAsync(new ServerUnderTest(
            ("Alerting__RateLimits__RequestsPerSecond", limit), ("Alerting__RateLimits__ReportsPerSecond", limit)));
    }

    /// <summary>One of a cluster on this Redis; the first one has the key.</summary>
    public static async Task<ServerUnderTest> StartSiloAsync(string redis, ServerUnderTest? first)
    {
        var server = new ServerUnderTest(("Alerting__Redis", redis));
        server.Client.DefaultRequestHeaders.Authorization = first?.Client.DefaultRequestHeaders.Authorization;
        return await StartedAsync(server);
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        JsonNode.Parse(await Client.GetStringAsync(new Uri(Url, "api/v1/" + path), cancellationToken))!;

    public async Task<string> SendAsync(HttpMethod method, string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, "api/v1/" + path)) { Content = content };
        using var response = await Client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? text
            : throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}: {text}");
    }

    public Task<string> PutAsync(string path, string json, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, new StringContent(json, Encoding.UTF8, "application/json"), cancellationToken);

    public Task<string> PostAsync(string path, string json, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), cancellationToken);

    /// <inheritdoc cref="Upload.PostAsync"/>
    public Task<string> PostLinesAsync(byte[] lines, CancellationToken cancellationToken) =>
        Upload.PostAsync(Client, Url, lines, cancellationToken);

    public (TimeSpan Cpu, long Bytes) Usage() => (Process.ProcessorTime, Process.ResidentBytes);
}
