using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>
/// From raising an alert until the first and the last of a thousand live readers has it, beside a feed that gives what
/// is posted to all who listen.
/// </summary>
internal static class FanOut
{
    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var clients = arguments.Quick ? 100 : 1_000;
        var alerts = arguments.Quick ? 3 : 30;
        await using var nothing = await NothingUnderTest.StartAsync(cancellationToken);
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        await server.PutAsync(
            "thresholds/killed-one",
            "{\"scope\":{\"regions\":[\"*\"],\"depth\":\"leaf\"},\"measure\":\"killed\",\"window\":\"PT2H\",\"atLeast\":1,\"sev"
            + "erity\":\"notice\"}",
            cancellationToken);
        var table = new Table(
            string.Create(CultureInfo.InvariantCulture, $"Live feed to {clients:N0} clients, {alerts} alerts one after the other"),
            "", "first client, median", "last client, median", "last client, worst");
        Row("floor: a feed from memory", await FeedAsync(
            nothing.Url,
            Get(nothing.Url, "/feed", ""),
            static _ => "\"alert\"}\n\n",
            i => Post(nothing.Url, "/feed", "id: 1\nevent: alert.raised\ndata: {" + new string(' ', 900) + "\"alert\"}\n\n", ""),
            clients,
            alerts,
            cancellationToken));
        var authorization = $"Authorization: {server.Authorization}\r\n";
        Row("product, durable", await FeedAsync(
            server.Url,
            Get(server.Url, "/api/v1/alerts/stream", authorization),
            static _ => "event: alert.raised",
            i => Post(server.Url, "/api/v1/reports", Report(i), authorization),
            clients,
            alerts,
            cancellationToken));
        Row("product, levels of regions, durable", await FeedAsync(
            server.Url,
            Get(server.Url, "/api/v1/regions/stream", authorization),
            static i => $"\"code\":\"{Target.Regions[^(i + 1)]}\"",
            i => Post(server.Url, "/api/v1/reports", Report(Target.Regions.Count - 1 - i), authorization),
            clients,
            alerts,
            cancellationToken));
        table.Print();

        void Row(string name, List<(double First, double Last)> times) => table.Add(
            name,
            Table.Milliseconds(Rounds.Median(times.Select(static t => t.First))),
            Table.Milliseconds(Rounds.Median(times.Select(static t => t.Last))),
            Table.Milliseconds(times.Max(static t => t.Last)));
    }

    /// <param name="mark">What the event of each has once.</param>
    /// <returns>Milliseconds from sending until the first and the last client had it, for each alert.</returns>
    private static async Task<List<(double First, double Last)>> FeedAsync(
        Uri server, byte[] listen, Func<int, string> mark, Func<int, byte[]> raise, int clients, int alerts,
        CancellationToken cancellationToken)
    {
        var times = new List<(double, double)>();
        using var reporter = await RawConnection.OpenAsync(server, cancellationToken);
        var readers = new List<RawConnection>();
        try
        {
            for (var i = 0; i < clients; i++)
            {
                var reader = await RawConnection.OpenAsync(server, cancellationToken);
                readers.Add(reader);
                await reader.SendAsync(listen, cancellationToken);
                await reader.ReadUntilAsync(Encoding.UTF8.GetBytes(": connected\n\n"), cancellationToken);
            }

            for (var i = 0; i < alerts + 1; i++)
            {
                var bytes = Encoding.UTF8.GetBytes(mark(i));
                var arrivals = readers.ConvertAll(reader => ArrivalAsync(reader, bytes, cancellationToken));
                var started = Stopwatch.GetTimestamp();
                await reporter.SucceedAsync(raise(i), cancellationToken);
                var ended = await Task.WhenAll(arrivals);

                // The first one warms up.
                if (i > 0)
                {
                    times.Add(
                        (
                            Stopwatch.GetElapsedTime(started, ended.Min()).TotalMilliseconds,
                            Stopwatch.GetElapsedTime(started, ended.Max()).TotalMilliseconds));
                }
            }
        }
        finally
        {
            readers.ForEach(static reader => reader.Dispose());
        }

        return times;
    }

    private static async Task<long> ArrivalAsync(RawConnection reader, byte[] mark, CancellationToken cancellationToken)
    {
        await reader.ReadUntilAsync(mark, cancellationToken);
        return Stopwatch.GetTimestamp();
    }

    private static string Report(int index) =>
        $$"""{"reportId":"r-{{index}}","source":"wire-a","region":"{{Target.Regions[index]}}","kind":"checkpoint-set-up","killed":1,"occurredAt":"{{TimeProvider.System.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}}"}""";

    private static byte[] Get(Uri server, string path, string headers) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}\r\n");

    private static byte[] Post(Uri server, string path, string body, string headers) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}Content-Type: application/json\r\nContent-Length: "
        + $"{body.Length}\r\n\r\n{body}"));
}
