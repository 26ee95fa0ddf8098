using System.Globalization;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Xunit;

namespace Alerting.Grains.Tests.Regions;

/// <summary>A region with more incidents than a part of a snapshot has, over restarts.</summary>
public sealed class SnapshotPartTests : IAsyncLifetime
{
    private const int PerCall = 1_000;
    private static readonly DateTimeOffset s_start = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(3);

    private readonly InMemoryLogStore _store = new();
    private AlertingCluster _cluster = null!;
    private int _taken;

    private IRegionGrain Region => _cluster.Client.GetGrain<IRegionGrain>("IQ-AN");

    public async ValueTask InitializeAsync() => _cluster = await StartAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task What_has_not_changed_is_not_written_again()
    {
        await TakeAsync(9_000);
        await RestartAsync();
        var first = Parts;
        Assert.Equal(2, first.Count);

        await TakeAsync(4_000);
        await RestartAsync();

        var second = Parts;
        Assert.Equal(3, second.Count);
        Assert.Superset(first.ToHashSet(), second.ToHashSet());
    }

    [Fact]
    public async Task A_correction_writes_its_part_anew_and_the_former_one_goes_a_snapshot_later()
    {
        await TakeAsync(9_000);
        await RestartAsync();
        var first = Parts;

        await CorrectAsync(17);
        await TakeAsync(4_000);
        await RestartAsync();
        var second = Parts;
        Assert.Equal(4, second.Count);
        Assert.Superset(first.ToHashSet(), second.ToHashSet());

        await TakeAsync(4_000);
        await RestartAsync();
        Assert.Equal(4, Parts.Count);
        Assert.Single(first.Except(Parts));

        var incidents = await IncidentsAsync();
        Assert.Equal(_taken, incidents.Count);
        var corrected = incidents["wire-a:r17"];
        Assert.Equal((2, 40), (corrected.Reports.Single().Revision, corrected.Incident.Killed));
    }

    [Fact]
    public async Task Without_a_part_the_log_is_applied_from_its_start()
    {
        await TakeAsync(9_000);
        await RestartAsync();
        await _store.RemoveSnapshotAsync(Parts[0], default);
        await RestartAsync();

        // The activation that finds out fails, whoever calls it first, and the next one does not.
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    return (await IncidentsAsync()).Count == _taken;
                }
                catch (LogStoreUnavailableException)
                {
                    return false;
                }
            },
            "all incidents");
        Assert.Null(await _store.ReadSnapshotAsync("region/IQ-AN", default));
    }

    [Fact]
    public async Task Parts_of_a_process_that_ended_before_its_snapshot_was_stored_are_removed()
    {
        _cluster.Store.NoSnapshotsOf = "region/IQ-AN";
        await TakeAsync(9_000);
        await RestartAsync();
        var orphans = Parts;
        Assert.Equal(2, orphans.Count);
        Assert.Null(await _store.ReadSnapshotAsync("region/IQ-AN", default));

        await TakeAsync(4_000);
        await RestartAsync();

        Assert.NotNull(await _store.ReadSnapshotAsync("region/IQ-AN", default));
        Assert.Equal(3, Parts.Count);
        Assert.Empty(orphans.Intersect(Parts));
        Assert.Equal(_taken, (await IncidentsAsync()).Count);
    }

    [Fact]
    public async Task Parts_of_a_later_snapshot_and_of_other_regions_stay()
    {
        string[] others = ["part/IQ-AN/later", "part/IQ-ANA/other", "cold/IQ-A/other"];
        foreach (var name in others)
        {
            await _store.SaveSnapshotAsync(name, name.EndsWith("later", StringComparison.Ordinal) ? 1_000 : 0, new byte[1], default);
        }

        await _store.SaveSnapshotAsync("cold/IQ-AN/orphan", 1, new byte[1], default);
        await TakeAsync(9_000);
        await RestartAsync();

        Assert.Empty(_store.SnapshotsOf("cold/IQ-AN/"));
        Assert.All(others, name => Assert.Equal([name], _store.SnapshotsOf(name)));
    }

    private IReadOnlyList<string> Parts => _store.SnapshotsOf("part/IQ-AN/");

    private Task<AlertingCluster> StartAsync() => AlertingCluster.StartAsync(new FaultyLogStore(_store));

    /// <summary>The process ends in order, with a snapshot, and another begins and is asked.</summary>
    private async Task RestartAsync()
    {
        await _cluster.DeactivateAsync(Region);
        await _cluster.DisposeAsync();
        _cluster = await StartAsync();
    }

    private async Task TakeAsync(int count)
    {
        for (var end = _taken + count; _taken < end; _taken += PerCall)
        {
            var outcomes = await Region.IngestAsync([.. Enumerable.Range(_taken, PerCall).Select(static i => Make(i))]);
            Assert.All(outcomes, static o => Assert.Equal(ReportStatus.Accepted, o.Status));
        }
    }

    private async Task CorrectAsync(int number) =>
        Assert.Equal(ReportStatus.Accepted, (await Region.IngestAsync([Make(number) with { Revision = 2, Killed = 40 }])).Single().Status);

    private async Task<Dictionary<string, IncidentItem>> IncidentsAsync()
    {
        var all = new Dictionary<string, IncidentItem>();
        string? after = null;
        do
        {
            var page = (await Region.GetIncidentsAsync(after, 1_000))!;
            foreach (var item in page.Items)
            {
                all.Add(item.Incident.IncidentId, item);
            }

            after = page.Next;
        }
        while (after is not null);

        return all;
    }

    private static Report Make(int number) => new()
    {
        ReportId = "r" + number.ToString(CultureInfo.InvariantCulture),
        Source = "wire-a",
        Region = "IQ-AN",
        Town = "Town " + (number % 7).ToString(CultureInfo.InvariantCulture),
        Precision = Precision.Town,
        Kind = "arrest",
        Family = Family.Strategic,
        KindWeight = 0,
        OccurredAt = s_start + (TimeSpan.FromMilliseconds(500) * number),
    };
}
