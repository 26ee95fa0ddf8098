using Alerting.Alerts;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Pacing;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Tests.Subscriptions;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Notifications.Tests.Pacing;

/// <summary>Digests, storms, outages of receivers that want the latest only, heartbeats.</summary>
public sealed class PacedDeliveriesTests
{
    private readonly Dictionary<string, int> _revisions = [];
    private readonly StateHarness _desk = StateHarness.Configured();
    private long _seq;

    [Fact]
    public void A_digest_gathers_for_as_long_as_is_asked_for_and_is_one_message()
    {
        Want(new() { Mode = DeliveryMode.Digest, Every = Duration.Parse("PT10M") });
        Tell("A", Severity.Critical);
        _desk.Advance(TimeSpan.FromMinutes(4));
        Tell("B");
        Tell("A");
        Assert.Empty(_desk.StartDue());
        Assert.Equal(AlertSample.Start.AddMinutes(10), _desk.Delivery(1).NextAttemptAt);
        Assert.Equal(AlertSample.Start.AddMinutes(10).UtcTicks, _desk.State.NextDue());
        _desk.AssertRestores();

        _desk.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal([3], _desk.StartDue());
        Assert.Equal(["B", "A"], _desk.Entry(3).Digest!.Alerts.Select(static part => part.AlertId));
        Assert.Equal(3, _desk.Entry(3).Digest!.Revisions);
        _desk.AssertRestores();
        _desk.Succeed(3);
        AssertOutcomes("1 grouped A.2.digest", "2 grouped A.2.digest", "3 delivered");
        Assert.Equal((null, null, 1L), (_desk.Delivery(1).Sequence, _desk.Delivery(2).Sequence, _desk.Delivery(3).Sequence));

        Tell("B", Severity.Severe, AlertChange.Cleared);
        _desk.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal([4], _desk.StartDue());
        _desk.AssertRestores();
    }

    [Fact]
    public void While_a_digest_does_not_arrive_the_next_one_gathers()
    {
        Want(new() { Mode = DeliveryMode.Digest });
        Tell("A");
        _desk.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([1], _desk.StartDue());
        _desk.Fail(1);
        Tell("A");
        Tell("B");
        _desk.Advance(TimeSpan.FromHours(1));
        Assert.Equal([1], _desk.StartDue());
        Assert.Null(_desk.State.NextDue());
        _desk.Succeed(1);
        Assert.Equal([3], _desk.StartDue());
        AssertOutcomes("1 delivered", "2 grouped B.1.digest", "3 pending");
        _desk.AssertRestores();
    }

    [Fact]
    public void What_is_told_by_itself_waits_for_the_digest_before_it_that_tells_of_the_same_alert()
    {
        Want(new() { Mode = DeliveryMode.Digest });
        Tell("A");
        Tell("B");
        _desk.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([2], _desk.StartDue());
        Want(SubscriptionDelivery.Default);
        Tell("A", Severity.Critical);
        Tell("C", Severity.Critical);
        Assert.Equal([4], _desk.StartDue());
        _desk.Succeed(2);
        Assert.Equal([3], _desk.StartDue());
    }

    [Fact]
    public void In_a_storm_what_is_below_critical_goes_into_a_digest_a_minute_and_what_is_critical_is_not_held()
    {
        Want(new() { MostPerMinute = 30 });
        var started = new List<long>();
        for (var i = 0; i < 1_000; i++)
        {
            var isCritical = i % 20 == 0;
            Tell($"alert-{i}", isCritical ? Severity.Critical : Severity.Severe);
            var now = _desk.StartDue();
            Assert.True(!isCritical || now.Contains(i + 1), $"The critical alert {i} is held.");
            started.AddRange(now);
            Array.ForEach(now, seq => _desk.Succeed(seq));
            _desk.Advance(TimeSpan.FromMinutes(1) / 1_000);
        }

        Assert.Equal(1_000 / 20, started.Count(static seq => seq % 20 == 1));
        Assert.InRange(started.Count(static seq => seq % 20 != 1), 1, 30);
        _desk.Advance(TimeSpan.FromMinutes(1));
        var digest = Assert.Single(_desk.StartDue());
        Assert.Equal(1_000 - started.Count, _desk.Entry(digest).Digest!.Revisions);
        Assert.Equal(DigestCause.Storm, _desk.Entry(digest).Digest!.Cause);
        _desk.Succeed(digest);
        var outcomes = _desk.State.Deliveries(0, 2_000, null).Items.GroupBy(static d => d.Outcome).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(started.Count + 1, outcomes[DeliveryOutcome.Delivered]);
        Assert.Equal(1_000 - started.Count - 1, outcomes[DeliveryOutcome.Grouped]);

        // The storm is over.
        Tell("after");
        Assert.Single(_desk.StartDue());
        _desk.AssertRestores();
    }

    [Fact]
    public void What_waits_in_a_storm_is_superseded_where_its_alert_becomes_critical()
    {
        Want(new() { MostPerMinute = 1 });
        Tell("A");
        Tell("B");
        Tell("B", Severity.Critical);
        Assert.Equal([1, 3], _desk.StartDue());
        AssertOutcomes("1 pending", "2 superseded by B.2", "3 pending");
        Assert.Null(_desk.State.NextDue());
        _desk.AssertRestores();
    }

    [Fact]
    public void A_receiver_that_was_away_for_an_hour_gets_one_message_an_alert()
    {
        Want(new() { LatestOnly = true });
        for (var minute = 0; minute < 60; minute++)
        {
            for (var alert = 0; alert < 20; alert++)
            {
                Tell($"alert-{alert}");
            }

            Fail();
            _desk.Advance(TimeSpan.FromMinutes(1));
        }

        _desk.AssertRestores();
        _desk.Advance(TimeSpan.FromHours(2));
        var told = new List<string>();
        while (_desk.StartDue() is { Length: > 0 } started)
        {
            told.AddRange(started.Select(seq => _desk.Entry(seq).MessageId));
            Array.ForEach(started, seq => _desk.Succeed(seq));
        }

        Assert.Equal(
            Enumerable.Range(0, 20).Select(static alert => $"alert-{alert}.60").Order(StringComparer.Ordinal),
            told.Order(StringComparer.Ordinal));
        var deliveries = _desk.State.Deliveries(0, 2_000, null).Items;
        Assert.Equal(20, deliveries.Count(static delivery => delivery.Outcome == DeliveryOutcome.Delivered));
        Assert.All(deliveries, static delivery => Assert.True(delivery.Outcome is DeliveryOutcome.Delivered or DeliveryOutcome.Superseded));
        Assert.Equal(
            Enumerable.Range(1, 20).Select(static number => (long?)number),
            deliveries.Select(static delivery => delivery.Sequence).Where(static number => number is not null).Order());
        _desk.AssertRestores();
    }

    [Fact]
    public void Who_wants_every_revision_gets_them_after_an_outage_in_order()
    {
        Tell("A");
        Fail();
        Tell("A");
        _desk.Advance(TimeSpan.FromHours(1));
        Assert.Equal([1], _desk.StartDue());
        _desk.Succeed(1);
        Assert.Equal([2], _desk.StartDue());
    }

    [Fact]
    public void What_waits_for_a_disabled_subscription_says_so()
    {
        Tell("A");
        _desk.StartDue();
        _desk.Succeed(1);
        Tell("A");
        _desk.Configure(AlertSample.Subscription() with { Enabled = false });
        AssertOutcomes("1 delivered", "2 disabled");
        _desk.Configure(AlertSample.Subscription());
        AssertOutcomes("1 delivered", "2 pending");
    }

    [Fact]
    public void A_heartbeat_is_due_at_once_then_at_its_interval_and_has_a_number_of_its_own()
    {
        Want(new() { Heartbeat = Duration.Parse("PT1M") });
        Beat(1);
        Assert.Equal(AlertSample.Start.AddMinutes(1).UtcTicks, _desk.State.HeartbeatDue());
        Tell("A");
        Assert.Equal([1], _desk.StartDue());
        Assert.Equal(2, _desk.Delivery(1).Sequence);
        Assert.Empty(_desk.State.BeginHeartbeat(_desk.Now));

        _desk.Advance(TimeSpan.FromMinutes(5));
        Beat(3);
        Assert.Equal(AlertSample.Start.AddMinutes(6).UtcTicks, _desk.State.HeartbeatDue());
        _desk.AssertRestores();

        Want(SubscriptionDelivery.Default);
        Assert.Null(_desk.State.HeartbeatDue());
    }

    [Fact]
    public void A_heartbeat_that_does_not_arrive_is_tried_under_its_number_until_it_does()
    {
        Want(new() { Heartbeat = Duration.Parse("PT1M") });
        _desk.Raise(_desk.State.BeginHeartbeat(_desk.Now));
        _desk.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(_desk.State.BeginHeartbeat(_desk.Now));
        Assert.Equal(0, _desk.State.HeartbeatDue());
        _desk.AssertRestores();
        _desk.Raise(_desk.State.HeartbeatArrived(_desk.State.Heartbeat!));
        Assert.Equal(1, _desk.State.Heartbeat!.Sequence);
        Assert.Equal(AlertSample.Start.AddMinutes(1).UtcTicks, _desk.State.HeartbeatDue());
    }

    private void Want(SubscriptionDelivery delivery) => _desk.Configure(AlertSample.Subscription() with { Delivery = delivery });

    private void Tell(string alertId, Severity severity = Severity.Severe, AlertChange? change = null)
    {
        var revision = _revisions[alertId] = _revisions.GetValueOrDefault(alertId) + 1;
        _desk.Offer(AlertSample.Alert(
            ++_seq, alertId, revision, change ?? (revision == 1 ? AlertChange.Raised : AlertChange.Updated), severity: severity));
    }

    private void Fail()
    {
        while (_desk.StartDue() is { Length: > 0 } started)
        {
            Array.ForEach(started, seq => _desk.Fail(seq));
        }
    }

    private void Beat(long sequence)
    {
        _desk.Raise(_desk.State.BeginHeartbeat(_desk.Now));
        Assert.Equal(sequence, _desk.State.Heartbeat!.Sequence);
        _desk.Raise(_desk.State.HeartbeatArrived(_desk.State.Heartbeat));
    }

    private void AssertOutcomes(params string[] expected) => Assert.Equal(
        expected,
        _desk.State.Deliveries(0, 1_000, null).Items.Select(static delivery =>
            $"{delivery.Seq} {EnumNames.ToName(delivery.Outcome)} {delivery.Into}{(delivery.By is { } by ? "by " + by : "")}".Trim()));
}
