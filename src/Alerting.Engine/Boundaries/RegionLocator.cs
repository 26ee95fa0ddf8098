using Alerting.Engine.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Boundaries;

/// <summary>Finds the region in which a location lies. Immutable; safe for many threads.</summary>
internal sealed class RegionLocator
{
    /// <summary>
    /// Simplified coasts leave harbours and islets at sea. A location this near to land, metres, is on it: of the nearest region.
    /// </summary>
    private const double OffCoast = 5_000;

    private const int Columns = 360;
    private const int Rows = 180;

    private readonly RegionCatalog _catalog;
    private readonly IReadOnlySet<string> _own;
    private readonly List<RegionOutline>?[] _cells = new List<RegionOutline>?[Columns * Rows];

    /// <summary>The largest ones, which lie in many cells.</summary>
    private readonly List<RegionOutline> _roots = [];

    /// <param name="outlines">Of regions of the catalogue.</param>
    /// <param name="own">Codes of those that the operator has drawn.</param>
    public RegionLocator(RegionCatalog catalog, IEnumerable<RegionOutline> outlines, IReadOnlySet<string> own)
    {
        (_catalog, _own) = (catalog, own);
        foreach (var outline in outlines.OrderBy(static outline => outline.Code, StringComparer.Ordinal))
        {
            if (catalog[outline.Code].Parent is null)
            {
                _roots.Add(outline);
                continue;
            }

            for (var row = RowOf(outline.Box.South); row <= RowOf(outline.Box.North); row++)
            {
                for (var column = ColumnOf(outline.Box.West); column <= ColumnOf(outline.Box.East); column++)
                {
                    (_cells[(row * Columns) + column] ??= []).Add(outline);
                }
            }
        }
    }

    public LocatedRegion Find(Location location)
    {
        List<string> within = [];
        foreach (var outline in Near(location))
        {
            if (outline.Contains(location))
            {
                within.Add(outline.Code);
            }
        }

        within = Deepest(within);
        return within switch
        {
            [var only] => new LocatedRegion(only, []),
            [] => new LocatedRegion(NearestOnLand(location), []),
            _ => new LocatedRegion(null, within),
        };
    }

    private static int RowOf(double lat) => Math.Clamp((int)Math.Floor(lat + 90), 0, Rows - 1);

    private static int ColumnOf(double lon) => Math.Clamp((int)Math.Floor(lon + 180), 0, Columns - 1);

    private IEnumerable<RegionOutline> Near(Location location)
    {
        var lon = location.Lon >= 180 ? -180 : location.Lon;
        return _roots.Concat(_cells[(RowOf(location.Lat) * Columns) + ColumnOf(lon)] ?? []);
    }

    /// <summary>
    /// Those that have none of the others below them. What the operator has drawn wins over what is shipped beside it, since two
    /// drawings of one border never agree.
    /// </summary>
    private List<string> Deepest(List<string> codes)
    {
        if (codes.Exists(_own.Contains))
        {
            codes = codes.FindAll(code => _own.Contains(code) || codes.Exists(own => _own.Contains(own) && _catalog.IsWithin(code, own)));
        }

        return codes.FindAll(code => !codes.Exists(other => other != code && _catalog.IsWithin(other, code)));
    }

    private string? NearestOnLand(Location location)
    {
        var narrow = Math.Max(Math.Cos(double.DegreesToRadians(location.Lat)), 0.01);
        var reach = OffCoast / Places.Distance.Degree;
        var candidates = new HashSet<RegionOutline>(_roots);
        foreach (var row in new[] { RowOf(location.Lat - reach), RowOf(location.Lat + reach) })
        {
            foreach (var lon in new[] { location.Lon - (reach / narrow), location.Lon, location.Lon + (reach / narrow) })
            {
                var column = ColumnOf(lon < -180 ? lon + 360 : lon >= 180 ? lon - 360 : lon);
                candidates.UnionWith(_cells[(row * Columns) + column] ?? []);
            }
        }

        var near = candidates.Where(outline => !outline.IsBeyond(location, OffCoast))
            .Select(outline => (outline.Code, Metres: outline.DistanceTo(location), Depth: _catalog.DepthOf(outline.Code)))
            .ToList();

        // A coast is that of a country and of a part of it, which are as near as each other.
        return near.Count == 0 ? null : near
            .Where(one => one.Metres <= near.Min(static other => other.Metres) + 1)
            .OrderByDescending(static one => one.Depth).ThenBy(static one => one.Code, StringComparer.Ordinal)
            .First().Code;
    }
}
