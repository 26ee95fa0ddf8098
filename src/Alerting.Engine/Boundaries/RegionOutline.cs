using Alerting.Engine.Places;
using Alerting.Reports;

namespace Alerting.Engine.Boundaries;

/// <summary>The outline of a region: one or more polygons, possibly with holes. Immutable; safe for many threads.</summary>
public sealed class RegionOutline
{
    private readonly OutlineArc[] _arcs;
    private readonly Box _box;

    /// <param name="code">Code of the region.</param>
    /// <param name="polygons">Of each its rings, the outer one first; of each ring its lines in order.</param>
    /// <param name="decimals">See <see cref="Decimals"/>.</param>
    /// <param name="isPartial">See <see cref="IsPartial"/>.</param>
    internal RegionOutline(string code, OutlineRing[][] polygons, int decimals, bool isPartial = false)
    {
        Code = code;
        Decimals = decimals;
        Polygons = polygons;
        IsPartial = isPartial;
        _arcs = [.. polygons.SelectMany(static rings => rings).SelectMany(static ring => ring.Arcs)];
        _box = _arcs.Select(static arc => arc.Box).Aggregate(static (one, other) => new Box(
            Math.Min(one.South, other.South), Math.Min(one.West, other.West),
            Math.Max(one.North, other.North), Math.Max(one.East, other.East)));
    }

    /// <summary>Code of the region.</summary>
    public string Code { get; }

    /// <summary>Whether the region also reaches beyond the outline, since a part of its border is not known.</summary>
    public bool IsPartial { get; }

    /// <summary>A point within, to pin the region on.</summary>
    public Location Centre => OutlineCentre.Of(Polygons);

    internal Box Box => _box;

    /// <summary>How many decimals its degrees have.</summary>
    internal int Decimals { get; }

    internal OutlineRing[][] Polygons { get; }

    /// <summary>
    /// Whether a location lies within. Of two regions that share a border, a location on it lies in exactly one. On the plane of
    /// latitude and longitude; outlines that cross the antimeridian are cut there.
    /// </summary>
    public bool Contains(Location location)
    {
        // The antimeridian is the western rim of the map alone.
        var point = location.Lon >= 180 ? location with { Lon = -180 } : location;
        if (!_box.Contains(point))
        {
            return false;
        }

        var inside = false;
        foreach (var arc in _arcs)
        {
            inside ^= arc.IsCrossedEastOf(point);
        }

        return inside;
    }

    /// <summary>How far a location lies outside, metres, to about 1 % below 1,000 km; 0 within.</summary>
    public double DistanceTo(Location location) =>
        Contains(location) ? 0 : Math.Sqrt(Nearest(location, double.PositiveInfinity)) * Distance.Degree;

    /// <summary>Whether a location lies further outside than this.</summary>
    /// <param name="location">The location.</param>
    /// <param name="metres">0 or more.</param>
    public bool IsBeyond(Location location, double metres)
    {
        var limit = metres / Distance.Degree;
        return !Contains(location) && Nearest(location, limit * limit * (1 + 1e-9)) > limit * limit;
    }

    /// <summary>Whether the two have a point in common: borders cross, or one lies within the other.</summary>
    public bool Meets(RegionOutline other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _box.Meets(other._box)
            && (Corners().Any(other.Contains) || other.Corners().Any(Contains)
                || Array.Exists(_arcs, arc => Array.Exists(other._arcs, arc.Crosses)));
    }

    /// <summary>A point of each ring: where borders do not cross, all of a ring lies on the same side as any point of it.</summary>
    private IEnumerable<Location> Corners() =>
        Polygons.SelectMany(static rings => rings).Select(static ring => ring.Points().First());

    private double Nearest(Location location, double within)
    {
        var narrow = Math.Cos(double.DegreesToRadians(location.Lat));
        foreach (var arc in _arcs)
        {
            arc.Measure(location, narrow, ref within);
        }

        return within;
    }
}

/// <summary>A closed line around a polygon or a hole of it.</summary>
/// <param name="Arcs">Its parts in order.</param>
/// <param name="Reversed">Which of them run the other way.</param>
internal sealed record OutlineRing(OutlineArc[] Arcs, bool[] Reversed)
{
    /// <summary>All points, the first one again at the end.</summary>
    public IEnumerable<Location> Points()
    {
        for (var i = 0; i < Arcs.Length; i++)
        {
            var points = Arcs[i].Points.ToArray();
            if (Reversed[i])
            {
                Array.Reverse(points);
            }

            for (var at = i == 0 ? 0 : 1; at < points.Length; at++)
            {
                yield return points[at];
            }
        }
    }
}
