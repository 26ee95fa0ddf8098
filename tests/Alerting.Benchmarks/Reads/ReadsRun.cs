using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>GET /regions by number of regions, whole and as 304, and the live feed to a thousand clients.</summary>
internal static class ReadsRun
{
    private static readonly int[] s_connections = [1, 16];

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        foreach (var count in arguments.Quick ? [10, 300] : new[] { 10, 1_000, 10_000 })
        {
            var regions = ManyRegions.Of(count);
            await using var server = await ServerUnderTest.StartAsync(cancellationToken, regions.Catalog);
            await FillAsync(server, regions.Codes, cancellationToken);
            await ListsAsync(server, arguments, cancellationToken);
        }

        await FanOut.RunAsync(arguments, cancellationToken);
    }

    /// <summary>A fact that does not decay in each, so that the list stays as it is.</summary>
    internal static async Task FillAsync(
        ServerUnderTest server, IEnumerable<string> regions, CancellationToken cancellationToken, string reportId = "r-1")
    {
        var text = new StringBuilder();
        var at = TimeProvider.System.GetUtcNow().AddHours(-2);
        foreach (var region in regions)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{{\"reportId\":\"{reportId}\",\"source\":\"wire-a\",\"region\":\"{region}\",\"town\":\"Town\",\"kind\":\"checkpoint-set-up\",\"occurredAt\":\"{at:yyyy-MM-dd'T'HH:mm:ss'Z'}\"}}\n");
        }

        await server.PostLinesAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
    }

    private static async Task ListsAsync(ServerUnderTest server, Arguments arguments, CancellationToken cancellationToken)
    {
        var (pages, regions) = await ListReader.PagesAsync(server, cancellationToken);
        long bytes = 0;
        using (var first = await ListReader.OpenAsync(server, pages, cancellationToken))
        {
            for (var i = 0; i < pages.Count; i++)
            {
                bytes += await first.ReadAsync(cancellationToken);
            }
        }

        foreach (var connections in s_connections)
        {
            var readers = new List<ListReader>();
            try
            {
                for (var i = 0; i < connections; i++)
                {
                    readers.Add(await ListReader.OpenAsync(server, pages, cancellationToken));
                }

                Contender[] contenders =
                [
                    new("whole", t => ReadAsync(readers, async reader => await reader.ReadAsync(t) > 0, arguments.RoundTime)),
                    new("If-None-Match, 304", t => ReadAsync(readers, reader => reader.CheckAsync(t), arguments.RoundTime)),
                ];
                var measured = await Rounds.MeasureAsync(contenders, arguments, cancellationToken);
                Rounds.Print(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"GET /regions, {regions:N0} regions on {pages.Count} pages, {bytes >> 10:N0} KB, {connections} connections"),
                    "lists/s",
                    [
                        .. measured.Select(one =>
                            one with { Rate = one.Rate / pages.Count, Least = one.Least / pages.Count, Most = one.Most / pages.Count })
                    ]);
            }
            finally
            {
                readers.ForEach(static reader => reader.Dispose());
            }
        }
    }

    /// <summary>Pages a second; those count for which <paramref name="readAsync"/> says so.</summary>
    private static async Task<double> ReadAsync(List<ListReader> readers, Func<ListReader, Task<bool>> readAsync, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        var read = await Task.WhenAll(readers.Select(reader => Task.Run(async () =>
        {
            var pages = 0;
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                pages += await readAsync(reader) ? 1 : 0;
            }

            return pages;
        })));
        return read.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
