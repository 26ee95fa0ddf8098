using Alerting.Engine.Thresholds;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Thresholds;

public sealed class DefaultThresholdsTests
{
    [Theory]
    [InlineData("simultaneous-assaults", Depth.Leaf, true, Measure.Towns, 3, 3, "PT2H", Severity.Critical)]
    [InlineData("mass-casualty", Depth.Leaf, false, Measure.Killed, 10, 10, "PT24H", Severity.Severe)]
    [InlineData("several-regions", Depth.Root, true, Measure.Regions, 4, 3, "PT48H", Severity.Severe)]
    [InlineData("surge", Depth.Leaf, true, Measure.Surge, 2, 2, "P7D", Severity.Warning)]
    [InlineData("level-severe", Depth.Leaf, false, Measure.Level, 4, 4, null, Severity.Warning)]
    public void Watches_as_specified(
        string id, Depth depth, bool violenceOnly, Measure measure, double atLeast, double clearBelow, string? window, Severity severity)
    {
        var threshold = Assert.Single(DefaultThresholds.All, t => t.Id == id);

        Assert.Equal((depth, measure, atLeast, clearBelow, severity), (threshold.Scope.Depth, threshold.Measure, threshold.AtLeast, threshold.ClearBelow, threshold.Severity));
        Assert.Equal(["*"], threshold.Scope.Regions);
        Assert.Equal(window, threshold.Window?.ToString());
        Family[] families = violenceOnly ? [Family.Battle, Family.Explosion, Family.AttackOnSecurityForces, Family.AttackOnCivilians] : [];
        Assert.Equal(families, threshold.Match.Families);
        Assert.Empty(threshold.Match.Kinds);
        Assert.Equal(measure is Measure.Towns or Measure.Regions ? Counting.Certain : Counting.Stated, threshold.Count);
        Assert.True(threshold.Enabled);
        Assert.Equal(("PT15M", "PT0S", "P3D", "PT1S"), (threshold.ClearAfter.ToString(), threshold.Cooldown.ToString(), threshold.Lateness.ToString(), threshold.UpdateEvery.ToString()));
        Assert.Equal(measure is Measure.Surge ? ("P28D", 1.0) : (null, null), (threshold.Baseline?.ToString(), threshold.Floor));
    }

    [Fact]
    public void There_are_five() => Assert.Equal(5, DefaultThresholds.All.Count);
}
