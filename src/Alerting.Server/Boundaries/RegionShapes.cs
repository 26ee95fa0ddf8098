using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Engine.Boundaries;
using Alerting.Regions;

namespace Alerting.Server.Boundaries;

/// <summary>States of regions as GeoJSON: with their outlines, or with a point within the outline to pin them on.</summary>
internal sealed class RegionShapes(RegionBoundaries boundaries)
{
    /// <summary>Names the outlines, briefly: part of entity tags.</summary>
    public string Version { get; } = boundaries.Version[..8];

    /// <param name="page">The regions.</param>
    /// <param name="asPoints">Whether each is a point.</param>
    public RegionFeatures Of(RegionPage page, bool asPoints) =>
        RegionFeatures.Of(page, code => boundaries.Find(code, BoundaryDetail.Low) is not { } outline ? null
            : asPoints ? PointOf(outline)
            : PolygonOf(outline));

    private static JsonObject PointOf(RegionOutline outline)
    {
        var centre = outline.Centre;
        return new JsonObject { ["type"] = "Point", ["coordinates"] = new JsonArray(centre.Lon, centre.Lat) };
    }

    private static JsonObject PolygonOf(RegionOutline outline)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            OutlineWriter.Write(writer, outline);
        }

        return JsonNode.Parse(bytes.WrittenSpan)!.AsObject();
    }
}
