using Alerting.Alerts;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Tests.Subscriptions;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Notifications.Tests.Grouping;

/// <summary>One alarm a story: what is told, and into what the rest is grouped.</summary>
public sealed class StoryGroupingTests
{
    private static readonly Subscription s_perStory =
        AlertSample.Subscription() with { Delivery = new SubscriptionDelivery { PerStory = true } };

    private readonly StateHarness _desk = StateHarness.Configured(s_perStory);
    private long _seq;

    [Fact]
    public void The_first_of_a_story_is_told_and_what_is_no_graver_is_grouped_into_it()
    {
        Raise("leaf", Severity.Severe);
        Raise("beside", Severity.Severe);
        Raise("above", Severity.Warning);
        Raise("other", Severity.Warning, story: "other");

        AssertOutcomes("leaf told", "beside > leaf", "above > leaf", "other told");
    }

    [Fact]
    public void What_is_graver_is_told_and_what_follows_is_grouped_into_that()
    {
        Raise("leaf", Severity.Warning);
        Raise("above", Severity.Critical);
        Raise("root", Severity.Severe);
        Raise("beside", Severity.Warning);

        AssertOutcomes("leaf told", "above told", "root > above", "beside > leaf");
    }

    [Fact]
    public void Only_updates_that_raise_the_judged_value_by_half_or_change_the_severity_are_told()
    {
        Raise("leaf", Severity.Severe, value: 10);
        Update("leaf", Severity.Severe, value: 14);
        Update("leaf", Severity.Severe, value: 15);
        Update("leaf", Severity.Severe, value: 8);
        Update("leaf", Severity.Severe, value: 12);
        Update("leaf", Severity.Warning, value: 12);
        Update("leaf", Severity.Critical, value: 12);

        AssertOutcomes(
            "leaf told", "leaf > leaf", "leaf told", "leaf > leaf", "leaf told", "leaf told", "leaf told");
    }

    [Fact]
    public void A_value_that_creeps_up_is_told_when_it_has_risen_by_half_since_it_was_told()
    {
        Raise("leaf", Severity.Severe, value: 10);
        Update("leaf", Severity.Severe, value: 13);
        Update("leaf", Severity.Severe, value: 16);

        AssertOutcomes("leaf told", "leaf > leaf", "leaf told");
    }

    [Fact]
    public void The_judged_value_counts_and_of_a_level_any_rise()
    {
        Raise("towns", Severity.Severe, value: 10, certain: 4);
        Update("towns", Severity.Severe, value: 20, certain: 5);
        Update("towns", Severity.Severe, value: 20, certain: 6);
        Raise("level", Severity.Warning, value: 4, story: "level", measure: Measure.Level);
        Update("level", Severity.Warning, value: 5, story: "level", measure: Measure.Level);

        AssertOutcomes("towns told", "towns > towns", "towns told", "level told", "level told");
    }

    [Fact]
    public void A_grouped_alert_that_rises_by_half_or_becomes_graver_is_told_from_then_to_its_end()
    {
        Raise("leaf", Severity.Severe);
        Raise("above", Severity.Severe, value: 10);
        Raise("root", Severity.Severe, value: 10);
        Update("above", Severity.Severe, value: 12);
        Update("above", Severity.Severe, value: 15);
        Update("root", Severity.Critical, value: 10);
        End("above", at: 1);
        End("root", at: 1);
        End("leaf", at: 2);

        AssertOutcomes(
            "leaf told", "above > leaf", "root > leaf", "above > leaf", "above told", "root told", "above told", "root told", "leaf told");
        Assert.Null(_desk.State.Stories);
    }

    [Fact]
    public void The_end_of_a_grouped_alert_is_told_when_it_comes_after_that_of_the_first()
    {
        Raise("leaf", Severity.Severe);
        Raise("short", Severity.Severe);
        Raise("alike", Severity.Severe);
        Raise("long", Severity.Severe);
        End("short", at: 1);
        End("leaf", at: 2);
        End("alike", at: 2);
        Update("long", Severity.Severe);
        End("long", at: 3, AlertChange.Cancelled);

        AssertOutcomes(
            "leaf told", "short > leaf", "alike > leaf", "long > leaf", "short > leaf", "leaf told", "alike > leaf", "long > leaf",
            "long told");
        Assert.Null(_desk.State.Stories);
    }

    [Fact]
    public void What_is_raised_when_all_that_was_told_of_its_story_has_ended_is_told()
    {
        Raise("leaf", Severity.Severe);
        Raise("above", Severity.Severe);
        End("leaf", at: 1);
        Raise("root", Severity.Warning);

        AssertOutcomes("leaf told", "above > leaf", "leaf told", "root told");
    }

    [Fact]
    public void The_first_that_the_desk_matches_is_the_first_told()
    {
        _desk.Configure(s_perStory with { MinSeverity = Severity.Critical });
        Raise("leaf", Severity.Severe);
        Raise("above", Severity.Critical);
        Raise("root", Severity.Critical);
        End("leaf", at: 1);
        End("above", at: 2, severity: Severity.Critical);
        End("root", at: 2, severity: Severity.Critical);

        AssertOutcomes("above told", "root > above", "above told", "root > above");
        Assert.Null(_desk.State.Stories);
    }

    [Fact]
    public void A_desk_that_wants_ends_alone_is_told_each()
    {
        _desk.Configure(s_perStory with { Changes = [AlertChange.Cleared] });
        Raise("leaf", Severity.Severe);
        Raise("above", Severity.Severe);
        End("above", at: 1);
        End("leaf", at: 2);

        AssertOutcomes("above told", "leaf told");
    }

    [Fact]
    public void An_end_that_is_not_wanted_ends_the_story_as_well()
    {
        _desk.Configure(s_perStory with { Changes = [AlertChange.Raised] });
        Raise("leaf", Severity.Severe);
        Raise("above", Severity.Severe);
        Assert.NotNull(_desk.State.Stories);
        End("above", at: 1);
        End("leaf", at: 2);

        AssertOutcomes("leaf told", "above > leaf");
        Assert.Null(_desk.State.Stories);
    }

    [Fact]
    public void Without_the_wish_everything_is_told()
    {
        _desk.Configure(AlertSample.Subscription());
        Raise("leaf", Severity.Severe);
        Raise("above", Severity.Severe);
        Update("leaf", Severity.Severe);
        End("above", at: 1);

        AssertOutcomes("leaf told", "above told", "leaf told", "above told");
        Assert.Null(_desk.State.Stories);
    }

    [Fact]
    public void Who_wants_it_no_longer_is_told_what_was_grouped_from_then_on()
    {
        Raise("leaf", Severity.Severe);
        Raise("above", Severity.Severe);
        _desk.Configure(AlertSample.Subscription());
        End("above", at: 1);

        AssertOutcomes("leaf told", "above > leaf", "above told");
        Assert.Null(_desk.State.Stories);
    }

    [Fact]
    public void A_grouped_revision_is_shown_with_that_and_sent_when_it_is_replayed()
    {
        Raise("leaf", Severity.Severe);
        Raise("above", Severity.Severe);
        var grouped = _desk.Delivery(2);
        Assert.Equal(
            (DeliveryStatus.Grouped, DeliveryOutcome.Grouped, "leaf", 0),
            (grouped.Status, grouped.Outcome, grouped.Into, grouped.Attempts));
        Assert.Equal([1], _desk.StartDue());
        _desk.Succeed(1);

        _desk.Raise(_desk.State.Replay(new ReplayRequest { Seq = 2 }, _desk.Now).Events);
        Assert.Equal([2], _desk.StartDue());
        Assert.Null(_desk.Delivery(2).Into);
        _desk.Succeed(2);
        End("above", at: 1);

        Assert.Equal(DeliveryOutcome.Pending, _desk.Delivery(3).Outcome);
        _desk.AssertRestores();
    }

    [Fact]
    public void Reading_the_ledger_again_tells_and_groups_the_same_and_counts_what_it_sends()
    {
        Alert[] ledger =
        [
            Of("leaf", 1, AlertChange.Raised, Severity.Severe), Of("above", 1, AlertChange.Raised, Severity.Severe),
            Of("leaf", 2, AlertChange.Updated, Severity.Severe), Of("leaf", 3, AlertChange.Cleared, Severity.Severe, at: 1),
            Of("above", 2, AlertChange.Cleared, Severity.Severe, at: 2),
            Of("other", 1, AlertChange.Raised, Severity.Severe, story: "other"),
            Of("beside", 1, AlertChange.Raised, Severity.Severe, story: "other"),
        ];
        _desk.Offer(ledger);
        string[] outcomes = ["leaf told", "above > leaf", "leaf > leaf", "leaf told", "above told", "other told", "beside > other"];
        AssertOutcomes(outcomes);
        foreach (var seq in (long[])[1, 4, 5, 6])
        {
            _desk.Succeed(seq);
        }

        var count = _desk.Rewind(1);
        foreach (var revision in AlertSample.Ledger(ledger))
        {
            count.Add(revision);
        }

        Assert.Equal(4, count.Value);
        _desk.Offer(ledger);
        AssertOutcomes(outcomes);
    }

    [Fact]
    public void What_the_ledger_has_forgotten_leaves_no_story_behind()
    {
        Raise("leaf", Severity.Severe);
        Raise("above", Severity.Severe);
        _desk.Raise(_desk.State.Skip(10));

        Assert.Null(_desk.State.Stories);
        _desk.AssertRestores();
    }

    private void Raise(
        string alert, Severity severity, double value = 10, double? certain = null, string story = "leaf",
        Measure measure = Measure.Killed) =>
        Offer(Of(alert, 1, AlertChange.Raised, severity, value, certain, story, measure));

    private void Update(
        string alert, Severity severity, double value = 10, double? certain = null, string story = "leaf",
        Measure measure = Measure.Killed) =>
        Offer(Of(alert, 2, AlertChange.Updated, severity, value, certain, story, measure));

    private void End(string alert, int at, AlertChange change = AlertChange.Cleared, Severity severity = Severity.Severe) =>
        Offer(Of(alert, 9, change, severity, at: at));

    private Alert Of(
        string alert, int revision, AlertChange change, Severity severity, double value = 10, double? certain = null,
        string story = "leaf", Measure measure = Measure.Killed, int at = 0)
    {
        var sample = AlertSample.Alert(++_seq, alert, revision, change, severity: severity);
        return sample with
        {
            Story = story,
            EndedAt = sample.Status == AlertStatus.Open ? null : AlertSample.Start.AddMinutes(at),
            Measure = sample.Measure with
            {
                Name = measure,
                Value = value,
                Certain = certain ?? value,
                Count = certain is null ? Counting.Stated : Counting.Certain,
            },
        };
    }

    private void Offer(Alert revision) => _desk.Offer(revision);

    /// <summary>By seq, what became of each revision that matched; and it survives a crash.</summary>
    private void AssertOutcomes(params string[] expected)
    {
        Assert.Equal(
            expected,
            _desk.State.ToSnapshot().Entries.Select(static e => e.Into is null ? $"{e.AlertId} told" : $"{e.AlertId} > {e.Into}"));
        _desk.AssertRestores();
    }
}
