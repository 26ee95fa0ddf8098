using Alerting.Engine.Places;
using Alerting.Reports;

namespace Alerting.Engine.Boundaries;

/// <summary>
/// A line of the border between two regions, or of a region and the sea. The regions on its two sides share it, so that every
/// point lies on one side of it, whichever of the two is asked. Immutable.
/// </summary>
internal sealed class OutlineArc
{
    private const int PieceLength = 32;

    private readonly Location[] _points;
    private readonly Box[] _pieces;

    /// <param name="points">Two or more; a closed line ends where it begins.</param>
    public OutlineArc(Location[] points)
    {
        _points = points;
        _pieces = new Box[(Math.Max(points.Length - 1, 1) + PieceLength - 1) / PieceLength];
        for (var piece = 0; piece < _pieces.Length; piece++)
        {
            _pieces[piece] = BoxOf(points.AsSpan(piece * PieceLength, LengthOf(piece) + 1));
        }

        Box = BoxOf(points);
    }

    public Box Box { get; }

    public ReadOnlySpan<Location> Points => _points;

    /// <summary>
    /// Whether a ray from the point to the east crosses the line an odd number of times. Segments include their southern end and
    /// not their northern one, and a point on a segment is east of it.
    /// </summary>
    public bool IsCrossedEastOf(Location point)
    {
        if (IsMissed(Box, point))
        {
            return false;
        }

        if (point.Lon < Box.West)
        {
            return IsAbove(_points[0], point) != IsAbove(_points[^1], point);
        }

        var odd = false;
        for (var piece = 0; piece < _pieces.Length; piece++)
        {
            if (!IsMissed(_pieces[piece], point))
            {
                odd ^= IsCrossedEastOf(point, piece);
            }
        }

        return odd;
    }

    /// <summary>Lowers the square of a distance to that of the line, if that is nearer.</summary>
    /// <param name="point">From where.</param>
    /// <param name="narrow">Length of a degree of longitude there, in degrees of latitude.</param>
    /// <param name="nearest">Square of the distance so far, in degrees of latitude.</param>
    public void Measure(Location point, double narrow, ref double nearest)
    {
        if (Gap(Box, point, narrow) >= nearest)
        {
            return;
        }

        for (var piece = 0; piece < _pieces.Length; piece++)
        {
            if (Gap(_pieces[piece], point, narrow) < nearest)
            {
                var start = piece * PieceLength;
                for (var i = start; i < start + LengthOf(piece); i++)
                {
                    nearest = Math.Min(nearest, Gap(_points[i], _points[i + 1], point, narrow));
                }
            }
        }
    }

    /// <summary>Whether a segment of one line meets a segment of the other, on the plane of latitude and longitude.</summary>
    public bool Crosses(OutlineArc other)
    {
        if (!Box.Meets(other.Box))
        {
            return false;
        }

        for (var piece = 0; piece < _pieces.Length; piece++)
        {
            for (var others = 0; others < other._pieces.Length; others++)
            {
                if (_pieces[piece].Meets(other._pieces[others]) && Crosses(piece, other, others))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static Box BoxOf(ReadOnlySpan<Location> points)
    {
        var box = Box.Of(points[0]);
        foreach (var point in points)
        {
            box = box.With(point);
        }

        return box;
    }

    private static bool IsAbove(Location end, Location point) => end.Lat > point.Lat;

    /// <summary>Whether no segment within the box can be crossed: it lies north, south or west of the ray.</summary>
    private static bool IsMissed(in Box box, Location point) => point.Lat < box.South || point.Lat >= box.North || point.Lon >= box.East;

    /// <summary>Square of the distance to the box or less, in degrees of latitude.</summary>
    private static double Gap(in Box box, Location point, double narrow)
    {
        var north = Math.Max(0, Math.Max(box.South - point.Lat, point.Lat - box.North));
        var east = point.Lon >= box.West && point.Lon <= box.East
            ? 0
            : Math.Min(Math.Abs(Around(box.West - point.Lon)), Math.Abs(Around(box.East - point.Lon))) * narrow;
        return (north * north) + (east * east);
    }

    /// <summary>Square of the distance to a segment, in degrees of latitude, on the plane that touches the earth at the point.</summary>
    private static double Gap(Location from, Location to, Location point, double narrow)
    {
        var (x, y) = (Around(from.Lon - point.Lon) * narrow, from.Lat - point.Lat);
        var (dx, dy) = (Around(to.Lon - from.Lon) * narrow, to.Lat - from.Lat);
        var length = (dx * dx) + (dy * dy);
        var along = length == 0 ? 0 : Math.Clamp(-((x * dx) + (y * dy)) / length, 0, 1);
        var (east, north) = (x + (along * dx), y + (along * dy));
        return (east * east) + (north * north);
    }

    /// <summary>A difference of longitudes, the shorter way around the earth.</summary>
    private static double Around(double degrees) => degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;

    private bool IsCrossedEastOf(Location point, int piece)
    {
        var start = piece * PieceLength;
        var end = start + LengthOf(piece);
        if (point.Lon < _pieces[piece].West)
        {
            return IsAbove(_points[start], point) != IsAbove(_points[end], point);
        }

        var odd = false;
        for (var i = start; i < end; i++)
        {
            var (one, other) = (_points[i], _points[i + 1]);
            if (IsAbove(one, point) == IsAbove(other, point))
            {
                continue;
            }

            // From the southern end, whichever way the line runs, so that rounding is the same for both sides.
            var (low, high) = one.Lat < other.Lat ? (one, other) : (other, one);
            odd ^= point.Lon < low.Lon + ((point.Lat - low.Lat) * (high.Lon - low.Lon) / (high.Lat - low.Lat));
        }

        return odd;
    }

    private bool Crosses(int piece, OutlineArc other, int others)
    {
        var (start, otherStart) = (piece * PieceLength, others * PieceLength);
        for (var i = start; i < start + LengthOf(piece); i++)
        {
            for (var j = otherStart; j < otherStart + other.LengthOf(others); j++)
            {
                if (Cross(_points[i], _points[i + 1], other._points[j], other._points[j + 1]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether two segments have a point in common: the ends of each lie on both sides of the other, or on it.</summary>
    private static bool Cross(Location a, Location b, Location c, Location d) =>
        Side(a, b, c) * Side(a, b, d) <= 0 && Side(c, d, a) * Side(c, d, b) <= 0
        && Box.Of(a).With(b).Meets(Box.Of(c).With(d));

    /// <summary>On which side of a line a point lies: 1, -1, or 0 on it.</summary>
    private static int Side(Location from, Location to, Location point) =>
        Math.Sign(((to.Lon - from.Lon) * (point.Lat - from.Lat)) - ((to.Lat - from.Lat) * (point.Lon - from.Lon)));

    /// <summary>Number of segments of a piece.</summary>
    private int LengthOf(int piece) => Math.Min(PieceLength, _points.Length - 1 - (piece * PieceLength));
}
