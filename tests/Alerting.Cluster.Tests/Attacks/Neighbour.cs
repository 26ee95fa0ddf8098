using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Alerting.Cluster.Tests.Faults;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>
/// A caller who does nothing wrong while somebody else attacks: posts a report of its own region and reads that region,
/// many times a second, over connections of its own, and measures how long each answer takes.
/// </summary>
internal sealed class Neighbour : IAsyncDisposable
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(25);

    private readonly Uri _reports;
    private readonly Uri _region;
    private readonly string _code;
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentQueue<double> _milliseconds = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly Task _posting;
    private readonly Task _reading;

    public Neighbour(AttackedServer server, string region = "FR-75C")
    {
        _code = region;
        _reports = new Uri(server.Url, "api/v1/reports");
        _region = new Uri(server.Url, "api/v1/regions/" + region);
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Key);
        _posting = RepeatAsync(PostAsync);
        _reading = RepeatAsync(() => _client.GetAsync(_region, _ended.Token));
    }

    /// <summary>Answers other than success, and requests without an answer, in words.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public int Count => _milliseconds.Count;

    /// <summary>Forgets what was measured so far: the start of a process is slower than what comes later.</summary>
    public void Reset() => _milliseconds.Clear();

    /// <summary>Waits for so many more answers.</summary>
    public Task MeasureAsync(int answers)
    {
        var enough = Count + answers;
        return Wait.UntilAsync(() => Count >= enough, $"the neighbour has {answers} more answers", ToString);
    }

    /// <summary>Milliseconds within which this share (0 to 1) of the requests since <see cref="Reset"/> was answered.</summary>
    public double Percentile(double share)
    {
        var sorted = _milliseconds.ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"neighbour: {Count} requests, p50 {Percentile(0.5):0.0} ms, p99 {Percentile(0.99):0.0} ms, longest {Percentile(1):0} "
        + $"ms, {_failures.Count} failures");

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_posting, _reading);
        _client.Dispose();
        _ended.Dispose();
    }

    private async Task<HttpResponseMessage> PostAsync()
    {
        var report = $$"""
            {"source":"neighbour","region":"{{_code}}","kind":"protest","occurredAt":"{{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}}"}
            """;
        using var content = new StringContent(report, Encoding.UTF8, "application/json");
        return await _client.PostAsync(_reports, content, _ended.Token);
    }

    private async Task RepeatAsync(Func<Task<HttpResponseMessage>> request)
    {
        using var timer = new PeriodicTimer(s_between, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                var started = Stopwatch.GetTimestamp();
                try
                {
                    using var response = await request();
                    _milliseconds.Enqueue(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                    if (!response.IsSuccessStatusCode)
                    {
                        _failures.Enqueue($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(_ended.Token)}");
                    }
                }
                catch (Exception) when (_ended.IsCancellationRequested)
                {
                    // A request that is cut off while it connects may end in an error of its socket as well.
                    return;
                }
                catch (Exception exception) when (exception is HttpRequestException or SocketException or OperationCanceledException)
                {
                    _failures.Enqueue(exception.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
