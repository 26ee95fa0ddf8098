using Alerting.Reports;

namespace Alerting.Engine.Places;

/// <summary>How far two points are apart on the sphere, by the haversine formula.</summary>
internal static class Distance
{
    /// <summary>Two points of one town are no further apart than this, metres.</summary>
    public const double OfOneTown = 2_000;

    /// <summary>Length of a degree of latitude, metres.</summary>
    public const double Degree = Math.PI / 180 * EarthRadius;

    private const double EarthRadius = 6_371_000;

    public static bool IsWithin(Location first, Location second, double metres) =>
        Math.Abs(first.Lat - second.Lat) * Degree <= metres && Between(first, second) <= metres;

    /// <summary>Metres.</summary>
    public static double Between(Location first, Location second)
    {
        var (lat, otherLat) = (double.DegreesToRadians(first.Lat), double.DegreesToRadians(second.Lat));
        var north = Math.Sin((otherLat - lat) / 2);
        var east = Math.Sin(double.DegreesToRadians(second.Lon - first.Lon) / 2);
        var half = (north * north) + (Math.Cos(lat) * Math.Cos(otherLat) * east * east);
        return 2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(half, 1)));
    }
}
