using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Boundaries;

namespace Alerting.Console.Regions;

/// <summary>
/// Puts degrees on a sheet: equirectangular, true to scale on the middle parallel of what is shown. Good for a country; of the world it
/// shows no more than which country is which.
/// </summary>
internal sealed class MapProjection
{
    /// <summary>Width of the sheet.</summary>
    public const double Width = 1_000;

    private const double Margin = 10;

    private readonly double _west;
    private readonly double _north;
    private readonly double _perDegree;
    private readonly double _shrink;

    /// <param name="west">Degrees, as the others.</param>
    public MapProjection(double west, double south, double east, double north)
    {
        (_west, _north) = (west, north);
        _shrink = Math.Max(Math.Cos((south + north) / 2 * Math.PI / 180), 0.1);
        _perDegree = (Width - (2 * Margin)) / Math.Max((east - west) * _shrink, 0.01);
        Height = ((north - south) * _perDegree) + (2 * Margin);
    }

    /// <summary>Height of the sheet.</summary>
    public double Height { get; }

    /// <summary>A sheet that holds all of these; null where there are none.</summary>
    public static MapProjection? Of(IReadOnlyCollection<BoundaryFeature> outlines) => outlines.Count == 0 ? null : new MapProjection(
        outlines.Min(static outline => outline.Bbox[0]), outlines.Min(static outline => outline.Bbox[1]),
        outlines.Max(static outline => outline.Bbox[2]), outlines.Max(static outline => outline.Bbox[3]));

    /// <summary>A length on the sheet, as SVG has it.</summary>
    public static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public double X(double longitude) => Margin + ((longitude - _west) * _shrink * _perDegree);

    public double Y(double latitude) => Margin + ((_north - latitude) * _perDegree);

    /// <summary>Whether a place is on the sheet.</summary>
    public bool Holds(double latitude, double longitude) =>
        X(longitude) is >= 0 and <= Width && Y(latitude) is >= 0 and var y && y <= Height;

    /// <summary>The outline as the data of an SVG path.</summary>
    /// <param name="geometry">A Polygon or MultiPolygon of GeoJSON.</param>
    public string Path(JsonObject geometry)
    {
        var path = new StringBuilder();
        var coordinates = geometry["coordinates"]!.AsArray();
        IEnumerable<JsonArray> polygons = geometry["type"]!.GetValue<string>() == "Polygon"
            ? [coordinates] : coordinates.Select(static polygon => polygon!.AsArray());
        foreach (var polygon in polygons)
        {
            foreach (var ring in polygon)
            {
                Append(path, ring!.AsArray());
            }
        }

        return path.ToString();
    }

    private void Append(StringBuilder path, JsonArray ring)
    {
        var isFirst = true;
        foreach (var point in ring)
        {
            path.Append(isFirst ? 'M' : 'L').Append(CultureInfo.InvariantCulture,
                $"{X(point![0]!.GetValue<double>()):0.#} {Y(point[1]!.GetValue<double>()):0.#}");
            isFirst = false;
        }

        path.Append('Z');
    }
}
