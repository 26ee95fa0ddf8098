using Alerting.Console.Wall;
using Alerting.Regions;
using Microsoft.Extensions.Time.Testing;
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

    [Fact]
    public void A_time_has_its_day_where_that_is_not_today()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 6, 1, 22, 30, 0, TimeSpan.Zero));
        clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Asia/Baghdad"));
        Assert.Equal("01:05", WallFigures.Time(new DateTimeOffset(2026, 6, 1, 22, 5, 0, TimeSpan.Zero), clock));
        Assert.Equal("1 Jun 23:05", WallFigures.Time(new DateTimeOffset(2026, 6, 1, 20, 5, 0, TimeSpan.Zero), clock));
    }

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
