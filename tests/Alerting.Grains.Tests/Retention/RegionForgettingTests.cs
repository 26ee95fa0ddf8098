using System.Globalization;
using Alerting.Engine.Thresholds;
using Alerting.Grains.Regions;
using Alerting.Grains.Retention;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Reports;
using Alerting.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Retention;

/// <summary>A region in which nothing happens any more, and the region above it, when their incidents become old.</summary>
public sealed class RegionForgettingTests : IAsyncLifetime
{
    private const int Reports = 600;
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(45);
    private static readonly string[] s_regions = ["IQ-AN", "IQ"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-forgetting-");
    private readonly FakeTimeProvider _clock = new(s_start);
    private SqliteLogStore _store = null!;
    private AlertingCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IRegionGrain Leaf => _cluster.Client.GetGrain<IRegionGrain>("IQ-AN");

    public async ValueTask InitializeAsync()
    {
        _store = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory.FullName, "alerting.db") });
        _cluster = await AlertingCluster.StartAsync(
            new FaultyLogStore(_store),
            clock: _clock,
            thresholds: DefaultThresholds.All,
            retention: new RetentionPeriods(s_retention, s_retention));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_old_is_gone_from_lists_and_from_the_store_and_stays_so()
    {
        var blocks = new List<string>();
        await TakeOldAndYoungAsync();
        foreach (var code in s_regions)
        {
            blocks.AddRange(await BlocksAsync(code));
            Assert.Equal(2 * Reports, await CountAsync(code));
        }

        Assert.NotNull(await Leaf.GetReportsAsync("wire-a:old-0", null, 10));
        _clock.Advance(TimeSpan.FromDays(30));
        foreach (var code in s_regions)
        {
            await UntilAsync(async () => await CountAsync(code) == Reports, $"{code} has forgotten what is old");
            await UntilAsync(async () => !(await BlocksAsync(code)).Intersect(blocks).Any(), $"the blocks of {code} are removed");
        }

        Assert.Null(await Leaf.GetReportsAsync("wire-a:old-0", null, 10));
        Assert.NotNull(await Leaf.GetReportsAsync("wire-a:young-0", null, 10));
        foreach (var code in s_regions)
        {
            var region = _cluster.Client.GetGrain<IRegionGrain>(code);
            var history = await region.GetHistoryAsync();
            await _cluster.DeactivateAsync(region);
            Assert.Equal(Reports, await CountAsync(code));
            Assert.Equal(history, await region.GetHistoryAsync());
        }

        var late = Assert.Single(await Leaf.IngestAsync([Make("old", 0, s_start) with { Revision = 2 }]));
        Assert.Equal((ReportStatus.Rejected, FaultTypes.TooOld), (late.Status, late.Error?.Type));
    }

    [Fact]
    public async Task Nobody_has_to_call_a_region_for_it_to_forget()
    {
        await TakeOldAndYoungAsync();
        foreach (var code in s_regions)
        {
            await _cluster.DeactivateAsync(_cluster.Client.GetGrain<IRegionGrain>(code));
        }

        _clock.Advance(TimeSpan.FromDays(60));

        foreach (var code in s_regions)
        {
            await UntilAsync(async () => (await BlocksAsync(code)).Count == 0, $"{code} has forgotten what is old");
        }
    }

    /// <summary>Reports of one day, which have left memory and are in blocks, and as many of twenty days later.</summary>
    private async Task TakeOldAndYoungAsync()
    {
        await TakeAsync(Reports, "old");
        await UntilAsync(async () => await CountAsync("IQ") == Reports, "the region above has what is old");
        _clock.Advance(TimeSpan.FromDays(20));
        await TakeAsync(Reports, "young");
        foreach (var code in s_regions)
        {
            await UntilAsync(async () => await CountAsync(code) == 2 * Reports, $"{code} has what is young");
            await UntilAsync(async () => (await BlocksAsync(code)).Count > 0, $"{code} has archived what is old");
        }
    }

    private async Task TakeAsync(int count, string prefix)
    {
        var outcomes = await Leaf.IngestAsync([.. Enumerable.Range(0, count).Select(number => Make(prefix, number, _clock.GetUtcNow()))]);
        Assert.All(outcomes, static outcome => Assert.Equal(ReportStatus.Accepted, outcome.Status));
    }

    private static Report Make(string prefix, int number, DateTimeOffset at) => new()
    {
        ReportId = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}"),
        Source = "wire-a",
        Region = "IQ-AN",
        Town = string.Create(CultureInfo.InvariantCulture, $"Town {number % 10}"),
        Kind = "armed-assault",
        OccurredAt = at,
        Killed = number % 4,
    };

    private async Task<int> CountAsync(string code)
    {
        var count = 0;
        string? after = null;
        do
        {
            var page = (await _cluster.Client.GetGrain<IRegionGrain>(code).GetIncidentsAsync(after, 1_000))!;
            count += page.Items.Count;
            after = page.Next;
        }
        while (after is not null);

        return count;
    }

    private async Task<List<string>> BlocksAsync(string code) =>
        await _store.ListSnapshotsAsync($"cold/{code}/", Token).Select(static block => block.Log).ToListAsync(Token);

    /// <summary>Time goes on meanwhile: what cannot be forgotten yet is tried again after an hour.</summary>
    private Task UntilAsync(Func<Task<bool>> condition, string what) => Wait.UntilAsync(
        async () =>
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            return await condition();
        },
        what);
}
