using System.Globalization;
using Alerting.Engine.Thresholds;
using Alerting.Grains.Regions;
using Alerting.Grains.Retention;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Retention;

/// <summary>Reports come for months, more than are kept: what the store holds, and what is known of it in memory, levels off.</summary>
public sealed class MonthsOfReportsTests(ITestOutputHelper output) : IDisposable
{
    private const int DaysOfAMonth = 30;
    private const int ReportsADay = 60;
    private const int DaysOfASnapshot = 10;
    private const double MostGrowth = 1.3;
    private static readonly string[] s_regions = ["IQ-AN", "IQ-DI", "SY-HI"];
    private static readonly string[] s_logs = ["ledger", .. s_regions.Select(static region => "region/" + region)];
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(45);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-retention-");
    private readonly FakeTimeProvider _clock = new(s_start);
    private readonly Dictionary<string, long> _snapshots = [];
    private int _reports;
    private int _known;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string StoreFile => Path.Combine(_directory.FullName, "alerting.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task What_the_store_and_memory_hold_levels_off()
    {
        var sizes = new List<Sizes>();
        for (var month = 1; month <= 6; month++)
        {
            await LiveAsync(DaysOfAMonth);
            sizes.Add(await MeasureAsync());
            output.WriteLine($"month {month}: {sizes[^1]}");
        }

        Assert.InRange(sizes[5].RegionLogs, 1, (long)(sizes[2].RegionLogs * MostGrowth));
        Assert.InRange(sizes[5].Ledger, 1, (long)(sizes[2].Ledger * MostGrowth));
        Assert.InRange(sizes[5].LedgerIndex, 1, (long)(sizes[2].LedgerIndex * MostGrowth));

        Assert.InRange(sizes[5].RegionSnapshots, 1, (long)(sizes[2].RegionSnapshots * MostGrowth));
        Assert.InRange(sizes[5].File, 1, (long)(sizes[2].File * MostGrowth));
        Assert.InRange(sizes[5].Known, 1, (long)(sizes[2].Known * MostGrowth));

        // Twice as many reports were taken, and a log that holds them all would be twice as large.
        Assert.Equal(6 * DaysOfAMonth * ReportsADay, _reports);
    }

    /// <summary>One process, from start to end in order.</summary>
    private async Task LiveAsync(int days)
    {
        await using var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = StoreFile });
        await using var cluster = await AlertingCluster.StartAsync(
            new FaultyLogStore(store),
            clock: _clock,
            thresholds: DefaultThresholds.All,
            retention: new RetentionPeriods(s_retention, s_retention));
        for (var day = 0; day < days; day++)
        {
            foreach (var reports in Enumerable.Range(0, ReportsADay).GroupBy(number => s_regions[number % s_regions.Length]))
            {
                var region = cluster.Client.GetGrain<IRegionGrain>(reports.Key);
                var outcomes = await region.IngestAsync([.. reports.Select(number => Report(reports.Key, number))]);
                Assert.All(outcomes, static outcome => Assert.Equal(ReportStatus.Accepted, outcome.Status));
            }

            if (day % DaysOfASnapshot == DaysOfASnapshot - 1)
            {
                await SnapshotsAsync(store);
            }

            _clock.Advance(TimeSpan.FromDays(1));
        }

        _known = 0;
        foreach (var region in s_regions.Append("IQ").Append("SY"))
        {
            _known += await KnownAsync(cluster.Client.GetGrain<IRegionGrain>(region));
        }
    }

    /// <summary>The number of incidents that a region knows, in memory and in its archive, and of changes of its level.</summary>
    private static async Task<int> KnownAsync(IRegionGrain region)
    {
        var known = (await region.GetHistoryAsync()).Count;
        string? after = null;
        do
        {
            var page = (await region.GetIncidentsAsync(after, 1_000))!;
            known += page.Items.Count;
            after = page.Next;
        }
        while (after is not null);

        return known;
    }

    private Report Report(string region, int number) => new()
    {
        ReportId = string.Create(CultureInfo.InvariantCulture, $"r{_reports++}"),
        Source = "wire-a",
        Region = region,
        Town = string.Create(CultureInfo.InvariantCulture, $"Town {number % 10}"),
        Kind = "armed-assault",
        OccurredAt = _clock.GetUtcNow(),

        // Not every day, so that alerts end again: an open one needs what it has counted since it was raised.
        Killed = (_clock.GetUtcNow() - s_start).Days % 3 == 0 ? number % 4 : 0,
        Summary = new string('x', 200),
    };

    /// <summary>Time for snapshots, and so for what follows them: enough has come since the last ones for new ones.</summary>
    private async Task SnapshotsAsync(SqliteLogStore store)
    {
        foreach (var log in s_logs)
        {
            await Wait.UntilAsync(
                async () =>
                {
                    _clock.Advance(TimeSpan.FromSeconds(1));
                    var snapshot = await store.ReadSnapshotAsync(log, Token);
                    return snapshot is not null && snapshot.Sequence >= _snapshots.GetValueOrDefault(log);
                },
                $"a snapshot of {log}");
            _snapshots[log] = 1 + await store.LastSequenceAsync(log, Token);
        }
    }

    private async Task<Sizes> MeasureAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={StoreFile};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Token);
        const string Entries = "SELECT coalesce(sum(length(payload)), 0) FROM entries JOIN logs ON logs.id = position >> 41 WHERE name ";
        return new Sizes(
            await NumberAsync(connection, Entries + "LIKE 'region/%'"),
            await NumberAsync(connection, Entries + "= 'ledger'"),
            await NumberAsync(connection, "SELECT coalesce(sum(length), 0) FROM snapshots WHERE log = 'ledger'"),
            await NumberAsync(connection, "SELECT coalesce(sum(length), 0) FROM snapshots WHERE log <> 'ledger'"),
            new FileInfo(StoreFile).Length,
            _known);
    }

    private static async Task<long> NumberAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    /// <summary>Bytes, but for what is known, which is a number.</summary>
    private sealed record Sizes(long RegionLogs, long Ledger, long LedgerIndex, long RegionSnapshots, long File, long Known);
}
