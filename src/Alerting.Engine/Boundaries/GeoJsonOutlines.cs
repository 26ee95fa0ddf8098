using System.Text.Json;
using Alerting.Engine.Catalog;
using Alerting.Engine.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Boundaries;

/// <summary>
/// Reads the operator's own outlines: a GeoJSON feature collection (RFC 7946) of polygons and multipolygons, each with the code of
/// its region as the property <c>code</c> or as the feature's <c>id</c>.
/// </summary>
internal static class GeoJsonOutlines
{
    /// <summary>A ring needs three corners, and the first one again.</summary>
    private const int MinPoints = 4;

    private const int Decimals = 6;
    private const int MaxBytes = 64 << 20;

    /// <exception cref="CatalogFileException">Says what is wrong, with the path of the file and the feature.</exception>
    public static (IReadOnlyDictionary<string, RegionOutline> Outlines, byte[] File) Read(
        string path, Func<string, Stream> open, RegionCatalog catalog)
    {
        try
        {
            using var stream = open(path);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            if (bytes.Length > MaxBytes)
            {
                throw new ArgumentException($"it has {bytes.Length:N0} bytes, and {MaxBytes:N0} at most are read");
            }

            var file = bytes.ToArray();
            using var json = JsonDocument.Parse(file);
            return (Read(json.RootElement, catalog), file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            throw new CatalogFileException($"The boundaries '{path}' cannot be used: {exception.Message}", exception);
        }
    }

    private static Dictionary<string, RegionOutline> Read(JsonElement root, RegionCatalog catalog)
    {
        if (!IsOfType(root, "FeatureCollection") || !TryGet(root, "features", JsonValueKind.Array, out var features))
        {
            throw new ArgumentException("a GeoJSON FeatureCollection is expected");
        }

        var outlines = new Dictionary<string, RegionOutline>(StringComparer.Ordinal);
        var number = 0;
        foreach (var feature in features.EnumerateArray())
        {
            var where = $"$.features[{number++}]";
            var code = CodeOf(feature) ?? throw new ArgumentException($"{where} states no code of its region");
            if (!catalog.TryGet(code, out _))
            {
                throw new ArgumentException($"{where}: {NearestRegion.Unknown(catalog, code, null).Detail}");
            }

            if (!outlines.TryAdd(code, new RegionOutline(code, ReadGeometry(feature, where), Decimals)))
            {
                throw new ArgumentException($"{where} draws '{code}' again");
            }
        }

        return outlines;
    }

    private static string? CodeOf(JsonElement feature) =>
        TryGet(feature, "properties", JsonValueKind.Object, out var properties)
            && TryGet(properties, "code", JsonValueKind.String, out var code) ? code.GetString()
        : TryGet(feature, "id", JsonValueKind.String, out var id) ? id.GetString()
        : null;

    private static OutlineRing[][] ReadGeometry(JsonElement feature, string where)
    {
        if (!TryGet(feature, "geometry", JsonValueKind.Object, out var geometry)
            || !TryGet(geometry, "coordinates", JsonValueKind.Array, out var coordinates))
        {
            throw new ArgumentException($"{where} has no geometry with coordinates");
        }

        OutlineRing[][] polygons = IsOfType(geometry, "Polygon") ? [ReadPolygon(coordinates, where)]
            : IsOfType(geometry, "MultiPolygon") ? [.. Items(coordinates, where).Select(polygon => ReadPolygon(polygon, where))]
            : throw new ArgumentException($"{where} is no Polygon and no MultiPolygon");
        return polygons.Length > 0 && Array.TrueForAll(polygons, static polygon => polygon.Length > 0)
            ? polygons
            : throw new ArgumentException($"{where} has no ring");
    }

    private static OutlineRing[] ReadPolygon(JsonElement polygon, string where) =>
        [.. Items(polygon, where).Select(ring => new OutlineRing([new OutlineArc(ReadRing(ring, where))], [false]))];

    private static Location[] ReadRing(JsonElement ring, string where)
    {
        var points = Items(ring, where).Select(position => ReadPosition(position, where)).ToArray();
        return points.Length < MinPoints || points[0] != points[^1]
            ? throw new ArgumentException($"{where} has a ring of fewer than {MinPoints} positions, or one that is not closed")
            : points;
    }

    private static Location ReadPosition(JsonElement position, string where) =>
        position.ValueKind == JsonValueKind.Array && position.GetArrayLength() >= 2
            && position[0].ValueKind == JsonValueKind.Number && position[0].TryGetDouble(out var lon) && Math.Abs(lon) <= 180
            && position[1].ValueKind == JsonValueKind.Number && position[1].TryGetDouble(out var lat) && Math.Abs(lat) <= 90
            ? new Location(lat, lon)
            : throw new ArgumentException(
                $"{where} has a position that is not longitude -180..180 and latitude -90..90 in degrees: {Shown(position)}");

    private static IEnumerable<JsonElement> Items(JsonElement list, string where) =>
        list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw new ArgumentException($"{where} has coordinates that are not nested as its type says");

    private static string Shown(JsonElement element)
    {
        var raw = element.GetRawText();
        return raw.Length > 60 ? raw[..60] + "..." : raw;
    }

    private static bool IsOfType(JsonElement element, string type) =>
        TryGet(element, "type", JsonValueKind.String, out var stated) && stated.ValueEquals(type);

    private static bool TryGet(JsonElement element, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) && value.ValueKind == kind;
    }
}
