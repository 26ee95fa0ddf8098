using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Matching;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Webhooks;
using Alerting.Reports;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Notifications.Tests.Subscriptions;

public sealed class SubscriptionStateTests
{
    [Fact]
    public void Starts_where_it_is_told_and_a_replacement_keeps_its_cursor()
    {
        var harness = StateHarness.Configured(startAfter: 10);
        harness.Offer(AlertSample.Alert(11), AlertSample.Alert(12, revision: 2));
        harness.Configure(AlertSample.Subscription() with { Name = "Day desk" }, startAfter: 99);

        Assert.Equal(12, harness.State.ReadTo);
        Assert.Equal(2, harness.State.OpenCount);
        harness.AssertRestores();
    }

    [Fact]
    public void Keeps_its_secret_where_the_new_body_has_none_and_needs_one_at_first()
    {
        var without = AlertSample.Subscription() with { Channel = new() { Url = "https://desk.example/other" } };
        var error = WebhookSettings.Complete(without.Channel, null).Fault;
        Assert.NotNull(WebhookSettings.Complete(without.Channel, new() { Type = "other", Url = "", Secret = AlertSample.Secret }).Fault);
        Assert.Equal((FaultTypes.MissingField, "$.channel.secret"), (error!.Type, error.Path));

        var harness = StateHarness.Configured();
        harness.Configure(without);
        Assert.Equal(AlertSample.Secret, harness.State.Definition!.Channel.Secret);
        Assert.Equal("https://desk.example/other", harness.State.Definition.Channel.Url);
    }

    [Fact]
    public void Revisions_that_do_not_match_cost_no_event_until_many_have_passed()
    {
        var harness = StateHarness.Configured(AlertSample.Subscription() with { MinSeverity = Severity.Critical });
        harness.Offer([.. Enumerable.Range(1, 200).Select(i => AlertSample.Alert(i, severity: Severity.Warning))]);
        Assert.Equal((0, 200), (harness.State.ReadTo, harness.State.ScannedTo));

        harness.Offer([.. Enumerable.Range(201, 100).Select(i => AlertSample.Alert(i, severity: Severity.Warning))]);
        Assert.Equal(300, harness.State.ReadTo);
        harness.AssertRestores();
    }

    [Fact]
    public void What_was_scanned_is_not_judged_again_under_a_new_definition()
    {
        var harness = StateHarness.Configured(AlertSample.Subscription() with { MinSeverity = Severity.Critical });
        harness.Offer(AlertSample.Alert(1, severity: Severity.Warning));
        harness.Configure(AlertSample.Subscription());
        harness.Offer(AlertSample.Alert(1, severity: Severity.Warning));

        Assert.Equal(1, harness.State.ReadTo);
        Assert.Equal(0, harness.State.OpenCount);
    }

    [Fact]
    public void Revisions_of_one_alert_go_one_after_the_other_and_of_two_side_by_side()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1, "A"), AlertSample.Alert(2, "A", 2), AlertSample.Alert(3, "B"));

        Assert.Equal([1, 3], harness.StartDue());
        Assert.Empty(harness.StartDue());
        harness.Succeed(1);
        Assert.Equal([2], harness.StartDue());
    }

    [Fact]
    public void The_next_revision_waits_while_the_one_before_is_retried()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1, "A"), AlertSample.Alert(2, "A", 2));
        harness.StartDue();
        harness.Fail(1);

        Assert.Empty(harness.StartDue());
        harness.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([1], harness.StartDue());
    }

    [Fact]
    public void At_most_eight_are_in_flight_and_retries_leave_room_for_news()
    {
        var harness = StateHarness.Configured();
        harness.Offer([.. Enumerable.Range(1, 40).Select(i => AlertSample.Alert(i, $"A{i}"))]);
        Assert.Equal(8, harness.StartDue().Length);
        Assert.Null(harness.State.NextDue());

        for (var round = 0; round < 5; round++)
        {
            foreach (var entry in harness.State.ToSnapshot().Entries.Where(e => e.Attempts == 0).Take(8).ToArray())
            {
                harness.Fail(entry.Seq);
            }

            harness.StartDue();
        }

        Assert.Equal(0, harness.State.InFlight);
        harness.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(6, harness.StartDue().Length);
        harness.Offer([.. Enumerable.Range(41, 10).Select(i => AlertSample.Alert(i, $"A{i}"))]);
        Assert.Equal([41, 42], harness.StartDue());
    }

    [Fact]
    public void The_retry_schedule_ends_in_a_dead_letter_that_lets_the_next_revision_go()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1, "A"), AlertSample.Alert(2, "A", 2));
        var waits = new List<TimeSpan>();
        while (harness.Entry(1).Status == DeliveryStatus.Pending)
        {
            Assert.Equal([1], harness.StartDue());
            harness.Fail(1);
            if (harness.Entry(1).Status == DeliveryStatus.Pending)
            {
                var next = harness.State.NextDue()!.Value;
                waits.Add(TimeSpan.FromTicks(next - harness.Now));
                harness.Now = next - 1;
                Assert.Empty(harness.StartDue());
                harness.Now = next;
            }
        }

        double[] expected = [5, .. Enumerable.Repeat(30.0, 20), 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
        Assert.Equal(expected, waits.Select(wait => wait.TotalSeconds));
        var dead = harness.Delivery(1);
        Assert.Equal((DeliveryStatus.Dead, 30, 500, "A.1"), (dead.Status, dead.Attempts, dead.LastStatusCode, dead.WebhookId));
        Assert.Null(dead.NextAttemptAt);
        Assert.Equal([2], harness.StartDue());
        harness.AssertRestores();
    }

    [Fact]
    public void Jitter_adds_up_to_a_tenth()
    {
        Assert.Equal(TimeSpan.FromSeconds(5).Ticks, RetrySchedule.Delay(0, 0));
        Assert.Equal(TimeSpan.FromSeconds(33).Ticks, RetrySchedule.Delay(1, 1));
        Assert.Equal(29, RetrySchedule.Steps);
    }

    [Fact]
    public void Any_success_makes_what_waits_due_at_once_and_a_failure_ahead_of_schedule_uses_none_of_it_up()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1, "A"), AlertSample.Alert(2, "B"));
        harness.StartDue();
        harness.Fail(1);
        var planned = harness.Entry(1).NextAt;
        harness.Succeed(2, 204);

        Assert.Equal(0, harness.State.NextDue());
        Assert.Equal([1], harness.StartDue());
        harness.Advance(TimeSpan.FromSeconds(1));
        harness.Fail(1);
        Assert.Equal((planned, 1, 2), (harness.Entry(1).NextAt, harness.Entry(1).Step, harness.Entry(1).Attempts));
        Assert.Empty(harness.StartDue());
        harness.AssertRestores();
    }

    [Fact]
    public void Retry_after_is_honoured_without_using_up_the_schedule_until_its_span_is_over()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1, "A"));
        harness.StartDue();
        harness.Record(1, new NotificationVerdict.Retry(429, "busy", TimeSpan.FromMinutes(7)));
        Assert.Equal((harness.Now + TimeSpan.FromMinutes(7).Ticks, 0), (harness.State.NextDue()!.Value, harness.Entry(1).Step));

        var tries = 1;
        while (harness.Entry(1).Status == DeliveryStatus.Pending)
        {
            harness.Now = harness.State.NextDue()!.Value;
            harness.StartDue();
            harness.Record(1, new NotificationVerdict.Retry(503, "busy", TimeSpan.FromDays(9)));
            tries++;
        }

        Assert.Equal(6, tries);
        Assert.True(harness.Now - AlertSample.Start.UtcTicks >= RetrySchedule.Span.Ticks);
        harness.AssertRestores();
    }

    [Fact]
    public void Gone_disables_and_keeps_cursor_and_deliveries_until_enabled_again()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1, "A"), AlertSample.Alert(2, "A", 2));
        harness.StartDue();
        harness.Record(1, new NotificationVerdict.Gone(410, "the receiver answered 410 Gone"));

        Assert.False(harness.State.IsActive);
        Assert.Equal("the receiver answered 410 Gone", harness.State.Definition!.DisabledReason);
        Assert.Equal(AlertSample.Start, harness.State.Definition.DisabledSince);
        harness.Offer(AlertSample.Alert(3, "B"));
        Assert.Equal((2, null, null), (harness.State.ReadTo, harness.State.NextDue(), harness.State.WakeAt(harness.Now)));
        Assert.Empty(harness.StartDue());

        harness.Configure(AlertSample.Subscription());
        Assert.Null(harness.State.Definition!.DisabledSince);
        harness.Offer(AlertSample.Alert(3, "B"));
        Assert.Equal([3, 1], harness.StartDue());
        harness.AssertRestores();
    }

    [Fact]
    public void A_message_that_is_refused_for_good_is_dead_at_once_and_others_go_on()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1, "A"), AlertSample.Alert(2, "A", 2));
        harness.StartDue();
        harness.Record(1, new NotificationVerdict.Permanent(550, "no such address"));

        var dead = harness.Delivery(1);
        Assert.Equal((DeliveryStatus.Dead, 1, 550, "no such address"), (dead.Status, dead.Attempts, dead.LastStatusCode, dead.LastError));
        Assert.True(harness.State.IsActive);
        Assert.Equal([2], harness.StartDue());
        harness.AssertRestores();
    }

    [Fact]
    public void Another_target_makes_what_waits_due_at_once()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1));
        harness.StartDue();
        harness.Fail(1);
        harness.Configure(AlertSample.Subscription() with { Name = "same target" });
        Assert.Empty(harness.StartDue());
        harness.Configure(AlertSample.Subscription("https://desk.example/moved"));
        Assert.Equal([1], harness.StartDue());
    }

    [Fact]
    public void An_attempt_that_was_cut_off_is_repeated_and_counts_as_none()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1));
        Assert.Equal([1], harness.StartDue());
        Assert.Equal(harness.Now, harness.State.WakeAt(harness.Now));
        var restarted = SubscriptionState.FromSnapshot(harness.State.ToSnapshot());
        var next = restarted.StartNext(harness.Now)!;
        Assert.Equal((1L, 0), (next.Seq, next.Attempts));
        Assert.Null(restarted.StartNext(harness.Now));

        harness.State.Abandoned(1);
        Assert.Equal([1], harness.StartDue());
        Assert.Equal(0, harness.Entry(1).Attempts);
    }

    [Fact]
    public void Dead_letters_are_replayed_one_by_one_or_all_and_start_the_schedule_afresh()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1, "A"), AlertSample.Alert(2, "B"), AlertSample.Alert(3, "C"));
        harness.Raise([.. harness.State.Lost(1, "trimmed"), .. harness.State.Lost(2, "trimmed"), .. harness.State.Lost(3, "trimmed")]);
        Assert.Empty(harness.StartDue());

        Assert.Equal(1, Replay(harness, new(Seq: 2)).Replayed);
        Assert.Equal(2, Replay(harness, new(AllDead: true)).Replayed);
        Assert.Equal(0, Replay(harness, new(AllDead: true)).Replayed);
        Assert.Equal(0, Replay(harness, new(Seq: 1)).Replayed);
        Assert.Equal([1, 2, 3], harness.StartDue());
        Assert.Equal(FaultTypes.NotFound, Replay(harness, new(Seq: 77)).Fault!.Type);
        harness.AssertRestores();
    }

    [Fact]
    public void Replay_from_a_position_reads_the_ledger_again_and_leaves_what_is_open_alone()
    {
        var harness = StateHarness.Configured();
        var ledger =
            new[] { AlertSample.Alert(1, "A"), AlertSample.Alert(2, "B"), AlertSample.Alert(3, "B", 2), AlertSample.Alert(4, "C") };
        harness.Offer(ledger);
        harness.StartDue();
        harness.Succeed(1);
        harness.Succeed(2);
        harness.Fail(4);

        var count = harness.Rewind(2);
        foreach (var revision in AlertSample.Ledger(ledger).Skip(1))
        {
            count.Add(revision);
        }

        // Seqs 3 and 4 are pending anyway.
        Assert.Equal((1, 4), (count.Value, count.Through));
        Assert.Equal(1, harness.State.ReadTo);
        harness.Offer(ledger[3..]);
        Assert.Equal(1, harness.State.ScannedTo);
        harness.Offer(ledger);
        Assert.Equal(DeliveryStatus.Delivered, harness.Entry(1).Status);
        Assert.Equal((0, DeliveryStatus.Pending), (harness.Entry(2).Attempts, harness.Entry(2).Status));
        Assert.Equal(1, harness.Entry(4).Attempts);
        Assert.Equal([2], harness.StartDue());
        harness.AssertRestores();
    }

    [Fact]
    public void Reading_stops_while_too_many_are_open_and_only_the_last_thousand_delivered_are_kept()
    {
        var harness = StateHarness.Configured();
        var ledger = Enumerable.Range(1, 11_000).Select(i => AlertSample.Alert(i, $"A{i}")).ToArray();
        harness.Offer(ledger);
        Assert.Equal((10_000, 10_000, 0), (harness.State.OpenCount, harness.State.ReadTo, harness.State.Capacity));

        for (var i = 0; i < 1_100; i++)
        {
            harness.Succeed(i + 1);
        }

        harness.Offer(ledger);
        Assert.Equal((9_900, 11_000), (harness.State.OpenCount, harness.State.ReadTo));
        Assert.Equal(1_000, harness.State.ToSnapshot().Entries.Count(e => e.Status == DeliveryStatus.Delivered));
        harness.AssertRestores();
    }

    [Fact]
    public void Pages_of_deliveries_follow_each_other_by_seq()
    {
        var harness = StateHarness.Configured();
        harness.Offer([.. Enumerable.Range(1, 5).Select(i => AlertSample.Alert(i, $"A{i}"))]);
        harness.Succeed(2);

        var first = harness.State.Deliveries(0, 3, null);
        Assert.Equal([1, 2, 3], first.Items.Select(d => d.Seq));
        Assert.Equal(3, first.Next);
        var second = harness.State.Deliveries(3, 3, null);
        Assert.Equal([4, 5], second.Items.Select(d => d.Seq));
        Assert.Null(second.Next);
        Assert.Equal([2], harness.State.Deliveries(0, 3, DeliveryStatus.Delivered).Items.Select(d => d.Seq));
    }

    [Fact]
    public void A_deleted_subscription_forgets_everything_and_can_be_created_again()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1));
        harness.StartDue();
        harness.Raise([new SubscriptionDeleted()]);
        harness.Succeed(1);

        Assert.Null(harness.State.Definition);
        Assert.Equal((0, 0), (harness.State.OpenCount, harness.State.InFlight));
        harness.Configure(AlertSample.Subscription(), startAfter: 7);
        Assert.Equal(7, harness.State.ReadTo);
        harness.AssertRestores();
    }

    [Fact]
    public void A_test_that_arrives_releases_what_waits_and_one_that_is_gone_disables()
    {
        var harness = StateHarness.Configured();
        harness.Offer(AlertSample.Alert(1));
        harness.StartDue();
        harness.Fail(1);
        harness.Raise(harness.State.Tested(new NotificationVerdict.Retry(500, "busy"), harness.Now));
        Assert.Empty(harness.StartDue());
        harness.Raise(harness.State.Tested(new NotificationVerdict.Delivered(200), harness.Now));
        Assert.Equal([1], harness.StartDue());
        harness.Raise(harness.State.Tested(new NotificationVerdict.Gone(410, "gone"), harness.Now));
        Assert.False(harness.State.IsActive);
    }

    [Fact]
    public void The_secret_of_before_is_kept_until_a_body_comes_without_it()
    {
        const string previous = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        var harness = StateHarness.Configured();
        var body = AlertSample.Subscription();
        harness.Configure(body with { Channel = new() { Url = body.Channel.Url, PreviousSecret = previous } });
        Assert.Equal(
            (AlertSample.Secret, previous),
            (harness.State.Definition!.Channel.Secret, harness.State.Definition.Channel.PreviousSecret));
        harness.AssertRestores();

        harness.Configure(body);
        Assert.Null(harness.State.Definition!.Channel.PreviousSecret);
        harness.AssertRestores();
    }

    private static ReplayResult Replay(StateHarness harness, ReplayRequest request)
    {
        var (events, result) = harness.State.Replay(request, harness.Now);
        harness.Raise(events);
        return result;
    }
}
