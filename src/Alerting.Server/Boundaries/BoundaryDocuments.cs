using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Server.Access;

namespace Alerting.Server.Boundaries;

/// <summary>Outlines as GeoJSON, written once: there are as many as the catalogue has regions.</summary>
internal sealed class BoundaryDocuments(RegionCatalog catalog, RegionBoundaries boundaries)
{
    private readonly ConcurrentDictionary<(string? Parent, BoundaryDetail Detail), IReadOnlyList<Feature>> _features = new();

    /// <summary>Names the content of all.</summary>
    public string Version => boundaries.Version;

    /// <summary>The outlines of all regions below one that the caller may see something of; of the roots without one.</summary>
    public byte[] Write(string? parent, BoundaryDetail detail, RegionLimits limits)
    {
        var bytes = new ArrayBufferWriter<byte>(1 << 14);
        bytes.Write("{\"type\":\"FeatureCollection\",\"version\":\""u8);
        bytes.Write(System.Text.Encoding.ASCII.GetBytes(Version));
        bytes.Write("\",\"features\":["u8);
        var isFirst = true;
        foreach (var feature in _features.GetOrAdd((parent, detail), asked => [.. FeaturesOf(asked.Parent, asked.Detail)]))
        {
            if (!limits.Meet([feature.Code]))
            {
                continue;
            }

            bytes.Write(isFirst ? ""u8 : ","u8);
            bytes.Write(feature.Json);
            isFirst = false;
        }

        bytes.Write("]}"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private IEnumerable<Feature> FeaturesOf(string? parent, BoundaryDetail detail) =>
        from code in parent is null ? catalog.Codes.Where(code => catalog[code].Parent is null) : catalog.Below(parent)
        let outline = boundaries.Find(code, detail)
        where outline is not null
        select new Feature(code, Write(catalog[code], outline));

    private static byte[] Write(Region region, RegionOutline outline)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "Feature"u8);
            writer.WriteString("id"u8, region.Code);
            writer.WriteStartObject("properties"u8);
            writer.WriteString("code"u8, region.Code);
            writer.WriteString("name"u8, region.Name);
            writer.WriteString("parent"u8, region.Parent);
            writer.WriteBoolean("partial"u8, outline.IsPartial);
            writer.WriteEndObject();
            writer.WritePropertyName("bbox"u8);
            OutlineWriter.WriteBox(writer, outline);
            writer.WritePropertyName("geometry"u8);
            OutlineWriter.Write(writer, outline);
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>One region's outline.</summary>
    /// <param name="Code">Its code.</param>
    /// <param name="Json">The GeoJSON feature, in UTF-8.</param>
    private sealed record Feature(string Code, byte[] Json);
}
