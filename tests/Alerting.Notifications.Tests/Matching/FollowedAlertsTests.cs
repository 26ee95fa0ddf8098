using System.Text.Json;
using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Matching;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Tests.Subscriptions;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Notifications.Tests.Matching;

/// <summary>Who was told of an alert is told of it until it ends, whatever becomes of the alert or of the subscription.</summary>
public sealed class FollowedAlertsTests
{
    private static readonly Subscription s_criticalOnly = AlertSample.Subscription() with { MinSeverity = Severity.Critical };

    [Theory]
    [InlineData(AlertChange.Cleared)]
    [InlineData(AlertChange.Cancelled)]
    public void An_alert_that_falls_below_the_severity_is_told_until_it_ends(AlertChange end)
    {
        var harness = StateHarness.Configured(s_criticalOnly);
        harness.Offer(
            AlertSample.Alert(1, "A"),
            AlertSample.Alert(2, "A", 2, AlertChange.Updated, severity: Severity.Warning),
            AlertSample.Alert(3, "B", severity: Severity.Warning),
            AlertSample.Alert(4, "A", 3, end, severity: Severity.Warning),
            AlertSample.Alert(5, "B", 2, end, severity: Severity.Warning));

        Assert.Equal([1, 2, 4], Opened(harness));
        AssertFollowed(harness);
    }

    [Fact]
    public void An_alert_that_rises_is_told_from_then_on()
    {
        var harness = StateHarness.Configured(s_criticalOnly);
        harness.Offer(
            AlertSample.Alert(1, "A", severity: Severity.Warning),
            AlertSample.Alert(2, "A", 2, AlertChange.Updated),
            AlertSample.Alert(3, "A", 3, AlertChange.Updated, severity: Severity.Warning));

        Assert.Equal([2, 3], Opened(harness));
        AssertFollowed(harness, "A");
    }

    [Fact]
    public void Kinds_of_revision_that_are_not_wanted_stay_out_and_a_wanted_end_is_told()
    {
        var harness = StateHarness.Configured(s_criticalOnly with { Changes = [AlertChange.Raised, AlertChange.Cleared] });
        harness.Offer(
            AlertSample.Alert(1, "A"),
            AlertSample.Alert(2, "A", 2, AlertChange.Updated, severity: Severity.Warning),
            AlertSample.Alert(3, "A", 3, AlertChange.Cleared, severity: Severity.Warning),
            AlertSample.Alert(4, "B"),
            AlertSample.Alert(5, "B", 2, AlertChange.Cancelled));

        Assert.Equal([1, 3, 4], Opened(harness));
        AssertFollowed(harness);
    }

    [Fact]
    public void What_a_new_body_leaves_out_is_told_until_it_ends_and_nothing_else_is()
    {
        foreach (var narrower in new[]
        {
            AlertSample.Subscription() with { Regions = ["SY"] },
            AlertSample.Subscription() with { Thresholds = ["surge"] },
            AlertSample.Subscription() with { MinSeverity = Severity.Critical },
        })
        {
            var harness = StateHarness.Configured(AlertSample.Subscription());
            harness.Offer(AlertSample.Alert(1, "A", severity: Severity.Severe));
            harness.Configure(narrower);
            AssertFollowed(harness, "A");

            harness.Offer(
                [.. AlertSample.Ledger(
                    AlertSample.Alert(1, "A", severity: Severity.Severe),
                    AlertSample.Alert(2, "A", 2, AlertChange.Updated, severity: Severity.Severe),
                    AlertSample.Alert(3, "B", severity: Severity.Severe),
                    AlertSample.Alert(4, "A", 3, AlertChange.Cleared, severity: Severity.Severe))]);
            Assert.Equal([1, 2, 4], Opened(harness));
            AssertFollowed(harness);
        }
    }

    [Fact]
    public void An_alert_of_which_nothing_was_told_is_not_followed_after_a_new_body()
    {
        var harness = StateHarness.Configured(AlertSample.Subscription() with { Changes = [AlertChange.Cleared] });
        harness.Offer(AlertSample.Alert(1, "A"));
        harness.Configure(AlertSample.Subscription() with { Regions = ["SY"], Changes = [AlertChange.Cleared] });
        harness.Offer(AlertSample.Alert(2, "A", 2, AlertChange.Cleared));

        Assert.Empty(Opened(harness));
        AssertFollowed(harness);
    }

    [Fact]
    public void A_replay_tells_the_same_again_and_of_what_was_told_later_nothing_earlier()
    {
        var ledger = AlertSample.Ledger(
            AlertSample.Alert(1, "A"),
            AlertSample.Alert(2, "A", 2, AlertChange.Updated, severity: Severity.Warning),
            AlertSample.Alert(3, "B", severity: Severity.Warning),
            AlertSample.Alert(4, "B", 2, AlertChange.Updated),
            AlertSample.Alert(5, "A", 3, AlertChange.Cleared, severity: Severity.Warning),
            AlertSample.Alert(6, "B", 3, AlertChange.Updated, severity: Severity.Warning)).ToArray();
        var harness = StateHarness.Configured(s_criticalOnly);
        harness.Offer(ledger);
        Assert.Equal([1, 2, 4, 5, 6], Opened(harness));
        foreach (var seq in Opened(harness))
        {
            harness.Succeed(seq);
        }

        harness.Rewind(2);
        harness.Offer(ledger);
        Assert.Equal([2, 4, 5, 6], harness.State.Deliveries(0, 100, DeliveryStatus.Pending).Items.Select(static d => d.Seq));
        AssertFollowed(harness, "B");
    }

    [Fact]
    public void An_end_that_is_open_when_the_ledger_is_read_again_leaves_nothing_to_follow()
    {
        var ledger = AlertSample.Ledger(AlertSample.Alert(1, "A"), AlertSample.Alert(2, "A", 2, AlertChange.Cleared)).ToArray();
        var harness = StateHarness.Configured();
        harness.Offer(ledger);
        harness.Succeed(1);
        harness.Rewind(1);
        harness.Offer(ledger);

        Assert.Equal([1, 2], Opened(harness));
        AssertFollowed(harness);
    }

    [Fact]
    public void A_snapshot_of_before_knows_what_was_told_from_its_deliveries()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1, "A"), AlertSample.Alert(2, "B"), AlertSample.Alert(3, "B", 2, AlertChange.Cleared));
        var old = JsonSerializer.SerializeToNode(harness.State.ToSnapshot(), SubscriptionJson.Default.SubscriptionSnapshot)!.AsObject();
        Assert.True(old.Remove("told"));

        var restored = SubscriptionState.FromSnapshot(old.Deserialize(SubscriptionJson.Default.SubscriptionSnapshot)!);
        Assert.Equal(["A"], restored.ToSnapshot().Told!.Keys);

        const string line = """[{"is":"advanced","readTo":9,"opened":[{"seq":9,"alertId":"C","revision":1,"change":"raised"}]}]""";
        restored.Apply(JsonSerializer.Deserialize(line, SubscriptionJson.Default.ListSubscriptionEvent)!.Single());
        Assert.Equal(["A", "C"], restored.ToSnapshot().Told!.Keys);
    }

    private static IEnumerable<long> Opened(StateHarness harness) => harness.State.ToSnapshot().Entries.Select(static entry => entry.Seq);

    private static void AssertFollowed(StateHarness harness, params string[] alerts)
    {
        Assert.Equal(alerts, harness.State.ToSnapshot().Told!.Keys);
        harness.AssertRestores();
    }
}
