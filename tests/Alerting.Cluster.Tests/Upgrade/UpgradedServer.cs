using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Faults;
using Alerting.Cluster.Tests.Processes;

namespace Alerting.Cluster.Tests.Upgrade;

/// <summary>
/// One server process on data that another version of the server has written, or is to write: on its own directory, and
/// on a Redis beside it or on the embedded store. Its clock is a test's.
/// </summary>
internal sealed class UpgradedServer : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly RedisServer? _redis;
    private readonly SiloProcess _process;

    /// <param name="directory">Folder of all that is durable: <c>data</c> of the process, <c>redis</c> of Redis.</param>
    /// <param name="redis">Path of redis-server; null: the embedded store.</param>
    /// <param name="program">Path of the server; null: of this build.</param>
    public UpgradedServer(string directory, string? redis, string? program = null)
    {
        Directory.CreateDirectory(Path.Combine(directory, "data"));
        _redis = redis is null ? null : new RedisServer(redis, Directory.CreateDirectory(Path.Combine(directory, "redis")).FullName);
        var data = Path.Combine(directory, "data");
        _process = program is null
            ? new SiloProcess("server", _redis?.Configuration ?? "", data)
            : new SiloProcess("server", _redis?.Configuration ?? "", data) { Program = program };
    }

    public string LastWords => _process.LastWords;

    /// <summary>Sets the clock of the process, whatever that of the machine says.</summary>
    public void SetClock(DateTimeOffset now) => _process.SetClock(now - TimeProvider.System.GetUtcNow());

    /// <summary>Starts Redis, where there is one and it does not run.</summary>
    public async Task StartRedisAsync()
    {
        if (_redis is { IsRunning: false })
        {
            await _redis.RestartAsync(CancellationToken.None);

            // A process that was killed is taken for dead when it has been silent for some minutes, which it has not
            // been by the clock of a test that goes on at the instant of the recording.
            await _redis.ExecuteAsync("DEL", "alerting/members/alerting");
        }
    }

    public async Task StartAsync(params string[] arguments)
    {
        await StartRedisAsync();
        _process.Arguments = arguments;
        _process.Start();
        await Wait.UntilAsync(
            async () =>
            {
                await _process.LookAsync();
                return _process.IsReady;
            },
            "the server is ready",
            () => LastWords,
            TimeSpan.FromSeconds(120));
        var key = (await File.ReadAllTextAsync(_process.KeyFile)).Trim();
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Ends the process as an operator does.</summary>
    public async Task StopAsync()
    {
        _process.Send(Signal.Terminate);
        if (!await _process.WaitForExitAsync(TimeSpan.FromSeconds(60)))
        {
            throw new TimeoutException($"The server did not end:\n{LastWords}");
        }
    }

    /// <summary>SIGKILL: nothing is flushed.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <param name="path">Below <c>/api/v1/</c>.</param>
    public Task<JsonNode> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<JsonNode> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body.ToJsonString());

    public Task<JsonNode> PostAsync(string path, string body, string type = "application/json") =>
        SendAsync(HttpMethod.Post, path, body, type);

    public Task DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        _client.Dispose();
    }

    /// <exception cref="HttpRequestException">The answer was no success.</exception>
    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string? body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(_process.Url, "api/v1/" + path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text.Length == 0 ? "{}" : text)!
            : throw new HttpRequestException(HttpRequestError.InvalidResponse, $"{method} {path}: {text}", null, response.StatusCode);
    }
}
