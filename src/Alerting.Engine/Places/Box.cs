using Alerting.Reports;

namespace Alerting.Engine.Places;

/// <summary>What lies between two parallels and two meridians, degrees; not across the antimeridian.</summary>
internal readonly record struct Box(double South, double West, double North, double East)
{
    public static Box Of(Location point) => new(point.Lat, point.Lon, point.Lat, point.Lon);

    public bool Contains(Location point) => point.Lat >= South && point.Lat <= North && point.Lon >= West && point.Lon <= East;

    /// <summary>Whether the two have a point in common.</summary>
    public bool Meets(Box other) => South <= other.North && other.South <= North && West <= other.East && other.West <= East;

    /// <summary>The smallest box around this one and a point.</summary>
    public Box With(Location point) => new(
        Math.Min(South, point.Lat), Math.Min(West, point.Lon), Math.Max(North, point.Lat), Math.Max(East, point.Lon));

    /// <summary>
    /// Whether a point of one box may be so near to a point of the other. True for some that are not: the distance is taken as
    /// if they lay on the parallel furthest from the equator, where the meridians are closest together.
    /// </summary>
    public bool MayBeWithin(Box other, double metres)
    {
        var north = Gap(South, North, other.South, other.North);
        var around = 360 - (Math.Max(East, other.East) - Math.Min(West, other.West));
        var east = Math.Clamp(Math.Min(Gap(West, East, other.West, other.East), around), 0, 180);
        var furthest = Math.Max(Math.Max(Math.Abs(South), Math.Abs(North)), Math.Max(Math.Abs(other.South), Math.Abs(other.North)));
        return Distance.IsWithin(new Location(0, 0), new Location(north, 0), metres)
            && Distance.IsWithin(new Location(furthest, 0), new Location(furthest, east), metres);
    }

    private static double Gap(double from, double to, double otherFrom, double otherTo) =>
        Math.Max(0, Math.Max(from - otherTo, otherFrom - to));
}
