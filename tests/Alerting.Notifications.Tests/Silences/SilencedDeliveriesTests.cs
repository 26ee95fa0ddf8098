using Alerting.Alerts;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Inhibitions;
using Alerting.Notifications.Silences;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Tests.Subscriptions;
using Alerting.Silences;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Notifications.Tests.Silences;

/// <summary>What silences hold back of a subscription, and what is delivered when they end.</summary>
public sealed class SilencedDeliveriesTests
{
    private readonly StateHarness _desk = StateHarness.Configured();
    private long _seq;
    private SilenceSet _silences = SilenceSet.None;

    private Holds HoldsNow => new(_silences.At(_desk.Now), ActiveInhibitions.None);

    [Fact]
    public void What_is_open_at_the_end_is_delivered_as_it_then_stands_with_how_much_was_held_back()
    {
        Silence();
        Tell("A", AlertChange.Raised, Severity.Severe);
        Tell("A", AlertChange.Updated, Severity.Severe);
        Tell("A", AlertChange.Updated, Severity.Severe);
        Assert.Empty(_desk.StartDue());
        AssertOutcomes("1 silenced by s", "2 silenced by s", "3 silenced by s");

        End();
        Assert.Equal([3], _desk.StartDue());
        Assert.Equal((3, "silence ended", 1), (_desk.Delivery(3).Held, _desk.Delivery(3).Reason, _desk.Delivery(3).Sequence));
        _desk.Succeed(3);
        AssertOutcomes("1 silenced by s", "2 silenced by s", "3 delivered by s");
        _desk.AssertRestores();

        Tell("A", AlertChange.Cleared, Severity.Severe);
        Assert.Equal([4], _desk.StartDue());
        Assert.Equal((0, null, 2), (_desk.Delivery(4).Held, _desk.Delivery(4).Reason, _desk.Delivery(4).Sequence));
    }

    [Fact]
    public void What_is_graver_passes_and_says_what_was_held_back()
    {
        Silence();
        Tell("A", AlertChange.Raised, Severity.Severe);
        Tell("A", AlertChange.Updated, Severity.Critical);
        Assert.Equal([2], _desk.StartDue());
        Assert.Equal((1, null), (_desk.Delivery(2).Held, _desk.Delivery(2).Reason));

        Tell("A", AlertChange.Updated, Severity.Severe);
        End();
        Assert.Equal(1, _desk.Delivery(3).Held);
        _desk.AssertRestores();
    }

    [Fact]
    public void Critical_ones_are_held_back_where_that_is_asked_for()
    {
        Silence(static silence => silence with { MaxSeverity = Severity.Critical });
        Tell("A", AlertChange.Raised, Severity.Critical);
        AssertOutcomes("1 silenced by s");
    }

    [Fact]
    public void The_end_of_an_alert_never_told_is_never_told_and_that_of_one_told_is_when_the_silence_ends()
    {
        Tell("told", AlertChange.Raised, Severity.Severe);
        _desk.StartDue();
        _desk.Succeed(1);
        Silence();
        Tell("never", AlertChange.Raised, Severity.Severe);
        Tell("never", AlertChange.Cleared, Severity.Severe);
        Tell("told", AlertChange.Updated, Severity.Severe);
        Tell("told", AlertChange.Cleared, Severity.Severe);
        _desk.AssertRestores();

        End();
        Assert.Equal([5], _desk.StartDue());
        Assert.Equal(2, _desk.Delivery(5).Held);
        _desk.Succeed(5);
        AssertOutcomes("1 delivered", "2 silenced by s", "3 silenced by s", "4 silenced by s", "5 delivered by s");
        _desk.AssertRestores();
    }

    [Fact]
    public void A_silence_holds_in_its_regions_and_for_its_thresholds()
    {
        Silence(static silence => silence with { Regions = ["IQ-AN"], Thresholds = ["surge"] });
        Tell("A", AlertChange.Raised, Severity.Severe, "IQ-AN", "surge");
        Tell("B", AlertChange.Raised, Severity.Severe, "IQ-BA", "surge");
        Tell("C", AlertChange.Raised, Severity.Severe, "IQ-AN", "mass-casualty");
        AssertOutcomes("1 silenced by s", "2 pending", "3 pending");
    }

    [Fact]
    public void What_another_silence_holds_back_still_is_not_delivered_when_the_first_ends()
    {
        var shorter = Of(static silence => silence with { EndsAt = AlertSample.Start.AddHours(1) });
        _silences = new SilenceSet([("a", shorter), ("b", Of())], AlertSample.IsWithin);
        Tell("A", AlertChange.Raised, Severity.Severe);
        AssertOutcomes("1 silenced by a");
        _desk.Advance(TimeSpan.FromHours(1));
        Release();
        Assert.Empty(_desk.StartDue());
        _silences = SilenceSet.None;
        Release();
        Assert.Equal([1], _desk.StartDue());
    }

    [Fact]
    public void Who_replays_a_silenced_delivery_gets_it()
    {
        Silence();
        Tell("A", AlertChange.Raised, Severity.Severe);
        _desk.Raise(_desk.State.Replay(new ReplayRequest { Seq = 1 }, _desk.Now).Events);
        Assert.Equal([1], _desk.StartDue());
        _desk.Succeed(1);

        // It has been told now, so its end is owed.
        Tell("A", AlertChange.Cleared, Severity.Severe);
        End();
        Assert.Equal([2], _desk.StartDue());
    }

    [Fact]
    public void A_disabled_subscription_keeps_what_is_held_back_for_when_it_is_enabled()
    {
        Silence();
        Tell("A", AlertChange.Raised, Severity.Severe);
        _desk.Configure(AlertSample.Subscription() with { Enabled = false });
        End();
        Assert.Empty(_desk.StartDue());
        _desk.Configure(AlertSample.Subscription());
        Release();
        Assert.Equal([1], _desk.StartDue());
    }

    [Fact]
    public void The_ledger_keeps_what_is_held_back()
    {
        Silence();
        Tell("A", AlertChange.Raised, Severity.Severe);
        Tell("B", AlertChange.Raised, Severity.Critical);
        _desk.StartDue();
        _desk.Succeed(2);
        Assert.Equal(1, _desk.State.NeededFrom(_desk.Now));
    }

    [Fact]
    public void Messages_are_numbered_without_a_gap_and_keep_their_number_on_every_try()
    {
        Tell("A", AlertChange.Raised, Severity.Critical);
        Silence();
        Tell("B", AlertChange.Raised, Severity.Severe);
        Tell("C", AlertChange.Raised, Severity.Critical);
        _desk.StartDue();
        _desk.Fail(1);
        Assert.Equal([1L, null, 2], new long[] { 1, 2, 3 }.Select(seq => _desk.Delivery(seq).Sequence));
        End();
        Assert.Equal([1L, 3, 2], new long[] { 1, 2, 3 }.Select(seq => _desk.Delivery(seq).Sequence));
        _desk.AssertRestores();
    }

    [Fact]
    public void Every_try_is_listed_with_when_it_was_how_long_it_took_and_how_it_ended()
    {
        Tell("A", AlertChange.Raised, Severity.Critical);
        _desk.StartDue();
        _desk.Fail(1);
        _desk.Advance(TimeSpan.FromMinutes(1));
        _desk.StartDue();
        var started = _desk.Now;
        _desk.Advance(TimeSpan.FromSeconds(2));
        _desk.Raise(_desk.State.Record(1, started, _desk.Now, new NotificationVerdict.Delivered(204), 0));

        Assert.Equal(
            [
                new DeliveryTry(AlertSample.Start, Duration.From(TimeSpan.Zero), 500, "the receiver answered 500"),
                new DeliveryTry(AlertSample.Start.AddMinutes(1), Duration.From(TimeSpan.FromSeconds(2)), 204, null),
            ],
            _desk.Delivery(1).Tries);
        _desk.AssertRestores();
    }

    private void Silence(Func<Silence, Silence>? with = null) => _silences = new SilenceSet([("s", Of(with))], AlertSample.IsWithin);

    private static Silence Of(Func<Silence, Silence>? with = null)
    {
        var silence = new Silence
        {
            Comment = "test",
            StartsAt = AlertSample.Start,
            EndsAt = AlertSample.Start.AddDays(10),
            CreatedBy = "test",
            CreatedAt = AlertSample.Start,
        };
        return with is null ? silence : with(silence);
    }

    private void End()
    {
        _silences = SilenceSet.None;
        Release();
    }

    private void Release() => _desk.Raise(_desk.State.Release(HoldsNow, _desk.Now));

    private void Tell(string alert, AlertChange change, Severity severity, string region = "IQ-AN", string threshold = "surge")
    {
        var revision = AlertSample.Alert(++_seq, $"{region}.{threshold}.{alert}", (int)_seq, change, region, severity, threshold);
        var ledger = new LedgerRevision(revision, null);
        if (_desk.State.Offer([ledger], AlertSample.IsWithin, _desk.Now, holds: HoldsNow) is { } advanced)
        {
            _desk.Raise([advanced]);
        }
    }

    private void AssertOutcomes(params string[] expected) => Assert.Equal(
        expected,
        _desk.State.Deliveries(0, 100, null).Items.Select(static delivery =>
            $"{delivery.Seq} {EnumNames.ToName(delivery.Outcome)}{(delivery.By is null ? "" : $" by {delivery.By}")}"));
}
