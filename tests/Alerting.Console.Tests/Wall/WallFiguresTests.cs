using Alerting.Console.Wall;
using Alerting.Regions;
using Xunit;

namespace Alerting.Console.Tests.Wall;

public sealed class WallFiguresTests
{
    [Fact]
    public void What_regions_below_count_too_is_counted_once()
    {
        var figures = WallFigures.Of(
        [
            Region("IQ", null, ThreatLevel.Severe, 5, 7), Region("IQ-AN", "IQ", ThreatLevel.Severe, 5, 7, "a", "b"),
            Region("SE", null, ThreatLevel.Low, 1, 0, "c"),
        ]);
        Assert.Equal(new WallFigures(ThreatLevel.Severe, 6, 7, 3), figures);
    }

    [Fact]
    public void Of_somebody_who_sees_a_part_of_a_country_the_parts_are_counted() =>
        Assert.Equal(
            new WallFigures(ThreatLevel.Critical, 3, 5, 0),
            WallFigures.Of([Region("IQ-AN", "IQ", ThreatLevel.Critical, 1, 5), Region("IQ-BG", "IQ", ThreatLevel.Low, 2, 0)]));

    [Fact]
    public void Nothing_reported_is_no_level() => Assert.Equal(new WallFigures(null, 0, 0, 0), WallFigures.Of([]));

    private static RegionView Region(
        string code, string? parent, ThreatLevel level, long incidents, long killed, params string[] alerts) => new()
        {
            Code = code,
            Name = code,
            Parent = parent,
            Level = level,
            LevelNumber = (int)level,
            Score = 1,
            Trend = Trend.Steady,
            Since = null,
            Override = null,
            Incidents24h = incidents,
            Incidents7d = incidents,
            Killed24h = killed,
            Towns24h = [],
            Towns24hCount = 0,
            OpenAlerts = alerts,
            LastIncidentAt = null,
            Version = 1,
            AsOf = null,
        };
}
