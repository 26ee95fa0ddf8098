using System.Text.Json;

namespace Alerting.Engine.Boundaries;

/// <summary>Writes outlines as GeoJSON geometries (RFC 7946): outer rings counterclockwise, with as many decimals as are known.</summary>
public static class OutlineWriter
{
    /// <summary>Writes an outline as a Polygon or MultiPolygon.</summary>
    /// <param name="writer">At a value.</param>
    /// <param name="outline">The outline.</param>
    public static void Write(Utf8JsonWriter writer, RegionOutline outline)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(outline);
        var decimals = outline.Decimals;
        var polygons = outline.Polygons;
        writer.WriteStartObject();
        writer.WriteString("type"u8, polygons.Length == 1 ? "Polygon"u8 : "MultiPolygon"u8);
        writer.WritePropertyName("coordinates"u8);
        if (polygons.Length == 1)
        {
            WritePolygon(writer, polygons[0], decimals);
        }
        else
        {
            writer.WriteStartArray();
            foreach (var polygon in polygons)
            {
                WritePolygon(writer, polygon, decimals);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the box around an outline as GeoJSON has it: west, south, east, north.</summary>
    public static void WriteBox(Utf8JsonWriter writer, RegionOutline outline)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(outline);
        var box = outline.Box;
        writer.WriteStartArray();
        foreach (var side in new[] { box.West, box.South, box.East, box.North })
        {
            writer.WriteNumberValue(decimal.Round((decimal)side, 3));
        }

        writer.WriteEndArray();
    }

    private static void WritePolygon(Utf8JsonWriter writer, OutlineRing[] rings, int decimals)
    {
        writer.WriteStartArray();
        for (var i = 0; i < rings.Length; i++)
        {
            WriteRing(writer, rings[i], isHole: i > 0, decimals);
        }

        writer.WriteEndArray();
    }

    private static void WriteRing(Utf8JsonWriter writer, OutlineRing ring, bool isHole, int decimals)
    {
        var points = ring.Points().ToArray();
        var area = 0.0;
        for (var i = 0; i + 1 < points.Length; i++)
        {
            area += (points[i].Lon * points[i + 1].Lat) - (points[i + 1].Lon * points[i].Lat);
        }

        if (area > 0 == isHole)
        {
            Array.Reverse(points);
        }

        writer.WriteStartArray();
        foreach (var point in points)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(Rounded(point.Lon, decimals));
            writer.WriteNumberValue(Rounded(point.Lat, decimals));
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <summary>A decimal is written with the digits it has, and no more.</summary>
    private static decimal Rounded(double degrees, int decimals) => decimal.Round((decimal)degrees, decimals) / 1.000000000m;
}
