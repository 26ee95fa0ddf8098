using System.Globalization;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Cluster.Tests.Processes;
using Alerting.Json;

namespace Alerting.Cluster.Tests.Load;

/// <summary>A console on the live feed: when the connection ends it goes on at any silo from the last id it has.</summary>
internal sealed class LiveReader(ClusterUnderTest cluster, int seed)
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();
    private readonly List<Alert> _read = [];
    private long _last;

    /// <summary>How often it had to connect.</summary>
    public int Connections { get; private set; }

    /// <summary>How often it was told that the ledger is another, which it never is.</summary>
    public int Resets { get; private set; }

    public List<Alert> Read()
    {
        lock (_lock)
        {
            return [.. _read];
        }
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Connections++;
                await FollowAsync(stopping);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
            {
                // The silo has gone or stands still.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cluster.Pick(_random).Url, "api/v1/alerts/stream"));
        request.Headers.Add("Last-Event-ID", _last.ToString(CultureInfo.InvariantCulture));
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        silence.CancelAfter(s_silence);
        using var response = await cluster.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(silence.Token));
        while (await reader.ReadLineAsync(silence.Token) is { } line)
        {
            silence.CancelAfter(s_silence);
            if (line == "event: reset")
            {
                Resets++;
                return;
            }

            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var alert = JsonSerializer.Deserialize(line.AsSpan(6), AlertJson.Wire.Alert)!;
                lock (_lock)
                {
                    _read.Add(alert);
                    _last = alert.Seq;
                }
            }
        }
    }
}
