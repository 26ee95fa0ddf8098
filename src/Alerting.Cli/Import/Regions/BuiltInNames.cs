using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Cli.Import.Regions;

/// <summary>
/// What the regions of a catalogue are called: by ISO 3166-2, in English, and as the operator calls his own, all without
/// words such as "province".
/// </summary>
internal sealed class BuiltInNames
{
    private static readonly string[] s_directions =
    [
        "north", "south", "east", "west", "nord", "sud", "ouest", "norte", "sur", "oriental", "occidental", "upper", "lower", "haut", "bas",
        "inner", "outer", "central", "gharb", "sharq", "shamal", "janub", "zapad", "vostok",
    ];

    private readonly RegionCatalog _catalog;
    private readonly Dictionary<string, List<string>> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(NameShape Shape, string Code)>> _shapes = new(StringComparer.Ordinal);

    public BuiltInNames(RegionCatalog catalog)
    {
        _catalog = catalog;
        foreach (var code in catalog.Codes)
        {
            Add(catalog[code].Name, code);
        }

        foreach (var (code, name) in EnglishNames.All)
        {
            if (catalog.TryGet(code, out _))
            {
                Add(name, code);
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
            var codes = Same(spelling, within).ToList();
            if (codes.Count > 0)
            {
                return within is null ? codes : Highest(codes);
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

    private IEnumerable<string> Same(string name, string? within) =>
        (_codes.GetValueOrDefault(RegionTypeWords.KeyOf(name)) ?? []).Where(code => IsBelow(code, within));

    /// <summary>North and South Kordofan are spelled alike, and are all the more not the same.</summary>
    private static bool HaveSameDirections(string letters, string others) => Array.TrueForAll(
        s_directions,
        direction => letters.Contains(direction, StringComparison.Ordinal) == others.Contains(direction, StringComparison.Ordinal));

    private List<(NameShape Shape, string Code)> ShapesOf(string within)
    {
        if (!_shapes.TryGetValue(within, out var shapes))
        {
            shapes = [];
            foreach (var (key, codes) in _codes)
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

    private void Add(string name, string code)
    {
        foreach (var spelling in RegionTypeWords.NamesIn(name))
        {
            if (RegionTypeWords.KeyOf(spelling) is not { Length: > 0 } key)
            {
                continue;
            }

            var codes = _codes.TryGetValue(key, out var known) ? known : _codes[key] = [];
            if (!codes.Contains(code))
            {
                codes.Add(code);
            }
        }
    }
}
