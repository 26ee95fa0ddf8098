using System.Text.Json;
using Alerting.Engine.Boundaries;

namespace Alerting.Server.Boundaries;

/// <summary>Shapes of regions as GeoJSON: their outlines, or a point within the outline to pin them on.</summary>
internal sealed class RegionShapes(RegionBoundaries boundaries)
{
    /// <summary>Names the outlines, briefly: part of entity tags.</summary>
    public string Version { get; } = boundaries.Version[..8];

    /// <summary>Writes the geometry of a region; null where it is not known.</summary>
    public void Write(Utf8JsonWriter writer, string code, bool asPoint)
    {
        if (boundaries.Find(code, BoundaryDetail.Low) is not { } outline)
        {
            writer.WriteNullValue();
            return;
        }

        if (!asPoint)
        {
            OutlineWriter.Write(writer, outline);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "Point"u8);
        writer.WriteStartArray("coordinates"u8);
        writer.WriteNumberValue(outline.Centre.Lon);
        writer.WriteNumberValue(outline.Centre.Lat);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
