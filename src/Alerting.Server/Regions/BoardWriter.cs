using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alerting.Regions;
using Alerting.Server.Boundaries;
using Alerting.Server.Http;

namespace Alerting.Server.Regions;

/// <summary>Writes pages of the list of regions in each of their forms.</summary>
internal sealed class BoardWriter(RegionShapes shapes)
{
    private static readonly JsonWriterOptions s_json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Names what GeoJSON has beside the states, briefly: part of entity tags.</summary>
    public string ShapesVersion => shapes.Version;

    /// <summary>Writes a page.</summary>
    /// <param name="page">What it says of itself.</param>
    /// <param name="regions">Those on it.</param>
    /// <param name="form">What it is written in.</param>
    /// <param name="fields">Which members of each region.</param>
    public SharedBody Write(RegionPage page, IReadOnlyList<ShownRegion> regions, BoardForm form, RegionFields fields)
    {
        var bytes = new ArrayBufferWriter<byte>(1_024);
        if (form == BoardForm.Event)
        {
            bytes.Write("event: regions\ndata: "u8);
        }

        using (var writer = new Utf8JsonWriter(bytes, s_json))
        {
            WriteDocument(writer, page, regions, form, fields);
        }

        if (form == BoardForm.Event)
        {
            bytes.Write("\n\n"u8);
        }

        return new SharedBody(bytes.WrittenSpan.ToArray(), form switch
        {
            BoardForm.Event => "text/event-stream",
            BoardForm.Plain => "application/json; charset=utf-8",
            _ => RegionFeatures.ContentType,
        });
    }

    private void WriteDocument(
        Utf8JsonWriter writer, RegionPage page, IReadOnlyList<ShownRegion> regions, BoardForm form, RegionFields fields)
    {
        var isGeo = form is BoardForm.Outlines or BoardForm.Points;
        writer.WriteStartObject();
        if (isGeo)
        {
            writer.WriteString("type"u8, "FeatureCollection"u8);
        }

        writer.WriteStartArray(isGeo ? "features"u8 : "items"u8);
        foreach (var region in regions)
        {
            if (isGeo)
            {
                WriteFeature(writer, region, form == BoardForm.Points, fields);
            }
            else
            {
                fields.Write(writer, region);
            }
        }

        writer.WriteEndArray();
        if (form != BoardForm.Event)
        {
            writer.WriteString("next"u8, page.Next);
            writer.WriteBoolean("complete"u8, page.Complete);
        }

        writer.WriteStartArray("removed"u8);
        foreach (var code in page.Removed)
        {
            writer.WriteStringValue(code);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteFeature(Utf8JsonWriter writer, ShownRegion region, bool asPoint, RegionFields fields)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "Feature"u8);
        writer.WriteString("id"u8, region.View.Code);
        writer.WritePropertyName("geometry"u8);
        shapes.Write(writer, region.View.Code, asPoint);
        writer.WritePropertyName("properties"u8);
        fields.Write(writer, region);
        writer.WriteEndObject();
    }
}
