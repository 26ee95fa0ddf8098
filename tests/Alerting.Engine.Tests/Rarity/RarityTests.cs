using Alerting.Alerts;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Rarity;

public sealed class RarityTests
{
    private static readonly Threshold s_rare = RegionOfDays.Killed with { RarerThan = 0.05 };

    [Fact]
    public void An_alert_says_on_how_many_days_as_much_was_reached_and_when_last()
    {
        var region = new RegionOfDays();
        region.Report(0, 1);
        region.Report(10, 12);
        region.Report(20, 15);
        region.Report(30, 11);
        region.Report(40, 14);

        var alert = region.Raised.Last();
        Assert.Equal(new AlertRarity(38, 1, new DateOnly(2013, 12, 21)), alert.Rarity);
        Assert.EndsWith("; the last time was 21 December 2013; 1 of 38 days.", alert.Explanation, StringComparison.Ordinal);
        Assert.Equal(2, region.Raised.ElementAt(2).Rarity!.Reached);
    }

    [Fact]
    public void The_first_time_is_called_so()
    {
        var region = new RegionOfDays();
        region.Report(0, 1);
        region.Report(50, 10);

        var alert = Assert.Single(region.Raised);
        Assert.Equal(new AlertRarity(48, 0, null), alert.Rarity);
        Assert.EndsWith("; the first time in 48 days.", alert.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_common_is_not_raised_and_three_times_the_threshold_always_is()
    {
        var region = new RegionOfDays(s_rare);
        foreach (var day in Enumerable.Range(0, 40))
        {
            region.Report(day, day % 4 == 0 ? 20 : 1);
        }

        // Until 28 days are known nothing is held back.
        Assert.Equal(8, region.Raised.Count());
        Assert.Equal("29 Dec", region.Raised.Last().RaisedAt.ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture));
        region.Report(41, 21);
        region.Report(43, 20);
        region.Report(45, 30);
        Assert.Equal([21.0, 30], region.Raised.Skip(8).Select(static a => a.Measure.Value));
    }

    [Fact]
    public void A_level_that_stays_is_compared_with_the_days_that_have_come_to_count()
    {
        var level = RegionOfDays.Killed with { Measure = Measure.Level, Window = null, AtLeast = 2, ClearBelow = 2 };
        var region = new RegionOfDays(level with { RarerThan = 0.052 });
        region.Report(0, 0);
        region.Report(1, 40);
        var first = Assert.Single(region.Raised);

        // Two of 38 days, and of 39 as soon as another one has ended more than lateness ago.
        region.Report(40, 40);
        Assert.Equal([first], region.Raised);
        region.Report(40.1, 0);
        Assert.Equal(new AlertRarity(39, 2, new DateOnly(2013, 12, 3)), region.Raised.Last().Rarity);
    }

    [Fact]
    public void What_is_held_back_is_compared_anew_when_more_days_become_known()
    {
        var region = new RegionOfDays(s_rare with { RarerThan = 0.1 });
        foreach (var day in Enumerable.Range(20, 30))
        {
            region.Report(day, day % 8 == 0 ? 20 : 1);
        }

        var raised = region.Raised.Count();
        region.Report(52, 20);
        Assert.Equal(raised, region.Raised.Count());

        // News of a day long before: the region is known for longer, and as much was reached on a smaller share of its days.
        region.Report(0, 1, newsAfter: 52.1);
        Assert.Equal(RegionOfDays.At(52.1), region.Raised.Last().RaisedAt);
    }

    [Fact]
    public void With_few_days_rarity_is_ignored_and_that_is_said()
    {
        var region = new RegionOfDays(s_rare);
        region.Report(0, 10);
        region.Report(9, 10);

        Assert.Equal(new AlertRarity(7, 0, null), region.Raised.Last().Rarity);
        Assert.EndsWith("; how rare this is cannot be said yet, 7 of 28 days are known.", region.Raised.Last().Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_counts_as_it_stands_when_no_report_can_make_its_ends_count_any_more()
    {
        var region = new RegionOfDays();
        region.Report(0, 1);

        // Corrected in time, corrected too late, and told of too late.
        var first = region.Report(10, 20);
        region.Correct(first, 10, 2, at: 10.4);
        var second = region.Report(20, 20);
        region.Correct(second, 20, 2, at: 25);
        region.Report(30, 20, newsAfter: 2);
        region.Report(40, 20);

        Assert.Equal(new AlertRarity(38, 1, new DateOnly(2013, 12, 21)), region.Raised.Last().Rarity);
    }

    [Fact]
    public void What_an_alert_has_told_counts_for_its_day()
    {
        var region = new RegionOfDays();
        region.Report(0, 1);
        region.Report(10, 20);
        region.Report(10.45, 3);
        region.Advance(11.5);
        Assert.Equal(AlertChange.Cleared, region.Revisions[^1].Change);
        region.Report(50, 19);

        Assert.Equal(1, region.Raised.Last().Rarity!.Reached);
    }

    [Fact]
    public void The_baseline_bounds_the_days()
    {
        var region = new RegionOfDays(RegionOfDays.Killed with { Baseline = Duration.Parse("P30D") });
        region.Report(0, 10);
        region.Report(60, 10);
        region.Report(100, 10);

        Assert.Equal(new AlertRarity(30, 0, null), region.Raised.Last().Rarity);
    }

    [Fact]
    public void Another_measure_begins_anew_and_another_bound_does_not()
    {
        var region = new RegionOfDays();
        region.Report(0, 1);
        region.Report(20, 20);
        region.Adopt(RegionOfDays.Killed with { AtLeast = 15, ClearBelow = 15 });
        region.Report(50, 16);
        Assert.Equal(new AlertRarity(48, 1, new DateOnly(2013, 12, 21)), region.Raised.Last().Rarity);

        region.Advance(55);
        region.Adopt(RegionOfDays.Killed with { Measure = Measure.Incidents, AtLeast = 1, ClearBelow = 1 });
        region.Report(60, 1);
        Assert.Equal(new AlertRarity(3, 0, null), region.Raised.Last().Rarity);
    }

    [Fact]
    public void A_restart_changes_nothing()
    {
        var (region, restarted) = (new RegionOfDays(s_rare), new RegionOfDays(s_rare));
        foreach (var day in Enumerable.Range(0, 50))
        {
            region.Report(day, day % 9);
            restarted.Report(day, day % 9);
            restarted.Restart();
        }

        region.Report(50, 11);
        restarted.Report(50, 11);
        Assert.Equal(region.Raised.Last().Rarity, restarted.Raised.Last().Rarity);
        Assert.Equal(region.Revisions.Select(static r => r.Explanation), restarted.Revisions.Select(static r => r.Explanation));
    }
}
