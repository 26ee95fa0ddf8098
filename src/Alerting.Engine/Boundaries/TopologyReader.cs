using System.IO.Compression;
using System.Text.Json;
using Alerting.Reports;

namespace Alerting.Engine.Boundaries;

/// <summary>
/// Reads the outlines that are shipped: TopoJSON, in which regions share the lines between them, quantised, packed by gzip, with a
/// list of those that are partial.
/// </summary>
internal static class TopologyReader
{
    private const string Folder = "Alerting.Engine.Boundaries.Data.";

    public static Stream Open(BoundaryDetail detail)
    {
        var name = $"{Folder}boundaries-{(detail == BoundaryDetail.High ? "high" : "low")}.json.gz";
        return typeof(TopologyReader).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
    }

    public static IReadOnlyDictionary<string, RegionOutline> Read(BoundaryDetail detail)
    {
        using var unpacked = new GZipStream(Open(detail), CompressionMode.Decompress);
        using var topology = JsonDocument.Parse(unpacked);
        var root = topology.RootElement;
        var arcs = ReadArcs(root);
        var partial = root.GetProperty("partial").EnumerateArray().Select(static code => code.GetString()!)
            .ToHashSet(StringComparer.Ordinal);
        return root.GetProperty("objects").GetProperty("regions").GetProperty("geometries").EnumerateArray()
            .Select(region => ReadRegion(region, arcs, detail == BoundaryDetail.High ? 4 : 3, partial))
            .ToDictionary(static outline => outline.Code, StringComparer.Ordinal);
    }

    private static OutlineArc[] ReadArcs(JsonElement root)
    {
        var transform = root.GetProperty("transform");
        var (scale, translate) = (transform.GetProperty("scale"), transform.GetProperty("translate"));
        var (scaleLon, scaleLat) = (scale[0].GetDouble(), scale[1].GetDouble());
        var (west, south) = (translate[0].GetDouble(), translate[1].GetDouble());
        var lines = root.GetProperty("arcs");
        var arcs = new List<OutlineArc>(lines.GetArrayLength());
        foreach (var line in lines.EnumerateArray())
        {
            var points = new Location[line.GetArrayLength()];
            var (x, y, count) = (0, 0, 0);
            foreach (var step in line.EnumerateArray())
            {
                // Each is stated by its difference to the one before.
                x += step[0].GetInt32();
                y += step[1].GetInt32();
                points[count++] = new Location(
                    Math.Clamp(Math.Round(south + (y * scaleLat), 6), -90, 90),
                    Math.Clamp(Math.Round(west + (x * scaleLon), 6), -180, 180));
            }

            arcs.Add(new OutlineArc(points));
        }

        return [.. arcs];
    }

    private static RegionOutline ReadRegion(JsonElement region, OutlineArc[] arcs, int decimals, HashSet<string> partial)
    {
        var code = region.GetProperty("id").GetString()!;
        var polygons = region.GetProperty("arcs");
        OutlineRing[][] read = region.GetProperty("type").ValueEquals("Polygon"u8)
            ? [ReadPolygon(polygons, arcs)]
            : [.. polygons.EnumerateArray().Select(polygon => ReadPolygon(polygon, arcs))];
        return new RegionOutline(code, read, decimals, partial.Contains(code));
    }

    private static OutlineRing[] ReadPolygon(JsonElement polygon, OutlineArc[] arcs) =>
    [
        .. polygon.EnumerateArray().Select(ring =>
        {
            // A line that runs the other way is stated by the complement of its number.
            var numbers = ring.EnumerateArray().Select(static number => number.GetInt32()).ToArray();
            return new OutlineRing(
                [.. numbers.Select(number => arcs[number < 0 ? ~number : number])], [.. numbers.Select(static number => number < 0)]);
        }),
    ];
}
