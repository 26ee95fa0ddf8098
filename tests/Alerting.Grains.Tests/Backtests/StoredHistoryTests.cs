using Alerting.Backtests;
using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Sqlite;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Grains.Tests.Backtests;

/// <summary>The logs of Anbar and Iraq as a history, of which a part may be gone or not be asked for.</summary>
public sealed class StoredHistoryTests : IAsyncDisposable
{
    private static readonly DateTimeOffset s_start = RandomHistory.Start;

    private static readonly ThresholdVersion[] s_thresholds =
        [new("killed", 1, Sample.Threshold("killed", Measure.Killed, 3, "PT1H", Depth.Root), default, "", null)];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-history-");
    private readonly SqliteLogStore _store;
    private readonly SkewedRegions _live;

    public StoredHistoryTests()
    {
        _store = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory.FullName, "alerting.db") });
        _live = new SkewedRegions(_store, s_thresholds, 1, default);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Of_a_trimmed_log_the_part_that_is_left_is_replayed_and_the_rest_recomputed()
    {
        // Alerts of Iraq are raised by the reports of each third hour and cleared before the next.
        await StoreAsync(hours: 9);
        var iraq = LogOwners.Region("IQ");
        var half = await _store.LastSequenceAsync(iraq, TestContext.Current.CancellationToken) / 2;
        await _store.SaveSnapshotAsync(iraq, half, new byte[1], TestContext.Current.CancellationToken);
        await _store.TrimAsync(iraq, half, TestContext.Current.CancellationToken);

        var (run, marks) = await ReplayAsync(null);
        var live = _live.Revisions.Where(static r => r.Revision == 1).Select(static r => r.RaisedAt).ToList();
        var replayed = run.Alerts.Select(static a => a.Last.RaisedAt).ToList();
        Assert.Equal(live.Count, replayed.Count);
        Assert.Equal(s_start, replayed[0]);
        Assert.True(live[0] > s_start);
        Assert.Equal(live[^1], replayed[^1]);
        Assert.Equal(["IQ"], run.Recomputed);
        Assert.Equal(HistoryMark.LogBegins, marks[0].Mark);
        Assert.Equal(("IQ-AN", 0L), (marks[0].Region, marks[0].Now));
        var begins = Assert.Single(marks, static m => m is { Region: "IQ", Mark: HistoryMark.LogBegins });
        Assert.Equal(half, begins.Sequence);
        Assert.True(begins.Now > s_start.UtcTicks);
    }

    [Fact]
    public async Task Whole_logs_lead_to_what_was_live()
    {
        await StoreAsync(hours: 9);
        var (run, _) = await ReplayAsync(null);
        Assert.Equal(
            _live.Revisions.Where(static r => r.Revision == 1).Select(static r => r.RaisedAt),
            run.Alerts.Select(static a => a.Last.RaisedAt));
        Assert.Empty(run.Recomputed);
    }

    [Fact]
    public async Task What_is_under_way_at_the_end_of_the_period_has_not_come()
    {
        // The report is there, and its roll-up comes later than the period ends.
        await StoreAsync(hours: 1);
        var raised = Assert.Single(_live.Revisions, static r => r.Revision == 1).RaisedAt.UtcTicks;
        var (before, marks) = await ReplayAsync(raised - 1);
        Assert.Equal(1, before.Reports);
        Assert.Empty(before.Alerts);
        Assert.Empty(before.Recomputed);
        Assert.DoesNotContain(marks, static m => m is { Region: "IQ", Mark: HistoryMark.LogEnds });

        var (at, _) = await ReplayAsync(raised);
        Assert.Single(at.Alerts);
    }

    /// <summary>A report of five dead every third hour, passed up within two seconds.</summary>
    private Task StoreAsync(int hours) => _live.RunAsync(
        Enumerable.Range(0, (hours + 2) / 3).Select(static i => s_start.AddHours(3 * i))
            .Select(static at => (Sample.Assault($"r{at.Hour}", at) with { Killed = 5 }, at.UtcTicks)),
        s_start.AddDays(10).UtcTicks);

    private async Task<(BacktestRun Run, List<HistoryStep> Marks)> ReplayAsync(long? to)
    {
        var run = new BacktestRun(RegionCatalog.Iso, EngineOptions.Default, s_thresholds, new BacktestPeriod(0, to));
        var marks = new List<HistoryStep>();
        await using var history = await new StoredRegions(_store).OpenHistoryAsync(
            static _ => true, HistoryClock.Recorded, to, TestContext.Current.CancellationToken);
        while (await history.ReadOnAsync())
        {
            while (history.TryTake(out var step))
            {
                if (step.Mark != HistoryMark.Step)
                {
                    marks.Add(step);
                }

                run.Replay(step, TestContext.Current.CancellationToken);
            }
        }

        run.Finish(TestContext.Current.CancellationToken);
        return (run, marks);
    }
}
