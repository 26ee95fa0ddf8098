using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Backtests;

/// <summary>What a backtest says is what grains do: the same revisions, byte for byte, and the same levels.</summary>
public sealed class EquivalenceTests : IDisposable
{
    /// <summary>Two countries, one of them with a region below a region, and reports at every height.</summary>
    private static readonly string[] s_regions = ["IQ-AN", "IQ-AN", "IQ-BG", "IQ-BG", "AZ-BAB", "AZ-NX", "IQ"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-equivalence-");

    /// <summary>Environment variable ALERTING_TEST_FACTOR multiplies the number of cases.</summary>
    public static TheoryData<int> Seeds =>
        [
            .. Enumerable.Range(
                1, 3 * (int.TryParse(Environment.GetEnvironmentVariable("ALERTING_TEST_FACTOR"), out var factor) ? factor : 1))
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
            await both.TakeAsync(report, receivedAt);
        }

        await both.FinishAsync();

        Assert.Equal(both.Expected, both.Live);
        Assert.Null(await both.LevelDifferenceAsync());
        Assert.True(
            both.Live.Count > 20 && both.LevelChanges > 10,
            $"{both.Live.Count} revisions and {both.LevelChanges} level changes tell little");
        Assert.All(
            ["sequence-root", "quiet-leaf"],
            threshold => Assert.Contains(both.Live, revision => revision.Contains(threshold, StringComparison.Ordinal)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{both.Live.Count} revisions, {both.LevelChanges} level changes");
    }
}
