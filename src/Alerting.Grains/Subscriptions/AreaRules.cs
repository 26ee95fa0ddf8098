using System.Globalization;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>Validates the area of a subscription.</summary>
internal static class AreaRules
{
    /// <summary>Three corners, and the first one again.</summary>
    private const int MinPositions = 4;

    /// <summary>The first violation, or null.</summary>
    public static Fault? Validate(SubscriptionArea? area) => area switch
    {
        null or { Circle: not null, Type: null, Coordinates: null } => null,
        { Circle: null, Type: SubscriptionArea.Polygon, Coordinates: { } rings } => ValidateRings(rings),
        { Circle: null, Type: not (null or SubscriptionArea.Polygon) } => Invalid("The type of an area is \"Polygon\".", "$.area.type"),
        { Circle: null, Type: null, Coordinates: not null } => Invalid("\"type\": \"Polygon\" belongs to coordinates.", "$.area.type"),
        _ => Invalid("An area is a circle, or a polygon with its type and coordinates.", "$.area"),
    };

    private static Fault? ValidateRings(IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> rings)
    {
        const string Path = "$.area.coordinates";
        if (rings.Count == 0)
        {
            return Invalid("A polygon has an outer ring.", Path);
        }

        if (rings.Sum(static ring => (long)ring.Count) > SubscriptionArea.MaxPositions)
        {
            return Invalid($"A polygon has at most {SubscriptionArea.MaxPositions} positions.", Path);
        }

        for (var number = 0; number < rings.Count; number++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{Path}[{number}]");
            if (ValidateRing(rings[number], path) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static Fault? ValidateRing(IReadOnlyList<IReadOnlyList<double>> ring, string path)
    {
        for (var number = 0; number < ring.Count; number++)
        {
            if (ring[number] is not [var lon, var lat, ..] || Math.Abs(lon) > 180 || Math.Abs(lat) > 90)
            {
                return Invalid(
                    "A position is longitude -180..180 and latitude -90..90 in degrees.",
                    string.Create(CultureInfo.InvariantCulture, $"{path}[{number}]"));
            }
        }

        return ring.Count < MinPositions ? Invalid($"A ring has at least {MinPositions} positions, the first one again at its end.", path)
            : ring[0].Take(2).SequenceEqual(ring[^1].Take(2)) ? null
            : Invalid("A ring ends with the position with which it begins.", path);
    }

    private static Fault Invalid(string detail, string path) => new(FaultTypes.InvalidField, detail, path);
}
