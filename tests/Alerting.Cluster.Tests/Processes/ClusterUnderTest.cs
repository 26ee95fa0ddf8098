using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Faults;
using Alerting.Storage.Redis;

namespace Alerting.Cluster.Tests.Processes;

/// <summary>Redis, three silos that share it, and a balancer's view of them.</summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("alerting-cluster-").FullName;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _looking;

    private ClusterUnderTest(string redis, int silos)
    {
        Redis = new RedisServer(redis);
        Silos =
        [
            .. Enumerable.Range(1, silos)
                .Select(i => new SiloProcess($"silo {i}", Redis.Configuration, Path.Combine(_directory, $"silo-{i}")))
        ];
        _looking = Task.WhenAll(Silos.Select(LookAsync));
    }

    public RedisServer Redis { get; }

    public IReadOnlyList<SiloProcess> Silos { get; }

    public HttpClient Client { get; } =
        new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(30) };

    public static async Task<ClusterUnderTest> StartAsync(string redis, int silos = 3)
    {
        var cluster = new ClusterUnderTest(redis, silos);
        try
        {
            // Everything at once, the store last: whoever is early waits.
            foreach (var silo in cluster.Silos)
            {
                silo.Start();
            }

            await cluster.Redis.RestartAsync(CancellationToken.None);
            await cluster.AllReadyAsync();
            var keys =
                cluster.Silos.Where(silo => File.Exists(silo.KeyFile)).Select(silo => File.ReadAllText(silo.KeyFile).Trim()).ToList();
            cluster.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", keys.Single());
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The logs, read past the silos.</summary>
    public RedisLogStore OpenStore() => new(new RedisLogStoreOptions { Configuration = Redis.Configuration, KeyPrefix = "alerting" });

    public Task AllReadyAsync() => Wait.UntilAsync(
        () => Silos.All(silo => silo.IsReady),
        "all silos are ready",
        () =>
            string.Join(
                "\n\n",
                Silos.Select(silo => $"{silo.Name} (ready: {silo.IsReady}, ended by itself {silo.Ends} times):\n{silo.LastWords}")),
        TimeSpan.FromSeconds(90));

    /// <summary>A silo to which a balancer would send a request, or any when there is none.</summary>
    public SiloProcess Pick(Random random, SiloProcess? except = null)
    {
        var ready = Silos.Where(silo => silo.IsReady && silo != except).ToList();
        return ready.Count > 0 ? ready[random.Next(ready.Count)] : Silos[random.Next(Silos.Count)];
    }

    /// <summary>Asks until it is answered well, whoever answers.</summary>
    public async Task<JsonNode> GetAsync(string path) => await AskAsync(HttpMethod.Get, path, null);

    /// <summary>Sends until it is taken, whoever takes it; for what may be repeated.</summary>
    public async Task<JsonNode> PutAsync(string path, JsonNode body) => await AskAsync(HttpMethod.Put, path, body.ToJsonString());

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _looking;
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }

        await Redis.DisposeAsync();
        Client.Dispose();
        _ended.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<JsonNode> AskAsync(HttpMethod method, string path, string? body)
    {
        var problem = "";
        JsonNode? answer = null;
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    using var request = new HttpRequestMessage(method, new Uri(Pick(Random.Shared).Url, "api/v1/" + path));
                    request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
                    using var response = await Client.SendAsync(request);
                    var text = await response.Content.ReadAsStringAsync();
                    if (response.IsSuccessStatusCode)
                    {
                        answer = JsonNode.Parse(text);
                        return true;
                    }

                    problem = $"{(int)response.StatusCode} {text}";
                }
                catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
                {
                    problem = exception.Message;
                }

                return false;
            },
            $"{method} {path} is answered well",
            () => problem);
        return answer!;
    }

    /// <summary>Each for itself: one that stands still must not hide the others.</summary>
    private async Task LookAsync(SiloProcess silo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                await silo.LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
