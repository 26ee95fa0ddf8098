using System.Text;
using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Subscriptions;
using Xunit;

namespace Alerting.Notifications.Tests.Subscriptions;

/// <summary>What a channel needs to change a message is kept from the first delivery of an alert to its end.</summary>
public sealed class ReceiptTests
{
    private static readonly string s_alert = AlertSample.Alert().AlertId;

    [Fact]
    public void A_receipt_is_kept_until_the_end_is_delivered()
    {
        var harness = StateHarness.Configured();
        harness.Offer(
            AlertSample.Alert(1), AlertSample.Alert(2, revision: 2, change: AlertChange.Updated),
            AlertSample.Alert(3, revision: 3, change: AlertChange.Cleared));
        Deliver(harness, 1, "41");
        Assert.Equal("41", harness.State.ReceiptOf(s_alert));
        harness.AssertRestores();
        Assert.Equal("41", SubscriptionState.FromSnapshot(harness.State.ToSnapshot()).ReceiptOf(s_alert));

        Deliver(harness, 2, null);
        Assert.Equal("41", harness.State.ReceiptOf(s_alert));
        Deliver(harness, 3, "41");
        Assert.Null(harness.State.ReceiptOf(s_alert));
        Assert.Null(harness.State.ToSnapshot().Receipts);
        harness.AssertRestores();
    }

    [Fact]
    public void Another_receiver_and_an_end_that_is_given_up_end_it_too()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1), AlertSample.Alert(2, revision: 2, change: AlertChange.Cleared));
        Deliver(harness, 1, "41");
        harness.Configure(AlertSample.Subscription());
        Assert.Equal("41", harness.State.ReceiptOf(s_alert));
        harness.Configure(AlertSample.Subscription("https://other.example/hook"));
        Assert.Null(harness.State.ReceiptOf(s_alert));

        harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1), AlertSample.Alert(2, revision: 2, change: AlertChange.Cleared));
        Deliver(harness, 1, "41");
        harness.StartDue();
        harness.Record(2, new NotificationVerdict.Permanent(400, "no"));
        Assert.Null(harness.State.ReceiptOf(s_alert));
    }

    [Fact]
    public void A_log_of_before_has_none()
    {
        var format = new SubscriptionFormat(new TestSecrets());
        var stored = """[{"is":"succeeded","seq":1,"startedAt":1,"at":2,"statusCode":200}]""";
        Assert.Null(Assert.IsType<DeliverySucceeded>(Assert.Single(format.ReadEvents(Encoding.UTF8.GetBytes(stored)))).Receipt);
    }

    private static void Deliver(StateHarness harness, long seq, string? receipt)
    {
        harness.StartDue();
        harness.Record(seq, new NotificationVerdict.Delivered(200, receipt));
    }
}
