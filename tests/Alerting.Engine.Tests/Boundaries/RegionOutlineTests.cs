using System.Text;
using System.Text.Json;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Catalog;
using Alerting.Engine.Places;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Boundaries;

/// <summary>Points, holes, borders and distances of outlines that are drawn for the purpose.</summary>
public sealed class RegionOutlineTests
{
    private static readonly RegionCatalog s_catalog = new(
    [
        new Region("A", "Around", null), new Region("E", "Enclave", null), new Region("W", "West", null),
        new Region("A-1", "District", "A"),
    ]);

    private static readonly Gen<Location[]> s_ring =
        Gen.Select(Gen.Double[-80, 80], Gen.Double[-170, 170], Gen.Double[0.5, 9].Array[3, 90]).Select(static drawn =>
        {
            // Around a centre, each corner at its own distance: a star that does not cross itself.
            var (lat, lon, distances) = drawn;
            var corners = distances.Select((distance, i) => new Location(
                lat + (distance * Math.Sin(2 * Math.PI * i / distances.Length)),
                lon + (distance * Math.Cos(2 * Math.PI * i / distances.Length)))).ToArray();
            return (Location[])[.. corners, corners[0]];
        });

    [Fact]
    public void An_enclave_is_not_in_what_surrounds_it_and_every_point_of_its_border_is_in_one_of_the_two()
    {
        const string Hole = "[[4,4],[6,4],[6,6],[4,6],[4,4]]";
        var boundaries = Of(Feature("A", $"[[0,0],[10,0],[10,10],[0,10],[0,0]],{Hole}"), Feature("E", Hole));
        Assert.Equal("A", boundaries.Locate(new Location(3, 3)).Code);
        Assert.Equal("E", boundaries.Locate(new Location(5, 5)).Code);
        foreach (var border in new Location[] { new(4, 4), new(4, 5), new(6, 5), new(5, 4), new(5, 6), new(6, 6), new(4, 6), new(6, 4) })
        {
            var (around, enclave) = (boundaries.Find("A", BoundaryDetail.High)!, boundaries.Find("E", BoundaryDetail.High)!);
            Assert.True(around.Contains(border) != enclave.Contains(border), $"{border}");
        }
    }

    [Fact]
    public void The_deepest_region_is_found_and_regions_that_overlap_beside_each_other_are_told()
    {
        var boundaries = Of(
            Feature("A", "[[0,0],[10,0],[10,10],[0,10],[0,0]]"), Feature("A-1", "[[0,0],[5,0],[5,5],[0,5],[0,0]]"),
            Feature("W", "[[-5,0],[2,0],[2,10],[-5,10],[-5,0]]"));
        Assert.Equal("A-1", boundaries.Locate(new Location(4, 4)).Code);
        Assert.Equal("A", boundaries.Locate(new Location(7, 7)).Code);
        Assert.Equal(["A", "W"], boundaries.Locate(new Location(7, 1)).Several.Order(StringComparer.Ordinal));
        Assert.Null(boundaries.Locate(new Location(7, 1)).Code);
        Assert.Equal(["A-1", "W"], boundaries.Locate(new Location(4, 1)).Several.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_outline_that_is_cut_at_the_antimeridian_holds_both_sides_of_it()
    {
        var boundaries = Of("""
            {"type":"Feature","properties":{"code":"A"},"geometry":{"type":"MultiPolygon","coordinates":[
              [[[175,-20],[180,-20],[180,-10],[175,-10],[175,-20]]],[[[-180,-20],[-175,-20],[-175,-10],[-180,-10],[-180,-20]]]]}}
            """);
        foreach (var lon in new[] { 176, 179.999, 180, -180, -179.999, -176 })
        {
            Assert.Equal("A", boundaries.Locate(new Location(-15, lon)).Code);
        }

        var outline = boundaries.Find("A", BoundaryDetail.High)!;
        Assert.InRange(outline.DistanceTo(new Location(-15, 174)), 106_000, 108_500);
        Assert.InRange(outline.DistanceTo(new Location(-15, -174)), 106_000, 108_500);
        Assert.InRange(outline.DistanceTo(new Location(-9, 180)), 111_000, 111_400);
    }

    [Fact]
    public void A_location_near_a_coast_is_on_it_and_one_at_sea_is_not()
    {
        var boundaries = Of(Feature("A", "[[0,0],[1,0],[1,1],[0,1],[0,0]]"), Feature("A-1", "[[0,0],[1,0],[1,0.5],[0,0.5],[0,0]]"));
        Assert.Equal("A-1", boundaries.Locate(new Location(-0.04, 0.5)).Code);
        Assert.Equal("A", boundaries.Locate(new Location(1.04, 0.5)).Code);
        Assert.Null(boundaries.Locate(new Location(-0.05, 0.5)).Code);
    }

    [Fact]
    public void What_lies_more_than_fifty_kilometres_outside_is_far_and_of_a_region_without_outline_what_is_far_from_the_one_above()
    {
        var boundaries = Of(Feature("A", "[[0,0],[10,0],[10,10],[0,10],[0,0]]"));
        var fifty = 50_000 / Distance.Degree;
        foreach (var code in new[] { "A", "A-1" })
        {
            Assert.False(boundaries.IsFarFrom(code, new Location(5, 5)));
            Assert.False(boundaries.IsFarFrom(code, new Location(5, 10 + (fifty * 0.99))));
            Assert.True(boundaries.IsFarFrom(code, new Location(5, 10 + (fifty * 1.02))));
            Assert.False(boundaries.IsFarFrom(code, new Location(-fifty * 0.999, 5)));
            Assert.True(boundaries.IsFarFrom(code, new Location(-fifty * 1.001, 5)));
            Assert.True(boundaries.IsFarFrom(code, new Location(-5, -170)));
        }

        Assert.False(boundaries.IsFarFrom("W", new Location(5, 170)));
    }

    [Fact]
    public void A_point_is_within_as_often_as_by_asking_every_segment() => Gen.Select(s_ring, Gen.Double[-12, 12], Gen.Double[-12, 12])
        .Sample(static (ring, north, east) =>
        {
            var outline = new RegionOutline("A", [[new OutlineRing([new OutlineArc(ring)], [false])]], 6);
            var point = new Location(ring[0].Lat + north, ring[0].Lon + east - 5);
            if (Math.Abs(point.Lat) <= 90 && Math.Abs(point.Lon) <= 180)
            {
                Assert.Equal(IsWithin(ring, point), outline.Contains(point));
            }
        });

    [Fact]
    public void A_distance_is_that_to_the_nearest_of_many_points_on_the_border() => Gen.Select(s_ring, Gen.Double[-2, 2], Gen.Double[-2, 2])
        .Where(static drawn => Math.Abs(drawn.Item1[0].Lat) < 65)
        .Sample(
            static (ring, north, east) =>
            {
                var outline = new RegionOutline("A", [[new OutlineRing([new OutlineArc(ring)], [false])]], 6);
                var point = new Location(ring[0].Lat + north, ring[0].Lon + 9 + east);
                var expected = outline.Contains(point) ? 0 : Nearest(ring, point);
                Assert.InRange(outline.DistanceTo(point), (expected * 0.96) - 300, (expected * 1.04) + 300);
                Assert.Equal(outline.DistanceTo(point) > 50_000, outline.IsBeyond(point, 50_000));
            },
            iter: 300);

    [Fact]
    public void Two_sides_of_a_shared_line_never_both_hold_a_point_of_it() =>
        Gen.Select(Gen.Double[-1, 1].Array[40], Gen.Int[0, 39], Gen.Double[0, 1]).Sample(static (offsets, at, along) =>
        {
            var line = new OutlineArc([.. offsets.Select(static (offset, i) => new Location(i - 20.0, offset))]);
            var (south, north) = (line.Points[0], line.Points[^1]);
            var east = new OutlineArc([north, new Location(north.Lat, 10), new Location(south.Lat, 10), south]);
            var west = new OutlineArc([north, new Location(north.Lat, -10), new Location(south.Lat, -10), south]);
            var right = new RegionOutline("A", [[new OutlineRing([line, east], [false, false])]], 6);
            var left = new RegionOutline("W", [[new OutlineRing([line, west], [true, true])]], 6);
            var (from, to) = (line.Points[Math.Min(at, 38)], line.Points[Math.Min(at, 38) + 1]);
            var point = new Location(from.Lat + (along * (to.Lat - from.Lat)), from.Lon + (along * (to.Lon - from.Lon)));
            Assert.True(point.Lat >= north.Lat || left.Contains(point) != right.Contains(point));
        });

    [Theory]
    [InlineData("{", "cannot be used")]
    [InlineData("""{"type":"Feature"}""", "FeatureCollection is expected")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null}]}""", "$.features[0] states no code")]
    [InlineData("""{"type":"FeatureCollection","features":[{"id":"B","geometry":null}]}""", "no region 'B'")]
    [InlineData("""{"type":"FeatureCollection","features":[{"id":"A","geometry":null}]}""", "$.features[0] has no geometry")]
    [InlineData("""{"type":"FeatureCollection","features":[{"id":"A","geometry":{"type":"Point","coordinates":[1,2]}}]}""", "no Polygon")]
    [InlineData("""{"type":"FeatureCollection","features":[{"id":"A","geometry":{"type":"Polygon","coordinates":[]}}]}""", "no ring")]
    [InlineData(
        """{"type":"FeatureCollection","features":[{"id":"A","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}}]}""",
        "not closed")]
    [InlineData(
        """{"type":"FeatureCollection","features":[{"id":"A","geometry":{"type":"Polygon","coordinates":[[[0,91],[1,0],[1,1],[0,0]]]}}]}""",
        "[0,91]")]
    public void A_file_that_is_not_as_it_should_be_is_refused_with_its_path(string text, string reason)
    {
        var refused = Assert.Throws<CatalogFileException>(() => RegionBoundaries.Load(
            s_catalog, "/etc/own.geojson", _ => new MemoryStream(Encoding.UTF8.GetBytes(text))));
        Assert.Contains("/etc/own.geojson", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_operator_draws_wins_over_what_is_shipped_beside_it()
    {
        var anbar = Feature("IQ-AN", "[[43,33],[45,33],[45,34],[43,34],[43,33]]");
        var baghdad = new Location(33.3152, 44.3661);
        Assert.Equal("IQ-BG", RegionBoundaries.Load(RegionCatalog.Iso).Locate(baghdad).Code);
        var boundaries = Load(RegionCatalog.Iso, anbar);
        Assert.Equal("IQ-AN", boundaries.Locate(baghdad).Code);
        Assert.Equal("IQ-BA", boundaries.Locate(new Location(30.5, 47.8)).Code);
        Assert.NotEqual(RegionBoundaries.Load(RegionCatalog.Iso).Version, boundaries.Version);
    }

    [Fact]
    public void Written_rings_run_counterclockwise_around_and_clockwise_around_holes()
    {
        var boundaries = Of(Feature("A", "[[0,0],[0,10],[10,10],[10,0],[0,0]],[[4,4],[6,4],[6,6],[4,6],[4,4]]"));
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            OutlineWriter.Write(writer, boundaries.Find("A", BoundaryDetail.Low)!);
        }

        Assert.Equal(
            """{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[4,4],[4,6],[6,6],[6,4],[4,4]]]}""",
            Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static RegionBoundaries Of(params string[] features) => Load(s_catalog, features);

    private static RegionBoundaries Load(RegionCatalog catalog, params string[] features) => RegionBoundaries.Load(
        catalog, "own.geojson",
        _ => new MemoryStream(Encoding.UTF8.GetBytes($$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""")));

    private static string Feature(string code, string rings) =>
        $$$"""{"type":"Feature","properties":{"code":"{{{code}}}"},"geometry":{"type":"Polygon","coordinates":[{{{rings}}}]}}""";

    private static bool IsWithin(Location[] ring, Location point)
    {
        var inside = false;
        for (var i = 0; i + 1 < ring.Length; i++)
        {
            if ((ring[i].Lat > point.Lat) != (ring[i + 1].Lat > point.Lat)
                && point.Lon < ring[i].Lon
                    + ((point.Lat - ring[i].Lat) * (ring[i + 1].Lon - ring[i].Lon) / (ring[i + 1].Lat - ring[i].Lat)))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    private static double Nearest(Location[] ring, Location point)
    {
        var nearest = double.MaxValue;
        for (var i = 0; i + 1 < ring.Length; i++)
        {
            for (var step = 0; step <= 400; step++)
            {
                nearest = Math.Min(nearest, Distance.Between(point, new Location(
                    ring[i].Lat + (step / 400.0 * (ring[i + 1].Lat - ring[i].Lat)),
                    ring[i].Lon + (step / 400.0 * (ring[i + 1].Lon - ring[i].Lon)))));
            }
        }

        return nearest;
    }
}
