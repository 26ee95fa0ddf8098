using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Subscriptions;
using Alerting.Notifications;
using Alerting.Notifications.Matching;
using Alerting.Reports;
using Alerting.Subscriptions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Alerting.Grains.Tests.Subscriptions;

public sealed class SubscriptionRulesTests
{
    [Fact]
    public void A_sound_subscription_has_no_fault() =>
        Assert.Null(Validate(AlertSample.Subscription() with { Regions = ["*", "IQ"], Thresholds = ["surge"] }));

    [Theory]
    [InlineData("ftp://desk.example/x")]
    [InlineData("/hook")]
    [InlineData("https://user:pass@desk.example/")]
    [InlineData("https://desk.example/#there")]
    [InlineData("")]
    public void Other_urls_are_refused(string url) => AssertFault(AlertSample.Subscription(url), FaultTypes.InvalidField, "$.channel.url");

    [Fact]
    public void Every_fault_names_its_field()
    {
        var sound = AlertSample.Subscription();
        AssertFault(sound with { Id = "Night Desk" }, FaultTypes.InvalidField, "$.id");
        AssertFault(sound with { Name = " " }, FaultTypes.InvalidField, "$.name");
        AssertFault(sound with { Regions = ["IQ", "XX-1"] }, FaultTypes.UnknownRegion, "$.regions[1]");
        AssertFault(sound with { Thresholds = ["surge", "No!"] }, FaultTypes.InvalidField, "$.thresholds[1]");
        AssertFault(sound with { Channel = sound.Channel with { Type = "pigeon" } }, FaultTypes.InvalidField, "$.channel.type");
        AssertFault(sound with { Channel = sound.Channel with { Secret = "whsec_c2hvcnQ=" } }, FaultTypes.InvalidField, "$.channel.secret");
        AssertFault(
            sound with { Channel = sound.Channel with { PreviousSecret = "whsec_c2hvcnQ=" } }, FaultTypes.InvalidField,
            "$.channel.previousSecret");
    }

    [Fact]
    public void An_area_is_a_circle_or_a_polygon()
    {
        var circle = new AreaCircle { Lat = 33, Lon = 44, RadiusKm = 5 };
        Assert.Null(Validate(In(new() { Circle = circle })));
        Assert.Null(Validate(In(Polygon([[44, 33], [45, 33], [45, 34], [44, 33]]))));
        AssertFault(In(new()), FaultTypes.InvalidField, "$.area");
        AssertFault(In(Polygon([[44, 33], [45, 33], [45, 34], [44, 33]]) with { Circle = circle }), FaultTypes.InvalidField, "$.area");
        AssertFault(In(new() { Type = "Polygon" }), FaultTypes.InvalidField, "$.area");
        AssertFault(In(new() { Coordinates = [] }), FaultTypes.InvalidField, "$.area.type");
        AssertFault(In(Polygon()), FaultTypes.InvalidField, "$.area.coordinates");
        AssertFault(In(Polygon([[44, 33], [45, 33], [44, 33]])), FaultTypes.InvalidField, "$.area.coordinates[0]");
        AssertFault(In(Polygon([[44, 33], [45, 33], [45, 34], [44, 34]])), FaultTypes.InvalidField, "$.area.coordinates[0]");
        AssertFault(In(Polygon([[44, 33], [45, 93], [45, 34], [44, 33]])), FaultTypes.InvalidField, "$.area.coordinates[0][1]");
        AssertFault(In(Polygon([[44, 33], [45], [45, 34], [44, 33]])), FaultTypes.InvalidField, "$.area.coordinates[0][1]");
        double[][] many = [.. Enumerable.Repeat<double[]>([44, 33], SubscriptionArea.MaxPositions + 1)];
        AssertFault(In(Polygon(many)), FaultTypes.InvalidField, "$.area.coordinates");

        static Subscription In(SubscriptionArea area) => AlertSample.Subscription() with { Area = area };

        static SubscriptionArea Polygon(params double[][][] rings) => new() { Type = SubscriptionArea.Polygon, Coordinates = rings };
    }

    [Fact]
    public void Nothing_that_is_printed_or_shown_holds_the_secret()
    {
        var subscription = AlertSample.Subscription();
        subscription = subscription with { Channel = subscription.Channel with { PreviousSecret = AlertSample.Secret } };
        Assert.DoesNotContain(AlertSample.Secret, subscription.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            AlertSample.Secret, System.Text.Json.JsonSerializer.Serialize(SubscriptionView.Of(subscription)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_refused_with_the_nearest_name_unless_it_is_allowed()
    {
        var misspelt = AlertSample.Subscription() with { Thresholds = ["surge", "simultanous-assaults"] };
        AssertFault(misspelt, FaultTypes.UnknownThreshold, "$.thresholds[1]");
        Assert.Contains("'simultaneous-assaults'", Validate(misspelt)!.Detail, StringComparison.Ordinal);
        Assert.Null(Validate(misspelt with { AllowUnknown = true }));

        var elsewhere = AlertSample.Subscription() with { Regions = ["IQ-A"] };
        AssertFault(elsewhere, FaultTypes.UnknownRegion, "$.regions[0]");
        Assert.Null(Validate(elsewhere with { AllowUnknown = true }));
        Assert.False(Matches(elsewhere with { AllowUnknown = true }, AlertSample.Alert()));

        // Allowed or not, it must be able to be the name of something.
        AssertFault(misspelt with { AllowUnknown = true, Thresholds = ["No!"] }, FaultTypes.InvalidField, "$.thresholds[0]");
        Assert.True(SubscriptionView.Of(misspelt with { AllowUnknown = true }).AllowUnknown);
    }

    private static readonly NotificationChannels s_channels = new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddNotifications()
            .BuildServiceProvider()
            .GetRequiredService<NotificationChannels>();

    private static Fault? Validate(Subscription subscription) =>
        SubscriptionRules.Validate(subscription, RegionCatalog.Iso, ["simultaneous-assaults", "surge"], s_channels);

    private static bool Matches(Subscription subscription, Alert alert) =>
        new RevisionMatcher(subscription, new ToldAlerts(), AlertSample.IsWithin).Takes(new LedgerRevision(alert, null));

    private static void AssertFault(Subscription subscription, string type, string path)
    {
        var fault = Validate(subscription);
        Assert.Equal((type, path), (fault?.Type, fault?.Path));
    }
}
