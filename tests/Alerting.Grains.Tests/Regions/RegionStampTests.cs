using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Regions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Alerting.Grains.Tests.Regions;

public sealed class RegionStampTests
{
    [Fact]
    public async Task The_stamp_has_moved_before_the_answer_and_outlives_the_activation()
    {
        await using var cluster = await AlertingCluster.StartAsync(new FaultyLogStore(new InMemoryLogStore()), alone: true);
        var stamps = cluster.Silos.GetSiloServiceProvider(null).GetRequiredService<RegionStamps>();
        var region = cluster.Client.GetGrain<IRegionGrain>("IQ");
        Assert.Null(stamps.Find("IQ"));
        var begun = stamps.Begun;

        for (var sequence = 1; sequence <= 20; sequence++)
        {
            await region.SetOverrideAsync(new LevelOverride(ThreatLevel.Severe, "test", "ann", null), "ann", null);
            Assert.Equal(sequence, stamps.Find("IQ")!.Committed);
        }

        Assert.Equal(begun + 1, stamps.Begun);
        var first = stamps.Find("IQ");
        await cluster.DeactivateAsync(region);
        Assert.Equal(20, first!.Committed);

        await region.GetStateAsync();
        Assert.Same(first, stamps.Find("IQ"));
        await region.SetOverrideAsync(null, "ann", null);
        Assert.Equal(21, first.Committed);
        Assert.Equal(begun + 1, stamps.Begun);
    }
}
