using System.Text.Json.Nodes;
using Alerting.Boundaries;
using Alerting.Console.Regions;
using Xunit;

namespace Alerting.Console.Tests.Regions;

public sealed class MapProjectionTests
{
    [Fact]
    public void What_is_shown_fills_the_width_and_keeps_its_shape_on_the_middle_parallel()
    {
        var sheet = new MapProjection(west: 40, south: 59, east: 44, north: 61);

        // At 60 degrees a degree of longitude is half as long as one of latitude.
        Assert.Equal(10, sheet.X(40), 6);
        Assert.Equal(990, sheet.X(44), 6);
        Assert.Equal(10, sheet.Y(61), 6);
        Assert.Equal(980 + 20, sheet.Height, 6);
        Assert.Equal(sheet.X(42) - sheet.X(40), sheet.Y(60) - sheet.Y(61), 6);
    }

    [Fact]
    public void Holes_and_islands_are_rings_of_one_path()
    {
        var sheet = new MapProjection(0, 0, 98, 0.0001);
        var island = (JsonObject)JsonNode.Parse(
            """{"type":"MultiPolygon","coordinates":[[[[0,0],[9.8,0],[0,0]],[[1,0],[2,0],[1,0]]],[[[98,0],[49,0],[98,0]]]]}""")!;
        var path = sheet.Path(island);
        Assert.Equal(3, path.Count(static letter => letter == 'M'));
        Assert.Equal(3, path.Count(static letter => letter == 'Z'));
        Assert.StartsWith("M10 10L108 10", path, StringComparison.Ordinal);
        var polygon = (JsonObject)JsonNode.Parse("""{"type":"Polygon","coordinates":[[[0,0],[98,0],[0,0]]]}""")!;
        Assert.Equal("M10 10L990 10L10 10Z", sheet.Path(polygon));
    }

    [Fact]
    public void Without_an_outline_there_is_no_sheet()
    {
        Assert.Null(MapProjection.Of([]));
        var outline = new BoundaryFeature("Feature", "XX", [-10, -5, 10, 5], [], new BoundaryProperties("XX", "X", null, false));
        Assert.Equal(10, MapProjection.Of([outline])!.X(-10), 6);
    }
}
