using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Regions;
using Alerting.Engine.Tests.Rarity;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Alerts;

/// <summary>What desks do to alerts: each a revision, and an acknowledgement that lapses when what was acknowledged has grown.</summary>
public sealed class AlertActTests
{
    private static readonly Threshold s_slow = RegionOfDays.Killed with { UpdateEvery = Duration.Parse("PT6H") };

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void An_acknowledgement_lapses_at_once_when_the_measure_reaches_twice_what_was_acknowledged(int killed, bool lapses)
    {
        var region = new RegionOfDays(s_slow);
        region.Report(0, 10);
        region.AtDesk(0.01, new AcknowledgeAct("seen"));
        region.Restart();
        region.Report(0.02, killed - 10);

        var last = region.Revisions[^1];
        if (lapses)
        {
            Assert.Equal((AlertChange.Updated, "grown", RegionOfDays.At(0.02)), (last.Change, last.Reason, last.UpdatedAt));
            Assert.Null(last.Acknowledged);
        }
        else
        {
            Assert.Equal((AlertStatus.Open, 10.0), (last.Status, last.Acknowledged?.Value));
        }
    }

    [Fact]
    public void It_lapses_at_twice_in_small_steps_too_none_of_which_would_be_told_at_once()
    {
        var region = new RegionOfDays(s_slow);
        region.Report(0, 10);
        region.AtDesk(0, new AcknowledgeAct(null));
        region.Report(0.1, 4);
        region.Report(0.26, 4);
        region.Report(0.27, 1);
        Assert.NotNull(region.Revisions[^1].Acknowledged);

        region.Report(0.28, 1);

        Assert.Equal(("grown", 20.0, RegionOfDays.At(0.28)), (region.Revisions[^1].Reason, region.Revisions[^1].Measure.Value, region.Revisions[^1].UpdatedAt));
    }

    [Fact]
    public void It_lapses_when_the_alert_becomes_graver_and_not_when_it_becomes_less_grave()
    {
        var region = new RegionOfDays();
        region.Report(0, 10);
        region.AtDesk(0.01, new AcknowledgeAct(null));

        region.Adopt(RegionOfDays.Killed with { Severity = Severity.Warning });
        Assert.NotNull(region.Revisions[^1].Acknowledged);
        region.Adopt(RegionOfDays.Killed with { Severity = Severity.Critical });

        Assert.Equal((null, "grown", Severity.Critical), (region.Revisions[^1].Acknowledged, region.Revisions[^1].Reason, region.Revisions[^1].Severity));
    }

    [Fact]
    public void Where_another_thing_is_judged_it_has_grown_from_what_that_was_at_first()
    {
        var region = new RegionOfDays();
        region.Report(0, 10);
        region.AtDesk(0.01, new AcknowledgeAct(null));

        region.Adopt(RegionOfDays.Killed with { Measure = Measure.Incidents, AtLeast = 1, ClearBelow = 1 });
        Assert.Equal((1.0, 1.0), (region.Revisions[^1].Measure.Value, region.Revisions[^1].Acknowledged!.Value));
        region.Report(0.1, 0);

        Assert.Equal("grown", region.Revisions[^1].Reason);
    }

    [Fact]
    public void By_the_rules_of_before_an_acknowledgement_never_lapses()
    {
        var region = new RegionOfDays { Rules = JudgingRules.Fourth };
        region.Report(0, 10);
        region.AtDesk(0.01, new AcknowledgeAct(null));
        region.Report(0.02, 90);

        Assert.Equal((100.0, null), (region.Revisions[^1].Measure.Value, region.Revisions[^1].Acknowledged!.Value));
    }

    [Fact]
    public void Each_act_is_a_revision_with_the_facts_of_the_last_one_and_who_did_it()
    {
        var region = new RegionOfDays();
        region.Report(0, 10);
        AlertAct[] acts =
        [
            new AcknowledgeAct("seen"), new UnacknowledgeAct(), new AssignAct("bob", "yours"), new CommentAct("I called them"),
            new ReviewAct(DispositionValue.TrueAlarm, null), new AssignAct(null, null),
        ];
        foreach (var act in acts)
        {
            region.AtDesk(0.01, act);
        }

        var raised = region.Revisions[0];
        var made = region.Revisions.Skip(1).ToList();
        Assert.Equal(
            [
                AlertChange.Acknowledged, AlertChange.Unacknowledged, AlertChange.Assigned, AlertChange.Commented, AlertChange.Reviewed,
                AlertChange.Assigned,
            ],
            made.Select(static r => r.Change));
        Assert.Equal([2, 3, 4, 5, 6, 7], made.Select(static r => r.Revision));
        Assert.All(made, r => Assert.Equal(("ann", RegionOfDays.At(0.01), raised.Explanation), (r.By, r.At, r.Explanation)));
        Assert.Equal([null, null, null, "I called them", null, null], made.Select(static r => r.Comment));
        Assert.Equal([null, null, "bob", "bob", "bob", null], made.Select(static r => r.Assignee?.To));
        Assert.Equal(DispositionValue.TrueAlarm, made[^1].Disposition!.Value);

        region.Report(0.02, 1);
        Assert.Equal((AlertChange.Updated, null, null), (region.Revisions[^1].Change, region.Revisions[^1].By, region.Revisions[^1].At));
        Assert.NotNull(region.Revisions[^1].Disposition);
    }

    [Fact]
    public void The_same_again_is_no_news_but_for_a_comment()
    {
        var region = new RegionOfDays();
        region.Report(0, 10);
        AlertAct[] acts =
        [
            new UnacknowledgeAct(), new AssignAct(null, null), new AcknowledgeAct("seen"), new AcknowledgeAct("seen"),
            new AssignAct("bob", null), new AssignAct("bob", null), new ReviewAct(DispositionValue.Unclear, "?"),
            new ReviewAct(DispositionValue.Unclear, "?"), new CommentAct("hm"), new CommentAct("hm"),
        ];
        foreach (var act in acts)
        {
            region.AtDesk(0.01, act);
        }

        Assert.Equal(
            [
                AlertChange.Raised, AlertChange.Acknowledged, AlertChange.Assigned, AlertChange.Reviewed, AlertChange.Commented,
                AlertChange.Commented,
            ],
            region.Revisions.Select(static r => r.Change));
    }

    [Fact]
    public void Comments_and_reviews_are_taken_after_the_end_and_do_not_change_it()
    {
        var region = new RegionOfDays();
        region.Report(0, 10);
        region.Advance(3);
        var cleared = region.Revisions[^1];
        region.AtDesk(4, new CommentAct("it was a wedding"));
        region.AtDesk(5, new ReviewAct(DispositionValue.FalseAlarm, null));

        Assert.Equal(AlertChange.Cleared, cleared.Change);
        var last = region.Revisions[^1];
        Assert.Equal((cleared.Revision + 2, AlertStatus.Cleared, cleared.EndedAt), (last.Revision, last.Status, last.EndedAt));
        Assert.Equal((DispositionValue.FalseAlarm, "ann"), (last.Disposition!.Value, last.By));
    }

    [Fact]
    public void What_is_said_beside_an_alert_does_not_delay_what_is_new()
    {
        var region = new RegionOfDays(s_slow);
        region.Report(0, 10);
        region.Report(0.1, 1);
        region.AtDesk(0.2, new CommentAct("anything new?"));
        region.Advance(1);

        Assert.Equal(RegionOfDays.At(0.25), region.Revisions.First(static r => r.Change == AlertChange.Updated).UpdatedAt);
    }

    [Fact]
    public void An_act_is_known_by_its_key_for_a_day_and_by_the_next_activation()
    {
        var region = new RegionOfDays();
        region.Report(0, 10);
        region.AtDesk(0.2, new CommentAct("once"), key: new ActKey("k-1", "c-1"));
        region.AtDesk(0.4, new CommentAct("twice"), key: new ActKey("k-2", "c-2"));
        region.Restart();

        Assert.Equal(new KnownAct("c-1", 2), region.ActOf("k-1"));
        Assert.Null(region.ActOf("k-3"));
        region.Advance(1.3);
        Assert.Null(region.ActOf("k-1"));
        Assert.Equal(new KnownAct("c-2", 3), region.ActOf("k-2"));
    }

    [Fact]
    public void Every_act_is_read_from_the_log_as_it_was_written()
    {
        var region = new RegionOfDays();
        region.Report(0, 10);
        RegionInput[] inputs =
        [
            Input(new AcknowledgeAct("seen")), Input(new AcknowledgeAct(null)), Input(new UnacknowledgeAct()),
            Input(new AssignAct("bob", null)), Input(new AssignAct(null, "nobody's")), Input(new CommentAct("ay")),
            Input(new ReviewAct(DispositionValue.Exercise, "drill")), Input(new CommentAct("ay")) with { Key = new ActKey("k", "c") },
        ];
        var ended = Input(new CommentAct("late")) with { Ended = region.Revisions[0] };
        var writer = new RegionLogWriter();
        writer.SetNow(RegionOfDays.Start.UtcTicks);
        foreach (var input in inputs.Append(ended))
        {
            writer.Add(input);
        }

        var read = RegionLogReader.Read(writer.Finish().ToArray()).Steps.Select(static step => step.Input).ToList();

        Assert.Equal(inputs, read.SkipLast(1));
        Assert.Equal((1, "IQ-AN.killed.1"), (((AlertActInput)read[^1]!).Ended!.Revision, ((AlertActInput)read[^1]!).Ended!.AlertId));
    }

    private static AlertActInput Input(AlertAct act) => new("IQ-AN.killed.1", "ann", act);
}
