using Alerting.Alerts;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Grains.Tests.Thresholds;

/// <summary>A change of thresholds is an input in every region that it concerns, awake or not.</summary>
public sealed class ThresholdRolloutTests
{
    private const string Region = "IQ-AN";
    private const string Log = "region/" + Region;
    private readonly FaultyLogStore _store = new(new InMemoryLogStore());

    [Fact]
    public async Task A_region_that_sleeps_judges_by_a_new_threshold_and_ends_the_alert_of_one_that_is_deleted()
    {
        await using var cluster = await AlertingCluster.StartAsync(_store);
        await ReportAndSleepAsync(cluster);

        await cluster.Catalog.PutAsync(AnyBomb(), "ann", null, null);
        await Wait.UntilAsync(async () => await cluster.Ledger.HeadAsync() == 1, "the alert is raised");

        await cluster.DeactivateAsync(cluster.Client.GetGrain<IRegionGrain>(Region));
        await cluster.Catalog.DeleteAsync("any-bomb", "ann", null, null);
        await Wait.UntilAsync(async () => await cluster.Ledger.HeadAsync() == 2, "the alert is cleared");
        Assert.Equal([AlertChange.Raised, AlertChange.Cleared], (await cluster.Ledger.ReadAsync(0, 10)).Select(static a => a.Change));
    }

    [Fact]
    public async Task A_region_that_cannot_be_told_at_first_is_told_again()
    {
        await using var cluster = await AlertingCluster.StartAsync(_store);
        await ReportAndSleepAsync(cluster);

        _store.FailNext(Log, 2);
        await cluster.Catalog.PutAsync(AnyBomb(), "ann", null, null);
        await Wait.UntilAsync(async () => await cluster.Ledger.HeadAsync() == 1, "the alert is raised");
    }

    [Fact]
    public async Task A_rollout_that_is_cut_off_goes_on_after_a_restart()
    {
        var before = await AlertingCluster.StartAsync(_store);
        await ReportAndSleepAsync(before);
        _store.Hold(Log);
        var appends = _store.AppendsOf(Log);
        await before.Catalog.PutAsync(AnyBomb(), "ann", null, null);
        await Wait.UntilAsync(() => _store.AppendsOf(Log) > appends, "the region is being told");
        _store.FailNext(Log);
        await before.KillAsync();
        _store.Release(Log);

        await using var after = await AlertingCluster.StartAsync(_store);
        await Wait.UntilAsync(async () => await after.Ledger.HeadAsync() == 1, "the alert is raised");
    }

    private static async Task ReportAndSleepAsync(AlertingCluster cluster)
    {
        var region = cluster.Client.GetGrain<IRegionGrain>(Region);
        await region.IngestAsync(
        [
            Sample.CarBomb("r-1", TimeProvider.System.GetUtcNow().AddMinutes(-5)) with { Region = Region },
        ]);
        await cluster.DeactivateAsync(region);
        Assert.Equal(0, await cluster.Ledger.HeadAsync());
    }

    private static Threshold AnyBomb() => Sample.Threshold("any-bomb", Measure.Incidents, 1, "PT1H") with
    {
        Scope = new Scope(["IQ"], Depth.Leaf),
        Severity = Severity.Notice,
    };
}
