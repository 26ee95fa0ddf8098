using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Server.Alerts;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Server.Tests.Alerts;

public sealed class AlertFilterTests
{
    [Theory]
    [InlineData(null, Severity.Critical, null, AlertStatus.Open, true)]
    [InlineData(null, Severity.Warning, null, AlertStatus.Open, false)]
    [InlineData(null, Severity.Warning, Severity.Warning, AlertStatus.Open, false)]
    [InlineData(null, Severity.Warning, Severity.Critical, AlertStatus.Open, true)]
    [InlineData(null, Severity.Warning, Severity.Critical, AlertStatus.Cleared, true)]
    [InlineData(AlertStatus.Open, Severity.Critical, Severity.Critical, AlertStatus.Cleared, true)]
    [InlineData(AlertStatus.Open, Severity.Critical, Severity.Warning, AlertStatus.Cleared, false)]
    [InlineData(AlertStatus.Cleared, Severity.Critical, Severity.Critical, AlertStatus.Open, false)]
    [InlineData(AlertStatus.Cleared, Severity.Warning, Severity.Critical, AlertStatus.Cleared, false)]
    [InlineData(AlertStatus.Cleared, Severity.Critical, Severity.Warning, AlertStatus.Cleared, true)]
    public void Who_was_told_of_an_alert_is_told_until_it_ends(
        AlertStatus? wanted, Severity severity, Severity? highestBefore, AlertStatus status, bool passes)
    {
        var filter = new AlertFilter(wanted, [], Severity.Critical, null);
        Assert.Equal(passes, filter.Passes(Revisions.Encoded(2, severity, status, highestBefore), RegionCatalog.Iso));
        Assert.Equal(
            passes,
            (filter with { Regions = ["IQ"] }).Passes(Revisions.Encoded(2, severity, status, highestBefore), RegionCatalog.Iso));
        Assert.False((filter with { Regions = ["FR"] }).Passes(Revisions.Encoded(2, severity, status, highestBefore), RegionCatalog.Iso));
    }
}
