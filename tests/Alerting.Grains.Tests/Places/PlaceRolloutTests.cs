using Alerting.Alerts;
using Alerting.Grains.Places;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Places;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Grains.Tests.Places;

/// <summary>What operators say of towns reaches every region that it is about, awake or not, and outlives the processes.</summary>
public sealed class PlaceRolloutTests
{
    private const string Region = "IQ-AN";
    private readonly FaultyLogStore _store = new(new InMemoryLogStore());

    [Fact]
    public async Task A_region_that_sleeps_and_those_above_it_count_by_a_new_place()
    {
        await using var cluster = await AlertingCluster.StartAsync(_store);
        await TwoTownsAsync(cluster);

        await Catalog(cluster).PutAsync("karmah", Karmah(), "ann", null, null);
        await Wait.UntilAsync(async () => await cluster.Ledger.HeadAsync() == 2, "the alert is cancelled");
        Assert.Equal([AlertChange.Raised, AlertChange.Cancelled], (await cluster.Ledger.ReadAsync(0, 10)).Select(static a => a.Change));
        await ShownAsync(cluster, Region, "Karmah");
        await ShownAsync(cluster, "IQ", "Karmah");
    }

    [Fact]
    public async Task A_rollout_that_is_cut_off_by_a_kill_goes_on_after_it()
    {
        const string log = "region/" + Region;
        var before = await AlertingCluster.StartAsync(_store);
        await TwoTownsAsync(before);
        _store.Hold(log);
        var appends = _store.AppendsOf(log);
        await Catalog(before).PutAsync("karmah", Karmah(), "ann", null, null);
        await Wait.UntilAsync(() => _store.AppendsOf(log) > appends, "the region is being told");
        _store.FailNext(log);
        await before.KillAsync();
        _store.Release(log);

        await using var after = await AlertingCluster.StartAsync(_store);
        await Wait.UntilAsync(async () => await after.Ledger.HeadAsync() == 2, "the alert is cancelled");
        Assert.Equal("Karmah", (await Catalog(after).VersionsAsync("karmah"))[^1].Definition!.Name);
    }

    [Fact]
    public async Task What_was_joined_by_hand_is_joined_after_a_kill_and_in_the_region_above()
    {
        var before = await AlertingCluster.StartAsync(_store);
        await TwoTownsAsync(before);
        var region = before.Client.GetGrain<IRegionGrain>(Region);
        Assert.Equal(SettleOutcome.Done, await region.JoinAsync("wire-a:r-1", "wire-a:r-2", "ann", "one"));
        Assert.Equal(SettleOutcome.Unchanged, await region.JoinAsync("wire-a:r-1", "wire-a:r-2", "ann", "one"));
        Assert.Equal(SettleOutcome.OtherNotFound, await region.JoinAsync("wire-a:r-1", "nothing", "ann", null));
        await before.KillAsync();

        await using var after = await AlertingCluster.StartAsync(_store);
        Assert.Equal(2, (await after.Client.GetGrain<IRegionGrain>(Region).GetIncidentAsync("wire-a:r-2", null, 10))!.ReportCount);
        var above = after.Client.GetGrain<IRegionGrain>("IQ");
        await Wait.UntilAsync(async () => (await above.GetStateAsync()).Figures.Incidents24h == 1, "the region above knows one incident");
    }

    private static IPlaceCatalogGrain Catalog(AlertingCluster cluster) =>
        cluster.Client.GetGrain<IPlaceCatalogGrain>(IPlaceCatalogGrain.Key);

    private static Place Karmah() => new() { Name = "Karmah", Aliases = ["Nadhim Taqsim"], Region = Region };

    private static Task ShownAsync(AlertingCluster cluster, string code, params string[] towns) => Wait.UntilAsync(
        async () => (await cluster.Client.GetGrain<IRegionGrain>(code).GetStateAsync()).Figures.Towns24h.SequenceEqual(towns),
        $"{code} shows {string.Join(", ", towns)}");

    private static async Task TwoTownsAsync(AlertingCluster cluster)
    {
        await cluster.Catalog.PutAsync(
            Sample.Threshold("towns", Measure.Towns, 2, "PT1H") with { Scope = new Scope(["IQ"], Depth.Leaf), Severity = Severity.Notice },
            "ann", null, null);
        var region = cluster.Client.GetGrain<IRegionGrain>(Region);
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        await region.IngestAsync(
        [
            Sample.CarBomb("r-1", at).In("Karmah") with { Region = Region },
            Sample.CarBomb("r-2", at).In("Nadhim Taqsim") with { Region = Region },
        ]);
        await Wait.UntilAsync(async () => await cluster.Ledger.HeadAsync() == 1, "the alert is raised");
        await Wait.UntilAsync(
            async () => (await cluster.Client.GetGrain<IRegionGrain>("IQ").GetStateAsync()).Figures.Incidents24h == 2,
            "the region above knows both");
        await cluster.DeactivateAsync(region);
    }
}
