using Alerting.Engine.Levels;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Xunit;

namespace Alerting.Engine.Tests.Levels;

public sealed class TimesBelowTests
{
    private readonly TimesBelow _below = new();

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, 0L)]
    [InlineData(5, 0L)]
    [InlineData(6, 0L)]
    public void Has_been_below_every_level_but_the_lowest_before_anything_happened(double bound, long? since) =>
        Assert.Equal(since, _below.Since(bound));

    [Fact]
    public void Knows_of_levels_that_no_threshold_has_named()
    {
        _below.Note(ThreatLevel.Moderate, 10);
        _below.Note(ThreatLevel.Critical, 20);
        _below.Note(ThreatLevel.Moderate, 30);
        Assert.Equal((null, 30L, 30L), (_below.Since(2), _below.Since(2.5), _below.Since(5)));
    }

    [Fact]
    public void What_rises_and_falls_within_one_instant_has_not_risen()
    {
        _below.Note(ThreatLevel.Moderate, 10);
        _below.Note(ThreatLevel.Severe, 20);
        _below.Note(ThreatLevel.Low, 20);
        Assert.Equal((20L, 0L, 0L), (_below.Since(2), _below.Since(3), _below.Since(4)));
    }

    [Fact]
    public void Is_the_same_after_a_snapshot()
    {
        _below.Note(ThreatLevel.Moderate, 10);
        _below.Note(ThreatLevel.Severe, 20);
        var writer = new WireWriter();
        _below.Save(writer);
        var restored = new TimesBelow();
        restored.Restore(new WireReader(writer.Written));
        restored.Note(ThreatLevel.Low, 20);
        Assert.Equal((20L, 0L, 0L), (restored.Since(2), restored.Since(3), restored.Since(4)));
    }

    [Fact]
    public void Takes_from_a_former_snapshot_what_its_thresholds_knew()
    {
        _below.Restore(ThreatLevel.Moderate, [(4, 700)]);
        Assert.Equal((null, 0L, 700L), (_below.Since(2), _below.Since(3), _below.Since(4)));
    }
}
