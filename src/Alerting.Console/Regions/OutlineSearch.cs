using System.Text.Json.Nodes;
using Alerting.Boundaries;
using Alerting.Client;

namespace Alerting.Console.Regions;

/// <summary>Which region a place lies in, by the outlines. The server decides by closer ones.</summary>
internal static class OutlineSearch
{
    /// <summary>Code of the deepest region; null where there is none, or several.</summary>
    /// <param name="latitude">Degrees.</param>
    /// <param name="longitude">Degrees.</param>
    public static async Task<string?> FindAsync(
        RegionsClient regions, double latitude, double longitude, CancellationToken cancellationToken)
    {
        var countries = await regions.BoundariesAsync(cancellationToken: cancellationToken);
        if (Containing(countries.Features, latitude, longitude) is not [var country])
        {
            return null;
        }

        var below = await regions.BoundariesAsync(country.Id, closely: true, cancellationToken: cancellationToken);
        return Containing(below.Features, latitude, longitude) switch
        {
            [] => country.Id,
            [var only] => only.Id,
            _ => null,
        };
    }

    /// <summary>The outlines that a place lies in.</summary>
    public static IReadOnlyList<BoundaryFeature> Containing(IReadOnlyList<BoundaryFeature> outlines, double latitude, double longitude) =>
    [
        .. outlines.Where(outline =>
            outline.Bbox is [var west, var south, var east, var north]
            && longitude >= west && longitude <= east && latitude >= south && latitude <= north
            && IsWithin(outline.Geometry, latitude, longitude)),
    ];

    /// <summary>A place is within where a ray from it crosses an odd number of sides, those of holes included.</summary>
    private static bool IsWithin(JsonObject geometry, double latitude, double longitude)
    {
        var coordinates = geometry["coordinates"]!.AsArray();
        IEnumerable<JsonArray> polygons = geometry["type"]!.GetValue<string>() == "Polygon"
            ? [coordinates] : coordinates.Select(static polygon => polygon!.AsArray());
        return polygons.Any(polygon => polygon.Sum(ring => Crossings(ring!.AsArray(), latitude, longitude)) % 2 == 1);
    }

    private static int Crossings(JsonArray ring, double latitude, double longitude)
    {
        var crossings = 0;
        for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
        {
            var (x1, y1) = (ring[i]![0]!.GetValue<double>(), ring[i]![1]!.GetValue<double>());
            var (x2, y2) = (ring[j]![0]!.GetValue<double>(), ring[j]![1]!.GetValue<double>());
            if (y1 > latitude != y2 > latitude && longitude < ((x2 - x1) * (latitude - y1) / (y2 - y1)) + x1)
            {
                crossings++;
            }
        }

        return crossings;
    }
}
