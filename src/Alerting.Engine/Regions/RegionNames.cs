using System.Buffers;
using System.Runtime.CompilerServices;
using Alerting.Engine.Names;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <summary>Finds regions by name, and by codes that are written slightly differently. Immutable.</summary>
internal sealed class RegionNames
{
    private const int MaxIsoSuffix = 3;

    // Folding thousands of names takes milliseconds, and a feed can send many unknown codes: once for each catalogue.
    private static readonly ConditionalWeakTable<RegionCatalog, RegionNames> s_names = [];

    private static readonly SearchValues<char> s_suffix =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private readonly Dictionary<string, List<string>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byCapitals = new(StringComparer.Ordinal);

    private RegionNames(RegionCatalog catalog)
    {
        foreach (var code in catalog.Codes)
        {
            Add(catalog[code].Name, code);
            _byCapitals.TryAdd(Capitals(code), code);
        }

        foreach (var (code, name) in EnglishNames.All)
        {
            if (catalog.TryGet(code, out _))
            {
                Add(name, code);
            }
        }

        // Where several regions have a name: countries before their subdivisions, and of the same depth those whose
        // current name it is.
        foreach (var (name, codes) in _byName.Where(static named => named.Value.Count > 1).ToList())
        {
            _byName[name] = [.. codes.OrderBy(catalog.DepthOf)];
        }

        Names = new NameIndex(_byName.Keys);
        OperatorCodes = new NameIndex(catalog.Codes.Where(static code => !IsShapedAsIso(code)));
    }

    /// <summary>All names, folded.</summary>
    public NameIndex Names { get; }

    /// <summary>Codes that do not have the form of ISO 3166.</summary>
    public NameIndex OperatorCodes { get; }

    public static RegionNames Of(RegionCatalog catalog) => s_names.GetValue(catalog, static c => new RegionNames(c));

    /// <summary>A code in capitals, with hyphens in place of other separators.</summary>
    public static string Capitals(string code) =>
        string.Create(code.Length, code, static (target, code) =>
        {
            for (var i = 0; i < code.Length; i++)
            {
                target[i] = code[i] is '_' or ' ' or '.' or '/' or (>= '\u2010' and <= '\u2015') ? '-' : char.ToUpperInvariant(code[i]);
            }
        });

    /// <summary>Two letters, or two letters, a hyphen, and one to three letters or digits.</summary>
    public static bool IsShapedAsIso(string code) =>
        code.Length >= 2 && char.IsAsciiLetter(code[0]) && char.IsAsciiLetter(code[1])
        && (code.Length == 2
            || (code[2] == '-' && code.Length - 3 is >= 1 and <= MaxIsoSuffix && !code.AsSpan(3).ContainsAnyExcept(s_suffix)));

    /// <summary>The code of the catalogue that is equal apart from case and separators, or null.</summary>
    public string? Code(string capitals) => _byCapitals.GetValueOrDefault(capitals);

    /// <summary>Codes of the regions with this folded name.</summary>
    public IReadOnlyList<string> Called(string folded) => _byName.TryGetValue(folded, out var codes) ? codes : [];

    private void Add(string name, string code)
    {
        var folded = NameFolding.Fold(name);
        if (folded.Length is 0 or > NearestName.MaxLength)
        {
            return;
        }

        if (!_byName.TryGetValue(folded, out var codes))
        {
            _byName[folded] = [code];
        }
        else if (!codes.Contains(code))
        {
            codes.Add(code);
        }
    }
}
