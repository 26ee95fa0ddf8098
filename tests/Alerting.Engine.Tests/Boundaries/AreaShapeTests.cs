using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Boundaries;

public sealed class AreaShapeTests
{
    private static readonly Location s_fallujah = new(33.35, 43.78);
    private static readonly RegionBoundaries s_shipped = RegionBoundaries.Load(RegionCatalog.Iso);

    [Fact]
    public void A_circle_reaches_as_far_as_it_says()
    {
        // Ramadi lies 46 km west of Fallujah.
        var ramadi = new Location(33.42, 43.30);
        Assert.False(AreaShape.Circle(s_fallujah, 44_000).Contains(ramadi));
        Assert.True(AreaShape.Circle(s_fallujah, 46_500).Contains(ramadi));
        Assert.True(AreaShape.Circle(s_fallujah, 1).Contains(s_fallujah));

        // Across the antimeridian.
        Assert.True(AreaShape.Circle(new Location(0, 179.9), 30_000).Contains(new Location(0, -179.9)));
    }

    [Fact]
    public void A_polygon_has_holes()
    {
        var shape = AreaShape.Polygon([Square(0, 0, 10), Square(4, 4, 2)]);
        Assert.True(shape.Contains(new Location(1, 1)));
        Assert.False(shape.Contains(new Location(5, 5)));
        Assert.False(shape.Contains(new Location(11, 5)));
    }

    [Theory]
    [InlineData("IQ-AN", true)]
    [InlineData("IQ", true)]
    [InlineData("IQ-BA", false)]
    [InlineData("JO", false)]
    public void A_region_is_met_where_some_of_it_lies_in_the_area(string code, bool expected)
    {
        var outline = s_shipped.Find(code, BoundaryDetail.High)!;
        Assert.Equal(expected, AreaShape.Circle(s_fallujah, 20_000).Meets(outline));

        // Within the region altogether, so that no borders cross.
        Assert.Equal(expected, AreaShape.Polygon([Square(33.3, 43.7, 0.1)]).Meets(outline));
    }

    [Fact]
    public void A_region_within_the_area_is_met_and_one_in_its_hole_is_not()
    {
        var jordan = s_shipped.Find("JO", BoundaryDetail.High)!;
        Assert.True(AreaShape.Polygon([Square(20, 30, 20)]).Meets(jordan));
        Assert.False(AreaShape.Polygon([Square(20, 30, 20), Square(28, 33, 8)]).Meets(jordan));
    }

    /// <summary>Rectangles meet where their sides overlap, in both directions.</summary>
    [Fact]
    public void Polygons_meet_as_their_points_do() =>
        Gen.Select(Rectangle, Rectangle).Sample((one, other) =>
        {
            var expected = one.South <= other.North && other.South <= one.North && one.West <= other.East && other.West <= one.East;
            var outline = new RegionOutline("X", [[new OutlineRing([new OutlineArc(Ring(other))], [false])]], 6);
            Assert.Equal(expected, AreaShape.Polygon([Ring(one)]).Meets(outline));
        });

    private static Gen<(int South, int West, int North, int East)> Rectangle =>
        Gen.Select(Gen.Int[-20, 20], Gen.Int[-20, 20], Gen.Int[1, 15], Gen.Int[1, 15])
            .Select(static (south, west, high, wide) => (south, west, south + high, west + wide));

    private static Location[] Ring((int South, int West, int North, int East) at) =>
        [new(at.South, at.West), new(at.South, at.East), new(at.North, at.East), new(at.North, at.West), new(at.South, at.West)];

    private static Location[] Square(double lat, double lon, double side) =>
        [new(lat, lon), new(lat, lon + side), new(lat + side, lon + side), new(lat + side, lon), new(lat, lon)];
}
