using Alerting.Inhibitions;
using Alerting.Notifications.Inhibitions;
using Alerting.Thresholds;
using Xunit;
using static Alerting.Notifications.Tests.Inhibitions.InhibitionSample;

namespace Alerting.Notifications.Tests.Inhibitions;

/// <summary>Which open alerts are held back by which.</summary>
public sealed class InhibitionTests
{
    [Fact]
    public void In_the_same_region_only_that_region_is_held_back() => Assert.Equal(
        ["A/B.bombs.1: passes", "A.shots.1: passes", "A/B.shots.1: r0 A/B.bombs.1", "A/B/C.shots.1: passes", "D.shots.1: passes"],
        Verdicts(
            Set(Rule("bombs", "shots")), Alert("A/B", "bombs", 1), Alert("A", "shots", 2), Alert("A/B", "shots", 3),
            Alert("A/B/C", "shots", 4), Alert("D", "shots", 5)));

    [Fact]
    public void Below_the_region_of_the_source_everything_is_held_back_and_nothing_above() => Assert.Equal(
        ["A/B.bombs.1: passes", "A.shots.1: passes", "A/B.shots.1: r0 A/B.bombs.1", "A/B/C.shots.1: r0 A/B.bombs.1",
            "A/BB.shots.1: passes"],
        Verdicts(
            Set(Rule("bombs", "shots", InhibitionPlace.Below)), Alert("A/B", "bombs", 1), Alert("A", "shots", 2), Alert("A/B", "shots", 3),
            Alert("A/B/C", "shots", 4), Alert("A/BB", "shots", 5)));

    [Fact]
    public void It_holds_back_in_its_regions_alone_wherever_the_source_lies() => Assert.Equal(
        ["A.bombs.1: passes", "A/B.shots.1: r0 A.bombs.1", "A/B/C.shots.1: r0 A.bombs.1", "A/D.shots.1: passes"],
        Verdicts(
            Set(Rule("bombs", "shots", InhibitionPlace.Below, regions: ["A/B"])), Alert("A", "bombs", 1), Alert("A/B", "shots", 2),
            Alert("A/B/C", "shots", 3), Alert("A/D", "shots", 4)));

    [Fact]
    public void Sources_are_grave_enough_and_targets_not_too_grave()
    {
        var rules = Set(Rule("bombs", "shots", minSeverity: Severity.Severe, maxSeverity: Severity.Severe));
        Assert.Equal(
            ["A.bombs.1: passes", "A.shots.1: passes"],
            Verdicts(rules, Alert("A", "bombs", 1, Severity.Warning), Alert("A", "shots", 2)));
        Assert.Equal(
            ["A.bombs.1: passes", "A.shots.1: passes"],
            Verdicts(rules, Alert("A", "bombs", 1), Alert("A", "shots", 2, Severity.Critical)));
        Assert.Equal(
            ["A.bombs.1: passes", "A.shots.1: r0 A.bombs.1"], Verdicts(rules, Alert("A", "bombs", 1), Alert("A", "shots", 2)));
    }

    [Fact]
    public void What_is_held_back_holds_nothing_back() => Assert.Equal(
        ["A.a.1: passes", "A.b.1: r0 A.a.1", "A.c.1: passes", "A.d.1: r2 A.c.1"],
        Verdicts(
            Set(Rule("a", "b"), Rule("b", "c"), Rule("c", "d")), Alert("A", "a", 1), Alert("A", "b", 2), Alert("A", "c", 3),
            Alert("A", "d", 4)));

    [Fact]
    public void Of_two_that_would_hold_each_other_back_the_one_goes_out_that_was_raised_first()
    {
        var rules = Set(Rule("a", "b"), Rule("b", "a"));
        Assert.Equal(["A.a.1: passes", "A.b.1: r0 A.a.1"], Verdicts(rules, Alert("A", "a", 1), Alert("A", "b", 2)));
        Assert.Equal(["A.b.1: passes", "A.a.1: r1 A.b.1"], Verdicts(rules, Alert("A", "a", 2), Alert("A", "b", 1)));
    }

    [Fact]
    public void Where_all_hold_all_back_the_first_of_a_region_goes_out() => Assert.Equal(
        ["A.a.1: passes", "A.b.1: r0 A.a.1", "D.a.1: passes", "A.c.1: r0 A.a.1", "D.c.1: r0 D.a.1"],
        Verdicts(
            Set(Rule()), Alert("A", "a", 1), Alert("A", "b", 2), Alert("D", "a", 3), Alert("A", "c", 4), Alert("D", "c", 5)));

    [Fact]
    public void Of_a_ring_the_first_goes_out_and_what_it_does_not_hold_back_after_it() => Assert.Equal(
        ["A.b.1: passes", "A.c.1: r1 A.b.1", "A.a.1: passes"],
        Verdicts(Set(Rule("a", "b"), Rule("b", "c"), Rule("c", "a")), Alert("A", "a", 3), Alert("A", "b", 1), Alert("A", "c", 2)));

    [Fact]
    public void What_was_raised_before_a_ring_that_holds_it_back_is_held_back_all_the_same() => Assert.Equal(
        ["A.d.1: r2 A.a.1", "A.a.1: passes", "A.b.1: r0 A.a.1"],
        Verdicts(Set(Rule("a", "b"), Rule("b", "a"), Rule(null, "d")), Alert("A", "d", 1), Alert("A", "a", 2), Alert("A", "b", 3)));

    [Fact]
    public void A_ring_that_is_broken_from_outside_is_none() => Assert.Equal(
        ["A.a.1: r2 A.c.1", "A.b.1: r3 A.u.1", "A.c.1: passes", "A.u.1: passes"],
        Verdicts(
            Set(Rule("a", "b"), Rule("b", "c"), Rule("c", "a"), Rule("u", "b")), Alert("A", "a", 1), Alert("A", "b", 2),
            Alert("A", "c", 3), Alert("A", "u", 4)));

    [Fact]
    public void An_alert_does_not_hold_back_itself_and_another_of_its_threshold_can_be_a_source_above() => Assert.Equal(
        ["A.a.1: passes", "A/B.a.1: r0 A.a.1"],
        Verdicts(Set(Rule("a", "a", InhibitionPlace.Below)), Alert("A", "a", 1), Alert("A/B", "a", 2)));

    [Fact]
    public void The_end_of_an_alert_is_held_back_while_a_source_is_open_that_is_not_held_back_itself()
    {
        var active = Set(Rule("a", "b"), Rule("b", "c")).Over(Open(Alert("A", "a", 1), Alert("A", "b", 2)));
        Assert.Equal("A.a.1", active.Over("A.b.0", "A", "b", Severity.Severe)!.Source.AlertId);
        Assert.Null(active.Over("A.c.0", "A", "c", Severity.Severe));
    }

    [Fact]
    public void A_revision_is_judged_by_its_own_severity_whatever_the_alert_has_become()
    {
        var rules = Set(Rule("a", "b", maxSeverity: Severity.Severe));
        var grown = rules.Over(Open(Alert("A", "a", 1), Alert("A", "b", 2, Severity.Critical)));
        Assert.NotNull(grown.Over("A.b.1", "A", "b", Severity.Severe));
        Assert.Null(grown.Over("A.b.1", "A", "b", Severity.Critical));
    }

    [Fact]
    public void A_long_row_of_alerts_is_judged_without_a_deep_stack()
    {
        // Each holds the next one back: every second one goes out.
        const int count = 2_000;
        var rules = Set([.. Enumerable.Range(0, count).Select(static i => Rule($"t{i}", $"t{i + 1}"))]);
        var alerts = Enumerable.Range(0, count + 1).Select(static i => Alert("A", $"t{i}", i + 1)).ToArray();
        var active = rules.Over(Open(alerts));
        Assert.Equal("passes", Shown(active, alerts[count]));
        Assert.Equal($"r{count - 2} A.t{count - 2}.1", Shown(active, alerts[count - 1]));
    }
}
