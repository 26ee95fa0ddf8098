using Alerting.Reports;

namespace Alerting.Engine.Boundaries;

/// <summary>
/// An outline with few points, for formats that carry it with each message: the outer rings, all simplified alike (Ramer, Douglas and
/// Peucker), so that the smallest islands go first. Holes are filled.
/// </summary>
public static class OutlineSketch
{
    /// <summary>A closed ring of three corners.</summary>
    private const int MinPoints = 4;

    /// <summary>Degrees by which the first simplification may leave the outline; each next one twice that.</summary>
    private const double FirstTolerance = 0.005;

    private const double MaxTolerance = 90;

    /// <summary>
    /// The rings, the largest first, each with its first point again at the end; none where no ring of few points is left.
    /// </summary>
    /// <param name="outline">The outline.</param>
    /// <param name="maxPoints">Points of all rings together, from 4.</param>
    public static IReadOnlyList<IReadOnlyList<Location>> Of(RegionOutline outline, int maxPoints)
    {
        ArgumentNullException.ThrowIfNull(outline);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, MinPoints);
        List<Location[]> rings = [.. outline.Polygons.Select(static polygon => polygon[0].Points().ToArray()).OrderByDescending(AreaOf)];
        var sketched = rings;
        for (var tolerance = FirstTolerance; sketched.Sum(static ring => ring.Length) > maxPoints; tolerance *= 2)
        {
            if (tolerance > MaxTolerance)
            {
                return [];
            }

            sketched = [.. rings.Select(ring => Simplify(ring, tolerance)).Where(static ring => ring.Length >= MinPoints)];
        }

        return sketched;
    }

    private static double AreaOf(Location[] ring)
    {
        var area = 0.0;
        for (var i = 0; i + 1 < ring.Length; i++)
        {
            area += (ring[i].Lon * ring[i + 1].Lat) - (ring[i + 1].Lon * ring[i].Lat);
        }

        return Math.Abs(area);
    }

    private static Location[] Simplify(Location[] ring, double tolerance)
    {
        // A ring ends where it begins: it is simplified as two lines that meet at the point furthest from there.
        var last = ring.Length - 1;
        var opposite = 0;
        for (var i = 1; i < last; i++)
        {
            opposite = Gap(ring[i], ring[0], ring[0]) > Gap(ring[opposite], ring[0], ring[0]) ? i : opposite;
        }

        var kept = new bool[ring.Length];
        kept[0] = kept[opposite] = kept[last] = true;
        var lines = new Stack<(int From, int To)>([(0, opposite), (opposite, last)]);
        while (lines.TryPop(out var line))
        {
            var furthest = line.From;
            var gap = tolerance * tolerance;
            for (var i = line.From + 1; i < line.To; i++)
            {
                if (Gap(ring[i], ring[line.From], ring[line.To]) is var squared && squared > gap)
                {
                    (furthest, gap) = (i, squared);
                }
            }

            if (furthest != line.From)
            {
                kept[furthest] = true;
                lines.Push((line.From, furthest));
                lines.Push((furthest, line.To));
            }
        }

        return [.. ring.Where((_, i) => kept[i])];
    }

    /// <summary>Square of the distance of a point to a segment, in degrees, on the plane of latitude and longitude.</summary>
    private static double Gap(Location point, Location from, Location to)
    {
        var (dx, dy) = (to.Lon - from.Lon, to.Lat - from.Lat);
        var (x, y) = (point.Lon - from.Lon, point.Lat - from.Lat);
        var length = (dx * dx) + (dy * dy);
        var along = length == 0 ? 0 : Math.Clamp(((x * dx) + (y * dy)) / length, 0, 1);
        var (east, north) = (x - (along * dx), y - (along * dy));
        return (east * east) + (north * north);
    }
}
