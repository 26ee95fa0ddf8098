using Alerting.Engine.Thresholds;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Thresholds;

public sealed class DefaultThresholdsTests
{
    [Theory]
    [InlineData("simultaneous-assaults", Depth.Leaf, true, Measure.Towns, 3, 2, "PT2H", Severity.Critical, "PT12H", "PT1S", null)]
    [InlineData("mass-casualty", Depth.Leaf, false, Measure.Killed, 10, 10, "PT24H", Severity.Severe, "PT24H", "PT1S", 0.05)]
    [InlineData("several-regions", Depth.Root, true, Measure.Regions, 4, 3, "PT48H", Severity.Severe, "P2D", "PT1H", 0.1)]
    [InlineData("surge", Depth.Leaf, true, Measure.Surge, 2, 2, "P7D", Severity.Warning, "P3D", "PT1S", null)]
    [InlineData("level-severe", Depth.Leaf, false, Measure.Level, 4, 4, null, Severity.Warning, "P2D", "PT6H", 0.1)]
    public void Watches_as_specified(
        string id, Depth depth, bool violenceOnly, Measure measure, double atLeast, double clearBelow, string? window, Severity severity,
        string cooldown, string updateEvery, double? rarerThan)
    {
        var threshold = Assert.Single(DefaultThresholds.All, t => t.Id == id);

        Assert.Equal(
            (depth, measure, atLeast, clearBelow, severity),
            (threshold.Scope.Depth, threshold.Measure, threshold.AtLeast, threshold.ClearBelow, threshold.Severity));
        Assert.Equal(["*"], threshold.Scope.Regions);
        Assert.Equal(window, threshold.Window?.ToString());
        Family[] families = violenceOnly ? [Family.Battle, Family.Explosion, Family.AttackOnSecurityForces, Family.AttackOnCivilians] : [];
        Assert.Equal(families, threshold.Match.Families);
        Assert.Empty(threshold.Match.Kinds);
        Assert.Equal(measure is Measure.Towns or Measure.Regions ? Counting.Certain : Counting.Stated, threshold.Count);
        Assert.True(threshold.Enabled);
        Assert.Equal(
            ("PT15M", cooldown, "P3D", updateEvery),
            (
                threshold.ClearAfter.ToString(), threshold.Cooldown.ToString(), threshold.Lateness.ToString(),
                threshold.UpdateEvery.ToString()));
        Assert.Equal(measure is Measure.Surge ? ("P28D", 1.0) : (null, null), (threshold.Baseline?.ToString(), threshold.Floor));
        Assert.Equal(rarerThan, threshold.RarerThan);
        Assert.Equal(measure is Measure.Surge ? (0.05, 3) : (null, null), (threshold.MaxProbability, threshold.MinIncidents));
    }

    [Fact]
    public void There_are_five() => Assert.Equal(5, DefaultThresholds.All.Count);
}
