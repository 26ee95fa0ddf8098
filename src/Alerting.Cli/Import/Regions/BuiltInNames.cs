using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Cli.Import.Regions;

/// <summary>
/// What the regions of a catalogue are called: by ISO 3166-2, in English, in data sets, and as the operator calls his own, all
/// without words such as "province", save where these tell two regions from one another (Kyiv, Kyiv oblast).
/// </summary>
internal sealed class BuiltInNames
{
    private static readonly string[] s_directions =
    [
        "north", "south", "east", "west", "nord", "sud", "ouest", "norte", "sur", "oriental", "occidental", "upper", "lower", "haut", "bas",
        "inner", "outer", "central", "gharb", "sharq", "shamal", "janub", "zapad", "vostok",
    ];

    private readonly RegionCatalog _catalog;
    private readonly Dictionary<string, List<string>> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _english = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(NameShape Shape, string Code)>> _shapes = new(StringComparer.Ordinal);

    public BuiltInNames(RegionCatalog catalog)
    {
        _catalog = catalog;
        foreach (var code in catalog.Codes)
        {
            Add(_own, catalog[code].Name, code);
        }

        foreach (var (code, name) in EnglishNames.All.Concat(NameTable.Read("region-names.csv")))
        {
            if (catalog.TryGet(code, out _))
            {
                Add(_english, name, code);
            }
        }
    }

    /// <summary>
    /// The regions of a name, within a country the highest only: a district is often called like the province that it lies in.
    /// </summary>
    /// <param name="within">Region in which it must lie; null: anywhere.</param>
    public IReadOnlyList<string> Find(string name, string? within)
    {
        foreach (var spelling in RegionTypeWords.NamesIn(name))
        {
            foreach (var key in (string[])[NameFolding.Fold(spelling), RegionTypeWords.KeyOf(spelling)])
            {
                var (own, english) = (Below(_own, key, within), Below(_english, key, within));
                if (own.Count + english.Count > 0)
                {
                    return within is null ? [.. own.Union(english)] : Preferred(own, english);
                }
            }
        }

        return [];
    }

    /// <summary>The regions whose name is alike, as another transliteration of it is, and names the same direction if any.</summary>
    public IReadOnlyList<string> FindAlike(string name, string within)
    {
        var shape = NameShape.Of(RegionTypeWords.KeyOf(name));
        return shape.Skeleton.Length == 0
            ? []
            : Highest(ShapesOf(within)
                .Where(known => AlikeNames.AreAlike(shape, known.Shape) && HaveSameDirections(shape.Letters, known.Shape.Letters))
                .Select(static known => known.Code)
                .Distinct());
    }

    /// <summary>Of regions of one height who is called so goes before whom English calls so.</summary>
    private List<string> Preferred(List<string> own, List<string> english)
    {
        var highest = Highest(own.Union(english));
        var called = highest.FindAll(own.Contains);
        return called.Count > 0 ? called : highest;
    }

    private List<string> Below(Dictionary<string, List<string>> names, string key, string? within) =>
        [.. (names.GetValueOrDefault(key) ?? []).Where(code => IsBelow(code, within))];

    /// <summary>North and South Kordofan are spelled alike, and are all the more not the same.</summary>
    private static bool HaveSameDirections(string letters, string others) => Array.TrueForAll(
        s_directions,
        direction => letters.Contains(direction, StringComparison.Ordinal) == others.Contains(direction, StringComparison.Ordinal));

    private List<(NameShape Shape, string Code)> ShapesOf(string within)
    {
        if (!_shapes.TryGetValue(within, out var shapes))
        {
            shapes = [];
            foreach (var (key, codes) in _own.Concat(_english))
            {
                var shape = NameShape.Of(key);
                shapes.AddRange(codes.Where(code => shape.Skeleton.Length > 0 && IsBelow(code, within)).Select(code => (shape, code)));
            }

            _shapes[within] = shapes;
        }

        return shapes;
    }

    private bool IsBelow(string code, string? within) => within is null || (code != within && _catalog.IsWithin(code, within));

    private List<string> Highest(IEnumerable<string> codes)
    {
        var byDepth = codes.ToLookup(_catalog.DepthOf);
        return byDepth.Count == 0 ? [] : [.. byDepth[byDepth.Min(static depth => depth.Key)]];
    }

    private static void Add(Dictionary<string, List<string>> names, string name, string code)
    {
        foreach (var spelling in RegionTypeWords.NamesIn(name))
        {
            AddKey(names, code, NameFolding.Fold(spelling));
            AddKey(names, code, RegionTypeWords.KeyOf(spelling));
        }
    }

    private static void AddKey(Dictionary<string, List<string>> names, string code, string key)
    {
        var codes = names.TryGetValue(key, out var known) ? known : names[key] = [];
        if (key.Length > 0 && !codes.Contains(code))
        {
            codes.Add(code);
        }
    }
}
