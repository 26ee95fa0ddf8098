using Alerting.Alerts;
using Alerting.Inhibitions;
using Alerting.Notifications.Silences;
using Alerting.Notifications.Subscriptions;
using Alerting.Silences;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Xunit;
using static Alerting.Notifications.Tests.Inhibitions.InhibitionSample;

namespace Alerting.Notifications.Tests.Inhibitions;

/// <summary>What inhibitions hold back of a subscription, and what is delivered when they do so no longer.</summary>
public sealed class InhibitedDeliveriesTests
{
    private readonly InhibitedDesk _all = new();

    [Fact]
    public void What_is_open_at_the_end_of_the_source_is_delivered_as_it_then_stands_with_how_much_was_held_back()
    {
        _all.Inhibit(Rule("bombs", "shots", InhibitionPlace.Below));
        _all.Tell("A", "bombs", AlertChange.Raised);
        _all.Tell("A/B", "shots", AlertChange.Raised);
        _all.Tell("A/B", "shots", AlertChange.Updated);
        Assert.Equal([1], _all.Desk.StartDue());
        Assert.Equal(["1 pending", "2 inhibited by r0", "3 inhibited by r0"], _all.Outcomes);
        Assert.Equal(("while A.bombs.1 is open", "A.bombs.1"), (_all.Desk.Delivery(3).Reason, _all.Desk.Delivery(3).Inhibitor));
        _all.Desk.AssertRestores();

        _all.Desk.Succeed(1);
        _all.Tell("A", "bombs", AlertChange.Cleared);
        Assert.Equal([3, 4], _all.Desk.StartDue());
        var delivery = _all.Desk.Delivery(3);
        Assert.Equal((2, "inhibition ended", "r0"), (delivery.Held, delivery.Reason, delivery.By));
        Assert.Null(delivery.Inhibitor);
        _all.Desk.Succeed(3);
        Assert.Equal(["1 delivered", "2 inhibited by r0", "3 delivered by r0", "4 pending"], _all.Outcomes);
        _all.Desk.AssertRestores();
    }

    [Fact]
    public void The_end_of_an_alert_is_told_to_whoever_was_told_and_that_of_one_never_told_is_not()
    {
        _all.Tell("A", "shots", AlertChange.Raised, ordinal: 1);
        _all.Desk.StartDue();
        _all.Desk.Succeed(1);
        _all.Inhibit(Rule("bombs", "shots"));
        _all.Tell("A", "bombs", AlertChange.Raised);
        _all.Tell("A", "shots", AlertChange.Raised, ordinal: 2);
        _all.Tell("A", "shots", AlertChange.Cleared, ordinal: 2);
        _all.Tell("A", "shots", AlertChange.Cleared, ordinal: 1);
        Assert.Equal([2], _all.Desk.StartDue());
        _all.Tell("A", "bombs", AlertChange.Cancelled);
        Assert.Equal([5], _all.Desk.StartDue());
        Assert.Equal(
            ["1 delivered", "2 pending", "3 inhibited by r0", "4 inhibited by r0", "5 pending by r0", "6 pending"], _all.Outcomes);
        _all.Desk.AssertRestores();
    }

    [Fact]
    public void Where_the_rule_is_taken_away_everything_that_it_held_back_is_delivered()
    {
        _all.Inhibit(Rule("bombs", "shots"));
        _all.Tell("A", "bombs", AlertChange.Raised);
        _all.Tell("A", "shots", AlertChange.Raised);
        _all.Inhibit();
        Assert.Equal([1, 2], _all.Desk.StartDue());
        Assert.Equal((1, "inhibition ended"), (_all.Desk.Delivery(2).Held, _all.Desk.Delivery(2).Reason));
    }

    [Fact]
    public void What_was_delivered_before_the_source_was_raised_stays_so_and_what_follows_is_held_back()
    {
        _all.Inhibit(Rule("bombs", "shots"));
        _all.Tell("A", "shots", AlertChange.Raised);
        _all.Tell("A", "bombs", AlertChange.Raised);
        _all.Tell("A", "shots", AlertChange.Updated);
        Assert.Equal(["1 pending", "2 pending", "3 inhibited by r0"], _all.Outcomes);
    }

    [Fact]
    public void What_is_read_late_is_judged_by_what_is_open_now()
    {
        _all.Inhibit(Rule("bombs", "shots"));
        _all.Append("A", "bombs", AlertChange.Raised);
        _all.Append("A", "shots", AlertChange.Raised);
        _all.Append("A", "bombs", AlertChange.Cleared);
        _all.Read();
        Assert.Equal(["1 pending", "2 pending", "3 pending"], _all.Outcomes);
    }

    [Fact]
    public void Of_two_that_would_hold_each_other_back_the_second_is_delivered_when_the_first_has_ended()
    {
        _all.Inhibit(Rule());
        _all.Append("A", "b", AlertChange.Raised);
        _all.Append("A", "a", AlertChange.Raised);
        _all.Read();
        Assert.Equal(["1 pending", "2 inhibited by r0"], _all.Outcomes);
        Assert.Equal("while A.b.1 is open", _all.Desk.Delivery(2).Reason);
        _all.Tell("A", "b", AlertChange.Cleared);
        Assert.Equal(["1 pending", "2 pending by r0", "3 inhibited by r0"], _all.Outcomes);

        // The end of the first is told after that of the second: whoever was told of it hears of it.
        _all.Tell("A", "a", AlertChange.Cleared);
        Assert.Equal(["1 pending", "2 pending by r0", "3 pending by r0", "4 pending"], _all.Outcomes);
    }

    [Fact]
    public void What_is_graver_passes_and_says_what_was_held_back()
    {
        _all.Inhibit(Rule("bombs", "shots", maxSeverity: Severity.Severe));
        _all.Tell("A", "bombs", AlertChange.Raised);
        _all.Tell("A", "shots", AlertChange.Raised);
        _all.Tell("A", "shots", AlertChange.Updated, Severity.Critical);
        Assert.Equal(["1 pending", "2 inhibited by r0", "3 pending"], _all.Outcomes);
        Assert.Equal((1, null), (_all.Desk.Delivery(3).Held, _all.Desk.Delivery(3).Reason));
        _all.Tell("A", "bombs", AlertChange.Cleared);
        Assert.Equal(["1 pending", "2 inhibited by r0", "3 pending", "4 pending"], _all.Outcomes);
    }

    [Fact]
    public void A_silence_comes_first_and_what_it_leaves_is_held_back_still()
    {
        var silence = new Silence
        {
            Comment = "test",
            Thresholds = ["shots"],
            StartsAt = AlertSample.Start,
            EndsAt = AlertSample.Start.AddHours(1),
            CreatedBy = "test",
            CreatedAt = AlertSample.Start,
        };
        _all.Silences = new SilenceSet([("r0", silence)], AlertSample.IsWithin);
        _all.Inhibit(Rule("bombs", "shots"));
        _all.Tell("A", "bombs", AlertChange.Raised);
        _all.Tell("A", "shots", AlertChange.Raised);
        Assert.Equal(["1 pending", "2 silenced by r0"], _all.Outcomes);
        _all.Desk.Advance(TimeSpan.FromHours(1));
        _all.Tell("A", "shots", AlertChange.Updated);
        Assert.Equal(["1 pending", "2 silenced by r0", "3 inhibited by r0"], _all.Outcomes);

        // A silence lists what it held back itself, not what an inhibition of the same id did.
        Assert.Equal([2], Alerting.Notifications.Holding.HeldReleases.HeldBy(_all.Desk.State, "r0", 0).Select(static one => one.Seq));
        _all.Tell("A", "bombs", AlertChange.Cleared);
        Assert.Equal((2, "inhibition ended"), (_all.Desk.Delivery(3).Held, _all.Desk.Delivery(3).Reason));
        _all.Desk.AssertRestores();
    }

    [Fact]
    public void Who_does_not_want_ends_is_not_told_later_of_an_alert_that_has_ended()
    {
        var desk = new InhibitedDesk(AlertSample.Subscription() with { Changes = [AlertChange.Raised] });
        desk.Inhibit(Rule("bombs", "shots"));
        desk.Tell("A", "bombs", AlertChange.Raised);
        desk.Tell("A", "shots", AlertChange.Raised, ordinal: 1);
        desk.Tell("A", "shots", AlertChange.Raised, ordinal: 2);
        desk.Tell("A", "shots", AlertChange.Cleared, ordinal: 1);
        desk.Desk.AssertRestores();
        desk.Tell("A", "bombs", AlertChange.Cleared);
        Assert.Equal(["1 pending", "2 inhibited by r0", "3 pending by r0"], desk.Outcomes);
    }

    [Fact]
    public void Who_replays_what_is_held_back_gets_it_once()
    {
        _all.Inhibit(Rule("bombs", "shots"));
        _all.Tell("A", "bombs", AlertChange.Raised);
        _all.Tell("A", "shots", AlertChange.Raised);
        _all.Desk.Raise(_all.Desk.State.Replay(new ReplayRequest { Seq = 2 }, _all.Desk.Now).Events);
        Assert.Equal([1, 2], _all.Desk.StartDue());
        _all.Desk.Succeed(1);
        _all.Desk.Succeed(2);
        _all.Tell("A", "bombs", AlertChange.Cleared);
        Assert.Equal([3], _all.Desk.StartDue());
        _all.Desk.AssertRestores();
    }

    [Fact]
    public void What_is_held_back_is_not_counted_among_what_a_rewind_sends()
    {
        _all.Inhibit(Rule("bombs", "shots"));
        _all.Tell("A", "bombs", AlertChange.Raised);
        _all.Tell("A", "shots", AlertChange.Raised);
        _all.Desk.StartDue();
        _all.Desk.Succeed(1);
        var (events, count) = _all.Desk.State.Rewind(1, AlertSample.IsWithin, holds: _all.Holds);
        _all.Desk.Raise(events);
        foreach (var revision in AlertSample.Ledger(_all.Ledger))
        {
            count.Add(revision);
        }

        Assert.Equal(1, count.Value);
        _all.Read();
        Assert.Equal(["1 pending", "2 inhibited by r0"], _all.Outcomes);
    }
}
