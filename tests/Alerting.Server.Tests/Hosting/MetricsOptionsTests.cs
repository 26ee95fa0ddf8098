using Alerting.Engine.Regions;
using Alerting.Server.Hosting;
using Xunit;

namespace Alerting.Server.Tests.Hosting;

public sealed class MetricsOptionsTests
{
    [Fact]
    public void Takes_known_regions_up_to_a_bound() => Assert.Empty(
        Faults(new MetricsOptions { Regions = [.. RegionCatalog.Iso.Codes.Take(MetricsOptions.MaxRegions)], Subscriptions = 200 }));

    [Fact]
    public void Refuses_what_is_not_known_is_named_twice_or_is_too_much()
    {
        Assert.Contains("'IQ-XX'", Assert.Single(Faults(new MetricsOptions { Regions = ["IQ", "IQ-XX"] })), StringComparison.Ordinal);
        Assert.Contains("'IQ' twice", Assert.Single(Faults(new MetricsOptions { Regions = ["IQ", "IQ"] })), StringComparison.Ordinal);
        Assert.Contains(
            "51 regions", Assert.Single(Faults(new MetricsOptions { Regions = [.. RegionCatalog.Iso.Codes.Take(51)] })),
            StringComparison.Ordinal);
        Assert.Single(Faults(new MetricsOptions { Subscriptions = -1 }));
        Assert.Single(Faults(new MetricsOptions { Subscriptions = 1_001 }));
    }

    private static IEnumerable<string> Faults(MetricsOptions options) =>
        new MetricsOptionsValidator(RegionCatalog.Iso).Validate(null, options).Failures ?? [];
}
