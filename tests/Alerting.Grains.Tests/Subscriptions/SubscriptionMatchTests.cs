using Alerting.Alerts;
using Alerting.Grains.Subscriptions;
using Alerting.Reports;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Grains.Tests.Subscriptions;

public sealed class SubscriptionMatchTests
{
    [Fact]
    public void Empty_lists_mean_all_and_default_changes_leave_acknowledgements_out()
    {
        var all = Samples.Subscription() with { Changes = [] };
        Assert.All(Enum.GetValues<AlertChange>(), change => Assert.True(Matches(all, Samples.Alert(change: change))));
        Assert.All(
            Enum.GetValues<AlertChange>(),
            change => Assert.Equal(change != AlertChange.Acknowledged, Matches(Samples.Subscription(), Samples.Alert(change: change))));
    }

    [Theory]
    [InlineData("IQ", "IQ-AN", true)]
    [InlineData("IQ-AN", "IQ-AN", true)]
    [InlineData("IQ-AN", "IQ", false)]
    [InlineData("SY", "IQ-AN", false)]
    [InlineData("*", "IQ-AN", true)]
    public void Regions_mean_their_subtrees(string asked, string region, bool expected) =>
        Assert.Equal(expected, Matches(Samples.Subscription() with { Regions = ["SE", asked] }, Samples.Alert(region: region)));

    [Fact]
    public void Severity_is_a_lower_bound_and_thresholds_are_exact()
    {
        var severe = Samples.Subscription() with { MinSeverity = Severity.Severe };
        Assert.Equal([false, false, true, true], Enum.GetValues<Severity>().Select(s => Matches(severe, Samples.Alert(severity: s))));
        Assert.False(Matches(Samples.Subscription() with { Thresholds = ["surge"] }, Samples.Alert()));
        Assert.True(Matches(Samples.Subscription() with { Thresholds = ["surge"] }, Samples.Alert(threshold: "surge")));
    }

    [Fact]
    public void A_sound_subscription_has_no_fault() => Assert.Null(SubscriptionRules.Validate(Samples.Subscription() with { Regions = ["*", "IQ"] }, Samples.Regions));

    [Theory]
    [InlineData("ftp://desk.example/x")]
    [InlineData("/hook")]
    [InlineData("https://user:pass@desk.example/")]
    [InlineData("https://desk.example/#there")]
    [InlineData("")]
    public void Other_urls_are_refused(string url) => AssertFault(Samples.Subscription(url), FaultTypes.InvalidField, "$.channel.url");

    [Fact]
    public void Every_fault_names_its_field()
    {
        var sound = Samples.Subscription();
        AssertFault(sound with { Id = "Night Desk" }, FaultTypes.InvalidField, "$.id");
        AssertFault(sound with { Name = " " }, FaultTypes.InvalidField, "$.name");
        AssertFault(sound with { Regions = ["IQ", "XX-1"] }, FaultTypes.UnknownRegion, "$.regions[1]");
        AssertFault(sound with { Thresholds = ["ok", "No!"] }, FaultTypes.InvalidField, "$.thresholds[1]");
        AssertFault(sound with { Channel = sound.Channel with { Type = "pigeon" } }, FaultTypes.InvalidField, "$.channel.type");
        AssertFault(sound with { Channel = sound.Channel with { Secret = "whsec_c2hvcnQ=" } }, FaultTypes.InvalidField, "$.channel.secret");
    }

    [Fact]
    public void Nothing_that_is_printed_or_shown_holds_the_secret()
    {
        var subscription = Samples.Subscription();
        Assert.DoesNotContain(Samples.Secret, subscription.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Samples.Secret, System.Text.Json.JsonSerializer.Serialize(SubscriptionView.Of(subscription)), StringComparison.Ordinal);
    }

    private static bool Matches(Subscription subscription, Alert alert) => subscription.Matches(alert, Samples.Regions);

    private static void AssertFault(Subscription subscription, string type, string path)
    {
        var fault = SubscriptionRules.Validate(subscription, Samples.Regions);
        Assert.Equal((type, path), (fault?.Type, fault?.Path));
    }
}
