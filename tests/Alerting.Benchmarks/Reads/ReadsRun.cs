using System.Diagnostics;
using System.Globalization;
using System.Text;
using Alerting.Regions;

namespace Alerting.Benchmarks;

/// <summary>GET /regions by number of regions, whole and as 304, and the live feed to a thousand clients.</summary>
internal static class ReadsRun
{
    private const int Page = 1_000;
    private static readonly int[] s_connections = [1, 16];

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        // The catalogue shipped ends there; larger ones an operator will bring.
        var all = RegionCatalog.Iso.Codes.Where(static code => RegionCatalog.Iso.ChildrenOf(code).Count == 0).ToList();
        foreach (var count in arguments.Quick ? [10, 300] : new[] { 10, 1_000, all.Count })
        {
            await using var server = await ServerUnderTest.StartAsync(cancellationToken);
            await FillAsync(server, all.Take(count), cancellationToken);
            await ListsAsync(server, arguments, cancellationToken);
        }

        await FanOut.RunAsync(arguments, cancellationToken);
    }

    /// <summary>A fact that does not decay in each, so that the list stays as it is.</summary>
    internal static async Task FillAsync(ServerUnderTest server, IEnumerable<string> regions, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var at = TimeProvider.System.GetUtcNow().AddHours(-2);
        foreach (var region in regions)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"reportId\":\"r-1\",\"source\":\"wire-a\",\"region\":\"{region}\",\"town\":\"Town\",\"kind\":\"checkpoint-set-up\",\"occurredAt\":\"{at:yyyy-MM-dd'T'HH:mm:ss'Z'}\"}}\n");
        }

        await server.PostLinesAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
    }

    private static async Task ListsAsync(ServerUnderTest server, Arguments arguments, CancellationToken cancellationToken)
    {
        using var first = await RawConnection.OpenAsync(server.Url, cancellationToken);
        var pages = await PagesAsync(server, first, cancellationToken);
        var bytes = pages.Sum(static page => (long)page.Bytes);
        foreach (var connections in s_connections)
        {
            Contender[] contenders =
            [
                new("whole", t => MeasureAsync(server, connections, [.. pages.Select(static page => page.Whole)], 200, arguments.RoundTime, t)),
                new("If-None-Match, 304", t => MeasureAsync(server, connections, [.. pages.Select(static page => page.Known)], 304, arguments.RoundTime, t)),
            ];
            var measured = await Rounds.MeasureAsync(contenders, arguments, cancellationToken);
            Rounds.Print(
                string.Create(CultureInfo.InvariantCulture, $"GET /regions, {pages.Sum(static page => page.Regions):N0} regions on {pages.Count} pages, {bytes >> 10:N0} KB, {connections} connections"),
                "lists/s",
                measured);
        }
    }

    /// <summary>The pages as they are asked for by one who has nothing and by one who has them.</summary>
    private static async Task<List<ListPage>> PagesAsync(ServerUnderTest server, RawConnection connection, CancellationToken cancellationToken)
    {
        var pages = new List<ListPage>();
        string? after = null;
        do
        {
            var path = $"/api/v1/regions?limit={Page}{(after is null ? "" : "&after=" + after)}";
            var whole = Get(server, path, "");
            var answer = await server.GetAsync(path["/api/v1/".Length..], cancellationToken);
            await connection.SucceedAsync(whole, cancellationToken);
            var tag = connection.Head.Split("\r\n").First(static line => line.StartsWith("ETag: ", StringComparison.OrdinalIgnoreCase))["ETag: ".Length..];
            pages.Add(new ListPage(whole, Get(server, path, $"If-None-Match: {tag}\r\n"), connection.Body.Length, answer["items"]!.AsArray().Count));
            after = answer["next"]?.GetValue<string>();
        }
        while (after is not null);
        return pages;
    }

    /// <summary>Whole lists a second, each page in its turn.</summary>
    private static async Task<double> MeasureAsync(ServerUnderTest server, int connections, byte[][] pages, int status, TimeSpan time, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var asked = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            async () =>
            {
                using var connection = await RawConnection.OpenAsync(server.Url, cancellationToken);
                double lists = 0;
                for (var i = 0; Stopwatch.GetElapsedTime(started) < time; i++)
                {
                    var answered = await connection.AskAsync(pages[i % pages.Length], cancellationToken);
                    if (answered != status)
                    {
                        throw new InvalidOperationException($"Answered {answered} and not {status}.");
                    }

                    lists += 1.0 / pages.Length;
                }

                return lists;
            },
            cancellationToken)));
        return asked.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static byte[] Get(ServerUnderTest server, string path, string headers) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Url.Authority}\r\nAuthorization: {server.Authorization}\r\n{headers}\r\n");

    private sealed record ListPage(byte[] Whole, byte[] Known, int Bytes, int Regions);
}
