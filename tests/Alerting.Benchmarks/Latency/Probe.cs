using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>What raises one alert at a receiver: the request, and the id under which its webhook comes.</summary>
/// <param name="Make">From how many-th probe it is and its instant.</param>
internal sealed record Probe(Uri Server, Func<int, DateTimeOffset, (byte[] Request, string WebhookId)> Make)
{
    private const int Connections = 8;
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(60);

    /// <summary>A report that alone crosses a threshold of its region; the alert ends before the region is hit again.</summary>
    public static Probe OfProduct(ServerUnderTest server, IReadOnlyList<string> regions) => new(server.Url, (index, at) =>
    {
        var region = regions[index % regions.Count];
        var body = $$"""{"reportId":"probe-{{index}}","source":"bench","region":"{{region}}","kind":"checkpoint-set-up","killed":1,"occurredAt":"{{Text(at)}}"}""";
        return (
            Post(server.Url, "/api/v1/reports", body, $"Authorization: {server.Authorization}\r\n"),
            string.Create(CultureInfo.InvariantCulture, $"{region}.killed-one.{(index / regions.Count) + 1}.1"));
    });

    public static Probe OfAlertmanager(Uri alertmanager, IReadOnlyList<string> regions) => new(alertmanager, (index, at) =>
    {
        var body = $$"""[{"labels":{"alertname":"checkpoint-set-up","probe":"probe-{{index}}","source":"bench","region":"{{regions[index % regions.Count]}}"},"startsAt":"{{Text(at)}}"}]""";
        return (Post(alertmanager, "/api/v2/alerts", body, ""), string.Create(CultureInfo.InvariantCulture, $"probe-{index}"));
    });

    /// <summary>
    /// Sends probes at a fixed pace whatever becomes of them. Each counts from the instant at which it was meant to go
    /// out to the arrival of its webhook.
    /// </summary>
    /// <param name="first">How many-th probe the first one is.</param>
    public async Task RunAsync(
        ArrivalTimes receiver, int first, int count, TimeSpan pace, Latencies latencies, CancellationToken cancellationToken)
    {
        var connections = new RawConnection[Connections];
        for (var i = 0; i < Connections; i++)
        {
            connections[i] = await RawConnection.OpenAsync(Server, cancellationToken);
        }

        var asked = new Task[Connections];
        Array.Fill(asked, Task.CompletedTask);
        var arrivals = new List<Task>(count);
        try
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                var meant = started + (long)(pace.TotalSeconds * Stopwatch.Frequency * i);
                var rest = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), meant);
                if (rest > TimeSpan.Zero)
                {
                    await Task.Delay(rest, TimeProvider.System, cancellationToken);
                }

                var (request, webhookId) = Make(first + i, TimeProvider.System.GetUtcNow());
                arrivals.Add(RecordAsync(receiver.ArrivalAsync(webhookId), meant, latencies));
                asked[i % Connections] = AskAsync(asked[i % Connections], connections[i % Connections], request, cancellationToken);
            }

            await Task.WhenAll(asked);
            await Task.WhenAll(arrivals).WaitAsync(s_most, TimeProvider.System, cancellationToken);
        }
        finally
        {
            foreach (var connection in connections)
            {
                connection.Dispose();
            }
        }
    }

    private static async Task AskAsync(Task before, RawConnection connection, byte[] request, CancellationToken cancellationToken)
    {
        await before;
        await connection.SucceedAsync(request, cancellationToken);
    }

    private static async Task RecordAsync(Task<long> arrival, long meant, Latencies latencies) => latencies.Record(meant, await arrival);

    private static byte[] Post(Uri server, string path, string body, string headers) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}Content-Type: application/json\r\nContent-Length: "
        + $"{Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
