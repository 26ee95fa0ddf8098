using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Reports;
using Xunit;

namespace Alerting.Engine.Tests.Boundaries;

/// <summary>Outlines with few points still say where a region lies.</summary>
public sealed class OutlineSketchTests
{
    private static readonly RegionBoundaries s_boundaries = RegionBoundaries.Load(RegionCatalog.Iso);

    [Fact]
    public void Every_region_that_is_shipped_can_be_sketched_in_closed_rings_of_few_points()
    {
        var sketched = 0;
        foreach (var outline in RegionCatalog.Iso.Codes.Select(static code => s_boundaries.Find(code, BoundaryDetail.High)))
        {
            if (outline is null)
            {
                continue;
            }

            var rings = OutlineSketch.Of(outline, 100);
            sketched++;
            Assert.True(rings.Count > 0, outline.Code);
            Assert.InRange(rings.Sum(static ring => ring.Count), 4, 100);
            Assert.All(rings, static ring => Assert.True(ring.Count >= 4 && ring[0] == ring[^1]));
        }

        Assert.InRange(sketched, 2_000, RegionCatalog.Iso.Codes.Count);
    }

    [Theory]
    [InlineData("IQ", 44.36, 33.31)]
    [InlineData("IQ-AN", 43.30, 33.42)]
    [InlineData("US", -98.6, 39.8)]
    [InlineData("RU", 37.6, 55.75)]
    public void A_sketch_is_where_the_region_is(string code, double lon, double lat)
    {
        var outline = s_boundaries.Find(code, BoundaryDetail.High)!;
        var rings = OutlineSketch.Of(outline, 100);
        var corners = rings.SelectMany(static ring => ring).ToHashSet();

        Assert.Contains(rings, ring => IsIn(ring, new Location(lat, lon)));
        Assert.Subset(outline.Polygons.SelectMany(static polygon => polygon[0].Points()).ToHashSet(), corners);
    }

    [Fact]
    public void An_outline_of_few_points_stays_as_it_is()
    {
        Location[] square = [new(0, 0), new(0, 10), new(10, 10), new(10, 0), new(0, 0)];
        Location[] islet = [new(20, 20), new(20, 20.001), new(20.001, 20), new(20, 20)];
        var outline = new RegionOutline("A", [[Ring(islet)], [Ring(square)]], 6);

        Assert.Equal([square, islet], OutlineSketch.Of(outline, 9));

        // The smallest goes first.
        Assert.Equal([square], OutlineSketch.Of(outline, 8));
    }

    [Fact]
    public void What_is_no_ring_in_so_few_points_is_none()
    {
        Location[] square = [new(0, 0), new(0, 10), new(10, 10), new(10, 0), new(0, 0)];

        Assert.Empty(OutlineSketch.Of(new RegionOutline("A", [[Ring(square)]], 6), 4));
    }

    private static OutlineRing Ring(Location[] points) => new([new OutlineArc(points)], [false]);

    private static bool IsIn(IReadOnlyList<Location> ring, Location point) =>
        new RegionOutline("R", [[Ring([.. ring])]], 6).Contains(point);
}
