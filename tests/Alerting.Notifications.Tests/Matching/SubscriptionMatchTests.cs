using Alerting.Alerts;
using Alerting.Notifications.Matching;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Notifications.Tests.Matching;

public sealed class SubscriptionMatchTests
{
    [Fact]
    public void Empty_lists_mean_all_and_default_changes_leave_out_what_desks_do()
    {
        var all = AlertSample.Subscription() with { Changes = [] };
        Assert.All(Enum.GetValues<AlertChange>(), change => Assert.True(Matches(all, AlertSample.Alert(change: change))));
        Assert.All(
            Enum.GetValues<AlertChange>(),
            change =>
                Assert.Equal(
                    change is AlertChange.Raised or AlertChange.Updated or AlertChange.Cleared or AlertChange.Cancelled,
                    Matches(AlertSample.Subscription(), AlertSample.Alert(change: change))));
    }

    [Theory]
    [InlineData("IQ", "IQ-AN", true)]
    [InlineData("IQ-AN", "IQ-AN", true)]
    [InlineData("IQ-AN", "IQ", false)]
    [InlineData("SY", "IQ-AN", false)]
    [InlineData("*", "IQ-AN", true)]
    public void Regions_mean_their_subtrees(string asked, string region, bool expected) =>
        Assert.Equal(expected, Matches(AlertSample.Subscription() with { Regions = ["SE", asked] }, AlertSample.Alert(region: region)));

    [Fact]
    public void Severity_is_a_lower_bound_and_thresholds_are_exact()
    {
        var severe = AlertSample.Subscription() with { MinSeverity = Severity.Severe };
        Assert.Equal([false, false, true, true], Enum.GetValues<Severity>().Select(s => Matches(severe, AlertSample.Alert(severity: s))));
        Assert.False(Matches(AlertSample.Subscription() with { Thresholds = ["surge"] }, AlertSample.Alert()));
        Assert.True(Matches(AlertSample.Subscription() with { Thresholds = ["surge"] }, AlertSample.Alert(threshold: "surge")));
    }

    private static bool Matches(Subscription subscription, Alert alert) =>
        new RevisionMatcher(subscription, new ToldAlerts(), AlertSample.IsWithin).Takes(new LedgerRevision(alert, null));
}
