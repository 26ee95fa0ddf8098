using Alerting.Cluster.Tests.Processes;

namespace Alerting.Cluster.Tests.Load;

/// <summary>A client of a live feed: when the connection ends it goes on at any silo from the last id it has.</summary>
/// <param name="path">Of the feed, below the root of the API.</param>
internal abstract class FeedReader(ClusterUnderTest cluster, int seed, string path)
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(seed);

    /// <summary>How often it had to connect.</summary>
    public int Connections { get; private set; }

    /// <summary>How often it was told that what it has is of no use any more.</summary>
    public int Resets { get; protected set; }

    /// <summary>After which it goes on; null: from where the feed begins.</summary>
    protected abstract string? LastId { get; }

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

    /// <summary>Takes an event; false to connect anew.</summary>
    /// <param name="kind">Its name.</param>
    /// <param name="id">Its id; null where it has none.</param>
    /// <param name="data">What it tells.</param>
    protected abstract bool Take(string kind, string? id, string data);

    private async Task FollowAsync(CancellationToken stopping)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cluster.Pick(_random).Url, "api/v1/" + path));
        if (LastId is { } last)
        {
            request.Headers.Add("Last-Event-ID", last);
        }

        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        silence.CancelAfter(s_silence);
        using var response = await cluster.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(silence.Token));
        var (kind, id, data) = ("", default(string), default(string));
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
                    if (data is not null && !Take(kind, id, data))
                    {
                        return;
                    }

                    (kind, id, data) = ("", null, null);
                    break;
            }
        }
    }
}
