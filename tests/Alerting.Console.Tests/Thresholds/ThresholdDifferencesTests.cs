using Alerting.Backtests;
using Alerting.Console.Thresholds;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Console.Tests.Thresholds;

public sealed class ThresholdDifferencesTests
{
    [Fact]
    public void Each_field_that_differs_is_named_once_and_no_other()
    {
        var before = Views.Of(Measure.Killed);
        var after = before with
        {
            AtLeast = 12,
            RarerThan = null,
            Match = before.Match with { Families = [Family.Unrest], Towns = [] },
            Window = Duration.Parse("P1D"),
            Lateness = Duration.Parse("P2D"),
        };
        Assert.Equal(
            [
                "At least: 3, 12", "Within: 36 h, 24 h", "Rarer than: 0.05, ",
                "Families: explosion, attack-on-security-forces, unrest", "Towns: Ramadi, Al Qāʾim, ",
            ],
            ThresholdDifferences.Of(before, after).Where(static field => field.Differs)
                .Select(static field => $"{field.Label}: {field.Before}, {field.After}"));
        Assert.DoesNotContain(ThresholdDifferences.Of(before, before), static field => field.Differs);
    }

    [Fact]
    public void Fields_stand_side_by_side_whatever_is_measured()
    {
        foreach (var one in Enum.GetValues<Measure>())
        {
            foreach (var other in Enum.GetValues<Measure>())
            {
                var fields = ThresholdDifferences.Of(Views.Of(one), Views.Of(other));
                Assert.Equal(one != other, fields.Single(static field => field.Label == "Measure").Differs);
                Assert.Equal(fields.Count, fields.Select(static field => field.Label).Distinct().Count());
                Assert.False(fields.Single(static field => field.Label == "Cooldown").Differs);
            }
        }
    }

    [Fact]
    public void Steps_are_compared_one_by_one_and_nothing_is_like_nothing()
    {
        var before = Views.Of(Measure.Sequence);
        var after = before with { Steps = [before.Steps![0], new Match { Towns = ["Tikrit"] }] };
        Assert.Equal(
            ["Step 2: armed-assault, in Mosul > in Tikrit", "Step 3: any incident > "],
            ThresholdDifferences.Of(before, after).Where(static field => field.Differs)
                .Select(static field => $"{field.Label}: {field.Before} > {field.After}"));
        Assert.All(ThresholdDifferences.Of(null, before), static field => Assert.Equal("", field.Before));
        Assert.Empty(ThresholdDifferences.Of(null, null));
    }

    [Theory]
    [InlineData(Measure.Killed, "At least 3 killed within 36 h; only explosion or attack-on-security-forces or armed-assault or")]
    [InlineData(Measure.Level, "A level of 4 (severe) or higher")]
    [InlineData(Measure.Surge, "At least 2.5 times as many incidents within 36 h as the 56 days before let expect; only explosion")]
    [InlineData(Measure.Sequence, "Incidents one after the other within 36 h: explosion, then armed-assault, in Mosul, then any incident;")]
    [InlineData(Measure.Quiet, "At least 3 sources that say nothing for 36 h, having sent 12 reports or more in the 56 days before")]
    public void What_it_watches_is_said_in_words(Measure measure, string expected) =>
        Assert.StartsWith(expected, ThresholdWords.Watches(Views.Of(measure)), StringComparison.Ordinal);

    [Fact]
    public void Of_many_regions_the_first_are_named_and_all_are_found()
    {
        var threshold = Views.Of(Measure.Killed) with
        {
            Scope = new Scope([.. Enumerable.Range(1, 10).Select(static i => $"SE-{i}")], Depth.Leaf),
        };
        Assert.Equal(
            "SE-1, SE-2, SE-3, SE-4, SE-5, SE-6, SE-7, SE-8, 2 more; each region by itself", ThresholdWords.Where(threshold.Scope));
        Assert.True(ThresholdFilter.Fits(threshold, "se-10"));
    }

    [Fact]
    public void How_many_alerts_it_brings_is_said_as_far_as_it_is_known()
    {
        var odds = new ThresholdOdds(
            "x", new AlertsPerWeek(0.5, 3, []), [], 0, new AlertsByChance(12.34, 8, 15, 200, 1));
        Assert.Equal("0.5, at most 3 in nine weeks of ten; 12.3 a year by chance", ThresholdWords.Load(odds));
        var unknown = new AlertsByChance(null, null, null, 0, 0);
        Assert.Equal("0.5, at most 3 in nine weeks of ten", ThresholdWords.Load(odds with { ByChance = unknown }));
        Assert.Equal("\u2013", ThresholdWords.Load(odds with { PerWeek = null }));
        Assert.Equal("\u2013", ThresholdWords.Load(null));
    }

    [Fact]
    public void What_the_server_says_of_a_field_has_the_name_that_the_field_has_here() => Assert.Equal(
        "'Clear below' must be greater than 0 and at most 'At least'",
        ThresholdTexts.InWords("clearBelow must be greater than 0 and at most atLeast"));

    [Fact]
    public void Thresholds_are_found_by_words_in_any_order()
    {
        var threshold = Views.Of(Measure.Killed);
        Assert.True(ThresholdFilter.Fits(threshold, ""));
        Assert.True(ThresholdFilter.Fits(threshold, "severe se-ab KILLED"));
        Assert.False(ThresholdFilter.Fits(threshold, "killed critical"));
    }
}
