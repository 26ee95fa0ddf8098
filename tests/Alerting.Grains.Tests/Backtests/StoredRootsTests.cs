using System.Text;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Backtests;
using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Alerting.Thresholds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Backtests;

/// <summary>
/// What was stored while roll-ups were under way, several of them at once, leads to the revisions that were live, byte for byte, in
/// the regions above as well.
/// </summary>
public sealed class StoredRootsTests : IDisposable
{
    /// <summary>Two countries, one of them with a region below a region, and reports at every height.</summary>
    private static readonly string[] s_regions = ["IQ-AN", "IQ-AN", "IQ-BG", "IQ-DI", "AZ-BAB", "AZ-BAB", "AZ-NX", "AZ-SAR", "IQ"];

    private readonly Lock _moves = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-roots-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(EquivalenceTests.Seeds), MemberType = typeof(EquivalenceTests))]
    public async Task Stored_history_leads_to_the_live_revisions_at_every_height(int seed)
    {
        var clock = new FakeTimeProvider(RandomHistory.Start.AddMinutes(-1));
        await using var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory.FullName, "alerting.db") });
        var faulty = new FaultyLogStore(store);
        var cluster = await AlertingCluster.StartAsync(faulty, clock: clock, thresholds: EquivalenceTests.OfBatches);
        try
        {
            var underWay = new List<Task>();
            var history = RandomHistory.Create(seed, s_regions, 120);
            foreach (var (number, requests) in history.Chunk(4).Index())
            {
                foreach (var request in requests.GroupBy(static r => r.Report.Region))
                {
                    MoveTo(clock, request.First().ReceivedAt);
                    var region = cluster.Client.GetGrain<IRegionGrain>(request.Key);
                    underWay.Add(SendAsync(clock, region, [.. request.Select(static r => r.Report)]));

                    // Time passes while roll-ups are under way: the regions above hear later, of several entries at once.
                    await Task.Yield();
                    Advance(clock, TimeSpan.FromMilliseconds(3));
                }

                if (number % 8 == 7)
                {
                    // Taken, though perhaps not passed on.
                    await Task.WhenAll(underWay);
                    await cluster.KillAsync();
                    cluster = await AlertingCluster.StartAsync(faulty, clock: clock, thresholds: EquivalenceTests.OfBatches);
                }
            }

            await Task.WhenAll(underWay);
            clock.Advance(TimeSpan.FromDays(60));
            await AssertSameAsync(cluster, faulty, clock.GetUtcNow().UtcTicks);
        }
        finally
        {
            await cluster.DisposeAsync();
        }
    }

    /// <summary>A leap of the clock may end the patience of a region that is still reading its log: the report is sent again.</summary>
    /// <remarks>Time goes on while one waits: whatever a region waits for before it can be asked again comes.</remarks>
    private async Task SendAsync(FakeTimeProvider clock, IRegionGrain region, IReadOnlyList<Report> reports)
    {
        Exception? failed = null;
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    return (await region.IngestAsync(reports)).Count == reports.Count;
                }
                catch (LogStoreUnavailableException exception)
                {
                    failed = exception;
                    Advance(clock, TimeSpan.FromMilliseconds(10));
                    return false;
                }
            },
            "the reports are taken",
            () => $"{failed}");
    }

    private static async Task AssertSameAsync(AlertingCluster cluster, FaultyLogStore store, long to)
    {
        IReadOnlyList<string> live = [], replayed = [];
        var recomputed = new List<string>();
        try
        {
            await Wait.UntilAsync(
                async () =>
                {
                    live = Describe(await LedgerAsync(cluster));
                    (replayed, recomputed) = await ReplayAsync(store, to, static _ => true);
                    return live.SequenceEqual(replayed) && recomputed.Count == 0;
                },
                "the stored history leads to what the ledger has");
        }
        catch (TimeoutException timeout)
        {
            throw new InvalidOperationException(
                $"{live.Count} live, {replayed.Count} replayed; {string.Join(", ", recomputed)} recomputed; "
                + $"live alone: {string.Join("; ", live.Except(replayed).Take(3))}; "
                + $"replayed alone: {string.Join("; ", replayed.Except(live).Take(3))}", timeout);
        }

        // Without the roll-ups of the logs it would be another history, or this would tell little.
        var (atOnce, _) = await ReplayAsync(store, to, static step => step.IsTold);
        var others = live.Except(atOnce).Count();
        var ofRoots = live.Count(static r => r.Contains("\"parent\":null", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine($"{live.Count} revisions, {ofRoots} of roots; {others} not if rolled up at once.");
        Assert.True(live.Count > 50 && ofRoots > 5 && others > 5, $"{live.Count} revisions, {ofRoots} of roots, {others} tell little");
    }

    private static async Task<List<Alert>> LedgerAsync(AlertingCluster cluster)
    {
        var all = new List<Alert>();
        while (await cluster.Ledger.ReadAsync(all.Count == 0 ? 0 : all[^1].Seq, 1_000) is { Count: > 0 } page)
        {
            all.AddRange(page);
        }

        return all;
    }

    private static async Task<(IReadOnlyList<string> Revisions, List<string> Recomputed)> ReplayAsync(
        FaultyLogStore store, long to, Func<HistoryStep, bool> takes)
    {
        var revisions = new Revisions();
        ThresholdVersion[] versions =
            [.. EquivalenceTests.OfBatches.Select(static t => new ThresholdVersion(t.Id, 1, t, default, "", null))];
        var tree = new RegionTree(RegionCatalog.Iso, EngineOptions.Default, versions, revisions);
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
        return (Describe(revisions.All), [.. tree.Recomputed]);
    }

    private void MoveTo(FakeTimeProvider clock, long ticks)
    {
        lock (_moves)
        {
            if (ticks > clock.GetUtcNow().UtcTicks)
            {
                clock.SetUtcNow(Instants.FromTicks(ticks));
            }
        }
    }

    private void Advance(FakeTimeProvider clock, TimeSpan time)
    {
        lock (_moves)
        {
            clock.Advance(time);
        }
    }

    private static List<string> Describe(IEnumerable<Alert> revisions) =>
    [
        .. revisions.OrderBy(static r => r.AlertId, StringComparer.Ordinal).ThenBy(static r => r.Revision)
            .Select(static r => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(r with { Seq = 0 }, AlertJson.Wire.Alert))),
    ];

    private sealed class Revisions : IRegionTreeObserver
    {
        public List<Alert> All { get; } = [];

        public void OnRevision(Alert revision) => All.Add(revision);

        public void OnLevel(string region, LevelChange change)
        {
        }
    }
}
