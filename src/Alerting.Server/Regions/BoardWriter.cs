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

    private static readonly BodyPart s_listHead = new("""{"items":["""u8.ToArray());
    private static readonly BodyPart s_eventHead = new("event: regions\ndata: {\"items\":["u8.ToArray());
    private static readonly BodyPart s_featuresHead = new("""{"type":"FeatureCollection","features":["""u8.ToArray());

    /// <summary>Names what GeoJSON has beside the states, briefly: part of entity tags.</summary>
    public string ShapesVersion => shapes.Version;

    /// <summary>Writes regions of a page, separated from those before them.</summary>
    /// <param name="section">The regions.</param>
    /// <param name="form">What it is written in.</param>
    /// <param name="fields">Which members of each region.</param>
    public BodyPart Write(PageSection section, BoardForm form, RegionFields fields)
    {
        // The array is the page's: its first byte is there for the separator.
        var written = form is (BoardForm.Plain or BoardForm.Event) && fields == default
            ? Join(section.Regions)
            : WriteArray(section.Regions, form, fields);
        written[0] = (byte)',';
        return new BodyPart(written.AsMemory(section.IsFirst ? 1 : 0));
    }

    /// <summary>Puts what is written of a page into the frame of its form.</summary>
    /// <param name="page">What it says of itself.</param>
    /// <param name="regions">Its sections, written.</param>
    /// <param name="form">What it is written in.</param>
    public static SharedBody Write(BoardPage page, IReadOnlyList<BodyPart> regions, BoardForm form) => form switch
    {
        BoardForm.Event => new SharedBody([s_eventHead, .. regions, EndOf(page, form)], "text/event-stream"),
        BoardForm.Plain => new SharedBody([s_listHead, .. regions, EndOf(page, form)], "application/json; charset=utf-8"),
        _ => new SharedBody([s_featuresHead, .. regions, EndOf(page, form)], RegionFeatures.ContentType),
    };

    /// <summary>What follows the regions.</summary>
    private static BodyPart EndOf(BoardPage page, BoardForm form)
    {
        var bytes = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(bytes, s_json))
        {
            writer.WriteStartObject();
            if (form != BoardForm.Event)
            {
                writer.WriteString("next"u8, page.Next);
                writer.WriteBoolean("complete"u8, page.IsComplete);
            }

            writer.WriteStartArray("removed"u8);
            foreach (var code in page.Removed)
            {
                writer.WriteStringValue(code);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        var members = bytes.WrittenSpan[1..];
        return new BodyPart((byte[])[.. "],"u8, .. members, .. form == BoardForm.Event ? "\n\n"u8 : []]);
    }

    /// <summary>What is written of each region already, each after a separator.</summary>
    private static byte[] Join(IReadOnlyList<ShownRegion> regions)
    {
        var joined = new byte[regions.Sum(static region => region.Json.Length + 1)];
        var filled = 0;
        foreach (var region in regions)
        {
            joined[filled] = (byte)',';
            region.Json.CopyTo(joined, filled + 1);
            filled += region.Json.Length + 1;
        }

        return joined;
    }

    private byte[] WriteArray(IReadOnlyList<ShownRegion> regions, BoardForm form, RegionFields fields)
    {
        var bytes = new ArrayBufferWriter<byte>(1_024);
        using (var writer = new Utf8JsonWriter(bytes, s_json))
        {
            writer.WriteStartArray();
            foreach (var region in regions)
            {
                if (form is BoardForm.Outlines or BoardForm.Points)
                {
                    WriteFeature(writer, region, form == BoardForm.Points, fields);
                }
                else
                {
                    fields.Write(writer, region);
                }
            }
        }

        return bytes.WrittenSpan.ToArray();
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
