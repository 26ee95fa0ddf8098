using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Stories;

/// <summary>What one report raises, in its region and in those above it, is one story.</summary>
public sealed class StoryTests
{
    [Fact]
    public void All_that_one_report_raises_has_the_story_of_the_first()
    {
        var tree = new TreeOfStories(
            TreeOfStories.Leaf("a", 10), TreeOfStories.Leaf("b", 5),
            TreeOfStories.Root("c", "AZ-NX", 10), TreeOfStories.Root("d", "AZ", 10));

        tree.Report("AZ-BAB", 0, 10);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["AZ-BAB.a.1"] = "AZ-BAB.a.1",
                ["AZ-BAB.b.1"] = "AZ-BAB.a.1",
                ["AZ-NX.c.1"] = "AZ-BAB.a.1",
                ["AZ.d.1"] = "AZ-BAB.a.1",
            },
            tree.Stories());
    }

    [Fact]
    public void What_raises_nothing_below_is_the_story_of_the_first_region_that_it_raises_something_in()
    {
        var tree = new TreeOfStories(TreeOfStories.Leaf("a", 50), TreeOfStories.Root("c", "AZ-NX", 10), TreeOfStories.Root("d", "AZ", 10));

        tree.Report("AZ-BAB", 0, 10);

        Assert.Equal(
            new Dictionary<string, string> { ["AZ-NX.c.1"] = "AZ-NX.c.1", ["AZ.d.1"] = "AZ-NX.c.1" }, tree.Stories());
    }

    [Fact]
    public void A_later_report_begins_another_story_also_where_the_alert_before_is_open()
    {
        var tree = new TreeOfStories(TreeOfStories.Leaf("a", 10), TreeOfStories.Root("d", "AZ", 20));

        tree.Report("AZ-BAB", 0, 10);
        tree.Report("AZ-BAB", 1, 10);

        Assert.Equal(new Dictionary<string, string> { ["AZ-BAB.a.1"] = "AZ-BAB.a.1", ["AZ.d.1"] = "AZ.d.1" }, tree.Stories());
    }

    [Fact]
    public void What_the_clock_raises_is_a_story_of_its_own()
    {
        var held = Duration.Parse("PT2H");
        var tree = new TreeOfStories(
            TreeOfStories.Leaf("a", 10) with { Cooldown = held }, TreeOfStories.Leaf("b", 10) with { Cooldown = held });

        tree.Report("AZ-BAB", 0, 20);
        tree.Advance(170);
        tree.Report("AZ-BAB", 175, 15);
        tree.Advance(200);

        // One hour after the report both clear, with a quarter of an hour; the cooldowns of both end at one instant.
        var stories = tree.Stories();
        Assert.Equal(("AZ-BAB.a.2", "AZ-BAB.b.2"), (stories["AZ-BAB.a.2"], stories["AZ-BAB.b.2"]));
        Assert.Equal(["AZ-BAB.a.1", "AZ-BAB.a.1"], [stories["AZ-BAB.a.1"], stories["AZ-BAB.b.1"]]);
    }
}
