using Alerting.Alerts;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Rarity;

/// <summary>What a cooldown and the time between updates hold back, and what they do not.</summary>
public sealed class HeldBackTests
{
    private static readonly Threshold s_cooling = RegionOfDays.Killed with { Cooldown = Duration.Parse("P2D"), Lateness = Duration.Parse("P4D") };

    [Fact]
    public void What_is_raised_at_the_end_of_a_cooldown_says_since_when_it_was_held_back()
    {
        var region = new RegionOfDays(s_cooling);
        region.Report(0, 12);
        region.Report(1, 11);
        region.Report(1.2, 1);
        Assert.Single(region.Raised);
        region.Advance(5);

        var held = region.Raised.Last();
        Assert.Equal(RegionOfDays.At(1), held.HeldSince);
        Assert.Equal(region.Revisions.Single(static r => r.Change == AlertChange.Cleared && r.AlertId.EndsWith(".1", StringComparison.Ordinal)).UpdatedAt.AddDays(2), held.RaisedAt);
        Assert.Contains("; held back by the cooldown since 2 Dec 12:00 UTC", held.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_taken_back_meanwhile_was_not_held_back()
    {
        var region = new RegionOfDays(s_cooling);
        region.Report(0, 12);
        var wrong = region.Report(1, 11);
        region.Correct(wrong, 1, 1, at: 1.1);
        region.Report(1.3, 10);
        region.Advance(5);

        Assert.Equal(RegionOfDays.At(1.3), region.Raised.Last().HeldSince);
    }

    [Theory]
    [InlineData(13, true)]
    [InlineData(12, false)]
    [InlineData(10, false)]
    public void A_cooldown_does_not_hold_back_what_is_greater_than_before(int killed, bool raised)
    {
        var region = new RegionOfDays(s_cooling);
        region.Report(0, 12);
        region.Report(1, killed);

        Assert.Equal(raised ? 2 : 1, region.Raised.Count());
        Assert.All(region.Raised, static alert => Assert.Null(alert.HeldSince));
    }

    [Fact]
    public void Nor_three_times_the_threshold()
    {
        var region = new RegionOfDays(s_cooling);
        region.Report(0, 100);
        region.Report(1, 29);
        Assert.Single(region.Raised);
        region.Report(1.1, 1);
        Assert.Equal(30, region.Raised.Last().Measure.Value);
    }

    [Fact]
    public void An_update_that_raises_the_measure_by_half_does_not_wait()
    {
        var region = new RegionOfDays(RegionOfDays.Killed with { UpdateEvery = Duration.Parse("PT6H") });
        region.Report(0, 10);
        region.Report(0.01, 4);
        Assert.Single(region.Revisions);
        region.Report(0.02, 1);

        Assert.Equal([10.0, 15], region.Revisions.Select(static r => r.Measure.Value));
        region.Report(0.03, 1);
        region.Advance(0.26);
        Assert.Equal(2, region.Revisions.Count);
        region.Advance(0.28);
        Assert.Equal(RegionOfDays.At(0.02).AddHours(6), region.Revisions[^1].UpdatedAt);
    }

    [Fact]
    public void Any_rise_of_a_level_is_told_at_once_and_what_is_slight_is_not_told_or_named()
    {
        var region = new RegionOfDays(RegionOfDays.Killed with
        {
            Measure = Measure.Level,
            Window = null,
            AtLeast = 2,
            ClearBelow = 2,
            UpdateEvery = Duration.Parse("P1D"),
        });
        region.Report(0, 10);
        Assert.Equal(2, Assert.Single(region.Revisions).Measure.Value);
        foreach (var i in Enumerable.Range(1, 30))
        {
            region.Report(0.001 * i, 1_000);
        }

        Assert.Equal([2.0, 3, 4, 5], region.Revisions.Select(static r => r.Measure.Value));

        // The heaviest have changed, and that is told when the last revision is a day old. What is slight never is.
        region.Advance(1.05);
        Assert.Equal(5, region.Revisions.Count);
        region.Report(1.06, 0);
        region.Advance(2.2);
        Assert.Equal(5, region.Revisions.Count);
    }
}
