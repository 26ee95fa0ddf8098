using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Processes;

namespace Alerting.Cluster.Tests.Load;

/// <summary>
/// A wall of the duty room that follows the states of all regions: when the connection ends it goes on at any silo with what it has,
/// and begins anew where it is told to.
/// </summary>
internal sealed class BoardReader(ClusterUnderTest cluster, int seed)
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, string> _regions = new(StringComparer.Ordinal);
    private string? _last;

    /// <summary>How many events told changes.</summary>
    public int Events { get; private set; }

    /// <summary>How often it was told to begin anew.</summary>
    public int Resets { get; private set; }

    /// <summary>The states that it shows, as JSON, by code.</summary>
    public IReadOnlyDictionary<string, string> Shown()
    {
        lock (_lock)
        {
            return new SortedDictionary<string, string>(_regions, StringComparer.Ordinal);
        }
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
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
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cluster.Pick(_random).Url, "api/v1/regions/stream"));
        if (_last is not null)
        {
            request.Headers.Add("Last-Event-ID", _last);
        }

        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        silence.CancelAfter(s_silence);
        using var response = await cluster.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(silence.Token));
        var (kind, id, data) = ("", default(string), "");
        while (await reader.ReadLineAsync(silence.Token) is { } line)
        {
            silence.CancelAfter(s_silence);
            switch (line.Split(": ", 2))
            {
                case ["event", var value]:
                    kind = value;
                    break;
                case ["id", var value]:
                    id = value;
                    break;
                case ["data", var value]:
                    data = value;
                    break;
                case [""]:
                    Take(kind, id, data);
                    (kind, id, data) = ("", null, "");
                    break;
            }
        }
    }

    private void Take(string kind, string? id, string data)
    {
        lock (_lock)
        {
            _last = id ?? _last;
            if (kind == "reset")
            {
                Resets++;
                _regions.Clear();
            }
            else if (kind == "regions")
            {
                Events++;
                var change = JsonNode.Parse(data)!;
                foreach (var code in change["removed"]!.AsArray())
                {
                    _regions.Remove(code!.GetValue<string>());
                }

                foreach (var region in change["items"]!.AsArray())
                {
                    _regions[region!["code"]!.GetValue<string>()] = region.ToJsonString();
                }
            }
        }
    }
}
