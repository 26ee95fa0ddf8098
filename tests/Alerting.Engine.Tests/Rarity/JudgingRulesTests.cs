using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Rarity;

/// <summary>A log that was written by other rules is replayed by them, so that it leads to the revisions that were published.</summary>
public sealed class JudgingRulesTests
{
    [Fact]
    public void An_entry_says_by_which_rules_it_was_judged()
    {
        var writer = new RegionLogWriter();
        writer.SetNow(RegionOfDays.Start.UtcTicks);
        writer.Add(new AlertActInput("IQ-AN.killed.1", "desk", new AcknowledgeAct(null)));
        var entry = writer.Finish().ToArray();

        Assert.Equal(JudgingRules.Current, RegionLogReader.Read(entry).Rules);
        entry[0] = (byte)JudgingRules.First;
        Assert.Equal(JudgingRules.First, RegionLogReader.Read(entry).Rules);
        entry[0] = (byte)JudgingRules.Current + 1;
        Assert.Throws<InvalidDataException>(() => RegionLogReader.Read(entry));
    }

    [Fact]
    public void By_the_first_rules_every_update_waits_and_a_cooldown_holds_back_everything()
    {
        var threshold = RegionOfDays.Killed with { UpdateEvery = Duration.Parse("PT6H"), Cooldown = Duration.Parse("P2D") };
        var (first, current) = (new RegionOfDays(threshold) { Rules = JudgingRules.First }, new RegionOfDays(threshold));
        foreach (var region in (RegionOfDays[])[first, current])
        {
            region.Report(0, 10);
            region.Report(0.1, 40);
            region.Advance(1);
            region.Report(1.1, 100);
        }

        Assert.Equal(RegionOfDays.At(0.25), first.Revisions.First(static r => r.Change == AlertChange.Updated).UpdatedAt);
        Assert.Equal(RegionOfDays.At(0.1), current.Revisions.First(static r => r.Change == AlertChange.Updated).UpdatedAt);
        Assert.Single(first.Raised);
        Assert.Equal(2, current.Raised.Count());
    }

    [Fact]
    public void What_was_written_before_sentences_told_the_local_time_is_replayed_as_it_was()
    {
        var third = new RegionOfDays(RegionOfDays.Killed) { Rules = JudgingRules.Third };
        var current = new RegionOfDays(RegionOfDays.Killed);
        foreach (var region in (RegionOfDays[])[third, current])
        {
            region.Report(0, 10);
        }

        Assert.Contains(" UTC (10)", third.Raised.Single().Explanation, StringComparison.Ordinal);
        Assert.Contains("+03:00) (10)", current.Raised.Single().Explanation, StringComparison.Ordinal);
    }
}
