using Alerting.Reports;

namespace Alerting.Engine.Boundaries;

/// <summary>
/// A point within an outline to pin a region on. Of the largest polygon: the middle of the widest stretch within it, on the best of
/// some parallels. Unlike the centroid it never lies outside.
/// </summary>
internal static class OutlineCentre
{
    private const int Parallels = 9;

    public static Location Of(OutlineRing[][] polygons)
    {
        var rings = polygons.Select(static polygon => polygon.Select(static ring => ring.Points().ToArray()).ToArray())
            .MaxBy(static polygon => Math.Abs(Area(polygon[0])))!;
        var (south, north) = (rings[0].Min(static point => point.Lat), rings[0].Max(static point => point.Lat));
        var best = (Width: -1.0, Location: rings[0][0]);
        for (var i = 1; i <= Parallels; i++)
        {
            var lat = south + ((north - south) * i / (Parallels + 1));
            var crossings = rings.SelectMany(ring => Crossings(ring, lat)).Order().ToArray();
            for (var at = 0; at + 1 < crossings.Length; at += 2)
            {
                // Of stretches of one length the one nearest to the middle of the region.
                var width = (crossings[at + 1] - crossings[at]) * Math.Cos(double.DegreesToRadians(lat))
                    * (1 - (0.1 * Math.Abs(i - ((Parallels + 1) / 2.0)) / Parallels));
                if (width > best.Width)
                {
                    best = (width, new Location(Math.Round(lat, 4), Math.Round((crossings[at] + crossings[at + 1]) / 2, 4)));
                }
            }
        }

        return best.Location;
    }

    private static IEnumerable<double> Crossings(Location[] ring, double lat)
    {
        for (var i = 0; i + 1 < ring.Length; i++)
        {
            var (from, to) = (ring[i], ring[i + 1]);
            if ((from.Lat > lat) != (to.Lat > lat))
            {
                yield return from.Lon + ((lat - from.Lat) * (to.Lon - from.Lon) / (to.Lat - from.Lat));
            }
        }
    }

    private static double Area(Location[] ring)
    {
        var area = 0.0;
        for (var i = 0; i + 1 < ring.Length; i++)
        {
            area += (ring[i].Lon * ring[i + 1].Lat) - (ring[i + 1].Lon * ring[i].Lat);
        }

        return area;
    }
}
