using System.Text;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Backtests;
using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Logs;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Grains.Tests.Backtests;

/// <summary>
/// Stored history leads to the revisions and levels of every region, at their instants, also where the clocks of machines differ,
/// so that a region above hears of things before they happened.
/// </summary>
public sealed class SkewedClocksTests
{
    private static readonly string[] s_regions = ["IQ-AN", "IQ-AN", "IQ-BG", "IQ-DI", "AZ-BAB", "AZ-BAB", "AZ-NX", "AZ-SAR", "IQ"];
    private static readonly long s_end = RandomHistory.Start.AddDays(60).UtcTicks;

    private static readonly ThresholdVersion[] s_thresholds =
        [.. EquivalenceTests.OfBatches.Select(static t => new ThresholdVersion(t.Id, 1, t, default, "", null))];

    [Theory]
    [MemberData(nameof(EquivalenceTests.Seeds), MemberType = typeof(EquivalenceTests))]
    public async Task Each_region_is_replayed_by_its_own_clock(int seed)
    {
        var store = new InMemoryLogStore();
        var live = new SkewedRegions(store, s_thresholds, seed, TimeSpan.FromSeconds(10));
        await live.RunAsync(RandomHistory.Create(seed, s_regions, 400), s_end);

        var (replayed, levels, recomputed) = await ReplayAsync(store, s_end, static _ => true);
        Assert.Empty(recomputed);
        Assert.Equal(Describe(live.Revisions), replayed);
        Assert.Equal(Describe(live.Levels), levels);

        var (atOnce, levelsAtOnce, _) = await ReplayAsync(store, s_end, static step => step.IsTold);
        var (others, otherLevels) = (replayed.Except(atOnce).Count(), levels.Except(levelsAtOnce).Count());
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{replayed.Count} revisions, {levels.Count} levels, of which {others} and {otherLevels} are others if rolled up at once; "
            + $"{live.Early} roll-ups came early, {live.Gathered} gathered entries.");
        Assert.True(others > 20 && otherLevels > 20 && live.Early > 2 && live.Gathered > 5, "This tells little.");
    }

    private static async Task<(List<string> Revisions, List<string> Levels, List<string> Recomputed)> ReplayAsync(
        InMemoryLogStore store, long to, Func<HistoryStep, bool> takes)
    {
        var results = new SkewedRegions(store, [], 0, default);
        var tree = new RegionTree(RegionCatalog.Iso, EngineOptions.Default, s_thresholds, results);
        await using var history = await new StoredRegions(store).OpenHistoryAsync(
            static _ => true, HistoryClock.Recorded, to, TestContext.Current.CancellationToken);
        while (await history.ReadOnAsync())
        {
            while (history.TryTake(out var step))
            {
                if (takes(step))
                {
                    tree.Replay(step);
                }
            }
        }

        tree.Advance(to);
        return (Describe(results.Revisions), Describe(results.Levels), [.. tree.Recomputed]);
    }

    private static List<string> Describe(IEnumerable<RegionLevel> levels) =>
        [.. levels.OrderBy(static l => l.Region, StringComparer.Ordinal).Select(static l => $"{l.Region} {l.Change}")];

    private static List<string> Describe(IEnumerable<Alert> revisions) =>
    [
        .. revisions.OrderBy(static r => r.AlertId, StringComparer.Ordinal).ThenBy(static r => r.Revision)
            .Select(static r => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(r with { Seq = 0 }, AlertJson.Wire.Alert))),
    ];
}
