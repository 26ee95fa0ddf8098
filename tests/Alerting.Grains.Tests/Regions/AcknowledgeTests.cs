using Alerting.Alerts;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Grains.Tests.Regions;

public sealed class AcknowledgeTests
{
    private const string Region = "IQ-AN";
    private const string AlertId = Region + ".any-bomb.1";

    private static readonly Threshold s_anyBomb = Sample.Threshold("any-bomb", Measure.Incidents, 1, "PT1H") with
    {
        Scope = new Scope(["IQ"], Depth.Leaf),
        Severity = Severity.Notice,
    };

    [Fact]
    public async Task An_acknowledgement_is_answered_with_its_revision_when_the_ledger_has_it()
    {
        await using var cluster = await AlertingCluster.StartAsync(new FaultyLogStore(new InMemoryLogStore()), thresholds: [s_anyBomb]);
        var region = cluster.Client.GetGrain<IRegionGrain>(Region);
        await region.IngestAsync([Sample.CarBomb("r-1", TimeProvider.System.GetUtcNow().AddMinutes(-5)) with { Region = Region }]);

        var revision = await region.AcknowledgeAlertAsync(AlertId, "ann", "seen");

        // Without waiting: what was raised before it, and the acknowledgement.
        Assert.Equal(2, await cluster.Ledger.HeadAsync());
        var inLedger = await cluster.Ledger.GetAsync(AlertId);
        Assert.Equal((2, AlertChange.Acknowledged, "ann"), (revision!.Revision, revision.Change, revision.Acknowledged!.By));
        Assert.Equal((revision.Revision, revision.UpdatedAt, 2L), (inLedger!.Revision, inLedger.UpdatedAt, inLedger.Seq));

        // The same again makes no revision; it is answered with the one that there is.
        Assert.Equal(2, (await region.AcknowledgeAlertAsync(AlertId, "ann", "seen"))!.Revision);
        Assert.True(await region.AcknowledgeAsync(AlertId, "ann", "seen"));
        Assert.Equal(2, await cluster.Ledger.HeadAsync());
    }

    [Fact]
    public async Task An_alert_that_is_not_open_cannot_be_acknowledged()
    {
        await using var cluster = await AlertingCluster.StartAsync(new FaultyLogStore(new InMemoryLogStore()));
        var region = cluster.Client.GetGrain<IRegionGrain>(Region);

        Assert.Null(await region.AcknowledgeAlertAsync(AlertId, "ann", null));
        Assert.False(await region.AcknowledgeAsync(AlertId, "ann", null));
    }
}
