using System.Text.Json;
using Alerting.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Json;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Stories;

/// <summary>How a story gets from one region to the next, whatever gathers, restarts or was stored before there were stories.</summary>
public sealed class RolledUpStoryTests
{
    private readonly RegionOutput _output = new();

    [Fact]
    public void A_roll_up_that_gathers_two_stories_raises_alerts_of_that_which_they_show()
    {
        var (ramadi, balad) = (Change("IQ-AN", "i1", 12, "IQ-AN.killed.1"), Change("IQ-SD", "i2", 15, "IQ-AN.killed.2"));
        var quiet = Change("IQ-AN", "i3", 1, null);
        var above = Above(
            TreeOfStories.Root("all", "IQ", 20),
            TreeOfStories.Root("two", "IQ", 15) with { Match = new Match { Towns = ["IQ-SD"] } },
            TreeOfStories.Root("quiet", "IQ", 1) with { Match = new Match { Towns = ["quiet"] } });

        above.Apply(1, Now, new RollUpInput("IQ-AN", 1, [quiet, ramadi, balad], null), _output);

        Assert.Equal(
            ["IQ.all.1 of IQ-AN.killed.1", "IQ.quiet.1 of IQ.quiet.1", "IQ.two.1 of IQ-AN.killed.2"],
            _output.Revisions.Select(static r => $"{r.AlertId} of {r.Story}"));
    }

    [Fact]
    public void The_last_version_of_an_incident_has_the_story_of_those_left_out()
    {
        var raised = Change("IQ-AN", "i1", 12, "IQ-AN.killed.1");
        var revised = Change("IQ-AN", "i1", 11, null) with { Cause = "report i1 was corrected" };

        var sent = RollUpChanges.LastVersions([raised, Change("IQ-AN", "i2", 1, null), revised]);

        Assert.Equal(["i2", "i1"], sent.Select(static c => c.IncidentId));
        Assert.Equal((11, "report i1 was corrected", "IQ-AN.killed.1"), (sent[1].Value!.Killed, sent[1].Cause, sent[1].Story));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_region_that_restarts_passes_up_the_stories_that_the_one_above_has_not_got(bool bySnapshot)
    {
        AdoptInput adopt = new([new("killed", 1, TreeOfStories.Leaf("killed", 10), default, "", null)]);
        var first = new ReportInput(TreeOfStories.Report("IQ-AN", "r1", 0, 12));
        var second = new ReportInput(TreeOfStories.Report("IQ-AN", "r2", 1, 1));
        var region = New("IQ-AN");
        region.Apply(1, Now, adopt, _output);
        region.Apply(2, Now, first, _output);
        region.Apply(3, Now, second, _output);
        if (bySnapshot)
        {
            region = new Snapshots().Restart(region, New("IQ-AN"));
        }
        else
        {
            var replayed = new RegionOutput { WantsIncidents = false };
            region = New("IQ-AN");
            region.Apply(1, Now, adopt, replayed);
            region.Apply(2, Now, first, replayed);
            region.Apply(3, Now, second, replayed);
        }

        Assert.Equal(["r1 IQ-AN.killed.1", "r2 "], Stories(region, 1));
        region.Acknowledge(2);
        Assert.Equal(["r2 "], Stories(region, 2));
    }

    [Fact]
    public void A_log_keeps_the_story_of_a_change_that_is_gone_too()
    {
        var gone = new IncidentChange("IQ-AN", "i2", null, "report i2 was retracted", "IQ-AN.surge.3");
        var entry = new RegionLogWriter();
        entry.SetNow(Now);
        entry.Add(new RollUpInput("IQ-AN", 4, [Change("IQ-AN", "i1", 1, "IQ-AN.killed.1"), gone, Change("IQ-AN", "i3", 1, null)], null));

        var read = (RollUpInput)Assert.Single(RegionLogReader.Read(entry.Finish()).Steps).Input!;

        Assert.Equal(["IQ-AN.killed.1", "IQ-AN.surge.3", null], read.Changes.Select(static c => c.Story));
    }

    [Fact]
    public void A_log_says_that_the_clock_ran_in_the_instant_of_an_input_without_another()
    {
        var entry = new RegionLogWriter();
        entry.RunTo(Now);
        entry.Add(TreeOfStories.Report("IQ-AN", "r1", 0, 12), IdSuffix.NextFree);
        entry.SetNow(Now);
        entry.RunTo(Now);
        entry.RunTo(Now);
        Assert.Equal([true, false], RegionLogReader.Read(entry.Finish()).Steps.Select(static step => step.Input is not null));

        entry.RunTo(Now);
        entry.Add(TreeOfStories.Report("IQ-AN", "r2", 0, 12), IdSuffix.NextFree);
        entry.RunTo(Now);
        entry.Add(TreeOfStories.Report("IQ-AN", "r3", 0, 12), IdSuffix.NextFree);
        Assert.Equal([true, true], RegionLogReader.Read(entry.Finish()).Steps.Select(static step => step.Input is not null));
    }

    [Fact]
    public void A_stored_alert_of_before_there_were_stories_is_its_own()
    {
        var region = New("IQ-AN");
        region.Rules = JudgingRules.Second;
        region.Apply(
            1, Now, new AdoptInput([.. new[] { TreeOfStories.Leaf("a", 10), TreeOfStories.Leaf("b", 10) }.Select(
                static t => new ThresholdVersion(t.Id, 1, t, default, "", null))]), _output);
        region.Apply(2, Now, new ReportInput(TreeOfStories.Report("IQ-AN", "r1", 0, 12)), _output);

        Assert.Equal(["IQ-AN.a.1", "IQ-AN.b.1"], _output.Revisions.Select(static r => r.Story));
        Assert.All(_output.IncidentChanges, static change => Assert.Null(change.Story));
        var json = JsonSerializer.SerializeToNode(_output.Revisions[1], AlertJson.Wire.Alert)!.AsObject();
        json.Remove("story");
        Assert.Equal("IQ-AN.b.1", JsonSerializer.Deserialize(json, AlertJson.Wire.Alert)!.Story);
    }

    private static long Now => TreeOfStories.Start.AddMinutes(5).UtcTicks;

    private static RegionEngine New(string code) => new(code, RegionCatalog.Iso, EngineOptions.Default);

    private static IEnumerable<string> Stories(RegionEngine region, long after) =>
        region.ChangesAfter(after).Select(static c => $"{c.Change.IncidentId["wire-a:".Length..]} {c.Change.Story}");

    private RegionEngine Above(params Threshold[] thresholds)
    {
        var region = New("IQ");
        region.Apply(
            1, Now, new AdoptInput([.. thresholds.Select(static t => new ThresholdVersion(t.Id, 1, t, default, "", null))]), _output);
        return region;
    }

    private static IncidentChange Change(string region, string id, int killed, string? story) => new(
        region,
        id,
        new Incident
        {
            IncidentId = id,
            Region = region,
            Kind = "ied",
            Family = Family.Explosion,
            KindWeight = 2,
            Town = story is null ? "quiet" : region,
            TownFactor = 1,
            TownReportedAt = Now,
            OccurredAt = Now,
            Killed = killed,
            GradeFactor = 1,
            Weight = 2,
            Sources = ["wire-a"],
        },
        null,
        story);
}
