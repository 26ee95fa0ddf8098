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

    public SharedBody Write(RegionPage page, BoardForm form, RegionFields fields)
    {
        var bytes = new ArrayBufferWriter<byte>(1_024);
        if (form == BoardForm.Event)
        {
            bytes.Write("event: regions\ndata: "u8);
        }

        using (var writer = new Utf8JsonWriter(bytes, s_json))
        {
            WriteDocument(writer, page, form, fields);
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

    private void WriteDocument(Utf8JsonWriter writer, RegionPage page, BoardForm form, RegionFields fields)
    {
        var isGeo = form is BoardForm.Outlines or BoardForm.Points;
        writer.WriteStartObject();
        if (isGeo)
        {
            writer.WriteString("type"u8, "FeatureCollection"u8);
        }

        writer.WriteStartArray(isGeo ? "features"u8 : "items"u8);
        foreach (var region in page.Items)
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

    private void WriteFeature(Utf8JsonWriter writer, RegionView region, bool asPoint, RegionFields fields)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "Feature"u8);
        writer.WriteString("id"u8, region.Code);
        writer.WritePropertyName("geometry"u8);
        shapes.Write(writer, region.Code, asPoint);
        writer.WritePropertyName("properties"u8);
        fields.Write(writer, region);
        writer.WriteEndObject();
    }
}
