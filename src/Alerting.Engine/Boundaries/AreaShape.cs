using Alerting.Engine.Places;
using Alerting.Reports;

namespace Alerting.Engine.Boundaries;

/// <summary>A part of the earth that somebody cares for. Immutable; safe for many threads.</summary>
public abstract class AreaShape
{
    private AreaShape()
    {
    }

    /// <summary>All within a distance of a point.</summary>
    /// <param name="centre">The point.</param>
    /// <param name="metres">The distance.</param>
    public static AreaShape Circle(Location centre, double metres) => new Disc(centre, metres);

    /// <summary>What lies within the outer ring and in no hole of it.</summary>
    /// <param name="rings">The outer one first; of each the corners, the first one again at the end.</param>
    public static AreaShape Polygon(IEnumerable<Location[]> rings) =>
        new Rings(new RegionOutline("", [[.. rings.Select(static ring => new OutlineRing([new OutlineArc(ring)], [false]))]], 6));

    /// <summary>Whether a location lies in it.</summary>
    public abstract bool Contains(Location location);

    /// <summary>Whether some of a region lies in it, as far as the outline of the region is known.</summary>
    public abstract bool Meets(RegionOutline outline);

    private sealed class Disc(Location centre, double metres) : AreaShape
    {
        public override bool Contains(Location location) => Distance.IsWithin(centre, location, metres);

        public override bool Meets(RegionOutline outline) => !outline.IsBeyond(centre, metres);
    }

    private sealed class Rings(RegionOutline polygon) : AreaShape
    {
        public override bool Contains(Location location) => polygon.Contains(location);

        public override bool Meets(RegionOutline outline) => polygon.Meets(outline);
    }
}
