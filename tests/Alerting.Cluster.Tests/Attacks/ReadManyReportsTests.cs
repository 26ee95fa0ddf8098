using System.Diagnostics;
using System.Globalization;
using System.Text;
using Alerting.Cluster.Tests.Faults;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>
/// Somebody reads all reports of an incident of very many, page by page. That costs as much as there are reports, whether
/// the incident is in memory or in the archive, and its region goes on meanwhile.
/// </summary>
public sealed class ReadManyReportsTests(ITestOutputHelper output)
{
    private const int Page = 100;
    private const int Others = 300;
    private const int ReportsOfAnEntry = 64;

    // Generous: other test projects run on the same cores.
    private const double MaxMillisecondsAPage = 60;

    [Theory]
    [InlineData("new", 1)]
    [InlineData("archived", 40)]
    public async Task Pages_cost_as_much_as_they_hold_and_the_region_goes_on(string incident, int daysAgo)
    {
        var count = AttackScale.Of(10_000, 40_000);
        await using var server = await AttackedServer.StartAsync();
        var at = TimeProvider.System.GetUtcNow().AddDays(-daysAgo);
        await SendAsync(server, at, 0, count, "one");
        if (daysAgo > 8)
        {
            // An incident of many reports leaves memory after as many entries of the log as make up for it, and with
            // enough others of its age to be worth a block.
            var news = count + Others;
            for (var entries = count / ReportsOfAnEntry; entries >= 0; entries--)
            {
                await SendAsync(server, TimeProvider.System.GetUtcNow(), news++, 1, null);
            }

            await SendAsync(server, at, count, Others, null);
            await Wait.UntilAsync(
                async () =>
                {
                    await SendAsync(server, TimeProvider.System.GetUtcNow(), news++, 1, null);
                    return await PutAwayAsync(server) >= 2 * (Others + 1);
                },
                "the incident is in the archive",
                () => server.LastWords);
        }

        // In the region itself: it must not be kept busy.
        await using var neighbour = new Neighbour(server, "IQ-AN");
        await Wait.UntilAsync(() => neighbour.Count > 50, "the neighbour is warm");
        neighbour.Reset();
        var started = Stopwatch.GetTimestamp();
        var found = await ReadAsync(server);
        var elapsed = Stopwatch.GetElapsedTime(started);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{incident}: {found.Count} reports in pages of {Page}: {elapsed.TotalSeconds:0.0} s, "
            + $"{elapsed.TotalMilliseconds * Page / count:0.0} ms a page; {neighbour}; peak {server.PeakResidentBytes >> 20} MB"));
        Assert.Equal(count, found.Count);
        Assert.Empty(neighbour.Failures);
        Assert.InRange(elapsed.TotalMilliseconds * Page / count, 0, MaxMillisecondsAPage);
    }

    private static async Task<HashSet<string>> ReadAsync(AttackedServer server)
    {
        var found = new HashSet<string>();
        var next = "";
        do
        {
            var after = next.Length == 0 ? "" : "&after=" + Uri.EscapeDataString(next);
            var page = await server.GetAsync($"api/v1/regions/IQ-AN/incidents/one/reports?limit={Page}{after}");
            foreach (var report in page["items"]!.AsArray())
            {
                Assert.True(found.Add(report!["reportId"]!.GetValue<string>()));
            }

            next = page["next"]?.GetValue<string>() ?? "";
        }
        while (next.Length > 0);

        return found;
    }

    private static async Task<double> PutAwayAsync(AttackedServer server)
    {
        var metrics = await server.Client.GetStringAsync(new Uri(server.Url, "metrics"));
        return metrics.Split('\n').Where(static line => line.StartsWith("alerting_incidents_put_away_total", StringComparison.Ordinal))
            .Sum(static line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    private static async Task SendAsync(AttackedServer server, DateTimeOffset at, int first, int count, string? incidentId)
    {
        var body = new StringBuilder();
        for (var i = first; i < first + count; i++)
        {
            var named = incidentId is null ? "" : $"\"incidentId\":\"{incidentId}\",";
            body.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"reportId":"r{{i}}","source":"source-{{i % 1_000}}","region":"IQ-AN",{{named}}"kind":"protest","occurredAt":"{{at.AddSeconds(-(i % 600)):yyyy-MM-ddTHH:mm:ssZ}}"}"""));
        }

        var sent = await server.SendAsync(HttpMethod.Post, "api/v1/reports", body.ToString(), "application/x-ndjson");
        Assert.Equal(count, sent["accepted"]!.GetValue<int>());
    }
}
