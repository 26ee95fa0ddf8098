using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Reports;
using Alerting.Storage.Sqlite;
using Alerting.Thresholds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Backtests;

/// <summary>What a backtest says is what grains do: the same revisions, byte for byte, and the same levels.</summary>
public sealed class EquivalenceTests : IDisposable
{
    /// <summary>Two countries, one of them with a region below a region, and reports at every height.</summary>
    private static readonly string[] s_regions = ["IQ-AN", "IQ-AN", "IQ-BG", "IQ-BG", "AZ-BAB", "AZ-NX", "IQ"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-equivalence-");

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, RandomExamples.Of(3))];

    /// <summary>Thresholds on which it matters what comes together, in what order and when.</summary>
    internal static IReadOnlyList<Threshold> OfBatches { get; } =
    [
        .. RandomHistory.Thresholds.Select(static t => t with { Lateness = Duration.Parse("PT2H"), RarerThan = null }),
        Killed("killed-at-once", 3, Depth.Leaf, "*") with { ClearAfter = Duration.Parse("PT0S"), Severity = Severity.Critical },
        Killed("killed-below", 4, Depth.Root, "AZ-NX"),
        Killed("killed-root", 5, Depth.Root, "*"),
    ];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Grains_and_a_backtest_raise_the_same_alerts_and_show_the_same_levels(int seed)
    {
        var clock = new FakeTimeProvider(RandomHistory.Start.AddMinutes(-1));
        await using var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory.FullName, "alerting.db") });
        await using var cluster =
            await AlertingCluster.StartAsync(new FaultyLogStore(store), clock: clock, thresholds: RandomHistory.Thresholds);
        var both = new LiveAndBacktest(cluster, store, clock, RandomHistory.Thresholds);

        foreach (var (report, receivedAt) in RandomHistory.Create(seed, s_regions, 40))
        {
            await both.TakeAsync([report], receivedAt);
        }

        await both.FinishAsync();
        await AssertSameAsync(both);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Requests_of_several_reports_and_kills_lead_to_the_same_alerts_and_stories(int seed)
    {
        var thresholds = OfBatches;
        var clock = new FakeTimeProvider(RandomHistory.Start.AddMinutes(-1));
        await using var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory.FullName, "alerting.db") });
        var faulty = new FaultyLogStore(store);
        var cluster = await AlertingCluster.StartAsync(faulty, clock: clock, thresholds: thresholds);
        try
        {
            var both = new LiveAndBacktest(cluster, store, clock, thresholds);
            var requests = Requests(RandomHistory.Create(seed, s_regions, 60));
            for (var i = 0; i < requests.Count; i++)
            {
                await both.TakeAsync(requests[i].Reports, requests[i].ReceivedAt);
                if (i % 12 == 11)
                {
                    await cluster.KillAsync();
                    cluster = await AlertingCluster.StartAsync(faulty, clock: clock, thresholds: thresholds);
                    await both.GoOnAsync(cluster);
                }
            }

            await both.FinishAsync();
            await AssertSameAsync(both);
            var (shared, fromBelow) = both.Stories;
            Assert.True(shared > 3 && fromBelow > 1, $"{shared} alerts of another's story, {fromBelow} of one below, tell little");
        }
        finally
        {
            await cluster.DisposeAsync();
        }
    }

    private static async Task AssertSameAsync(LiveAndBacktest both)
    {
        Assert.Equal(both.Expected, both.Live);
        Assert.Null(await both.LevelDifferenceAsync());
        Assert.True(
            both.Live.Count > 20 && both.LevelChanges > 10,
            $"{both.Live.Count} revisions and {both.LevelChanges} level changes tell little");
        Assert.Contains(both.Live, static revision => revision.Contains("quiet-leaf", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{both.Live.Count} revisions, {both.LevelChanges} level changes, {both.Stories} stories of others");
    }

    private static Threshold Killed(string id, double atLeast, Depth depth, string region) => new()
    {
        Id = id,
        Name = id,
        Scope = new Scope([region], depth),
        Measure = Measure.Killed,
        Window = Duration.Parse("PT30M"),
        AtLeast = atLeast,
        ClearBelow = atLeast,
        Severity = Severity.Warning,
    };

    /// <summary>What comes at one instant of one region, one after the other, comes in one request.</summary>
    private static List<(List<Report> Reports, long ReceivedAt)> Requests(IEnumerable<(Report Report, long ReceivedAt)> history)
    {
        var requests = new List<(List<Report> Reports, long ReceivedAt)>();
        foreach (var (report, receivedAt) in history.OrderBy(static h => h.ReceivedAt).ThenBy(static h => h.Report.Region))
        {
            if (requests is [.., var (reports, at)] && at == receivedAt && reports[0].Region == report.Region)
            {
                reports.Add(report);
            }
            else
            {
                requests.Add(([report], receivedAt));
            }
        }

        return requests;
    }
}
