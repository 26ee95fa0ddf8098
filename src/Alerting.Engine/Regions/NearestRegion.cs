using Alerting.Engine.Names;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <summary>
/// Finds the regions that somebody most likely meant by an unknown code: first what is the same code written
/// differently, then a former code, then a name, and only then a code that differs in one letter. Codes are so short
/// that each is one letter away from many others. Hence a code of two letters (a country) is never taken for another
/// one, and the code of a subdivision only for others of its country.
/// </summary>
public static class NearestRegion
{
    /// <summary>When the codes of more regions than this differ in one character, none of them is hinted at.</summary>
    private const int MaxNearCodes = 3;
    private const int MinNameLength = 4;

    /// <summary>
    /// The likely regions, the likeliest first; several where the text stands for all of them; empty when nothing is
    /// similar.
    /// </summary>
    public static IReadOnlyList<Region> Find(RegionCatalog catalog, string text)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (text.Length is 0 or > NearestName.MaxLength)
        {
            return [];
        }

        var names = RegionNames.Of(catalog);
        var capitals = RegionNames.Capitals(text);
        if (Code(names, capitals) is { } code)
        {
            return [catalog[code]];
        }

        var found = FormerCodes.Find(catalog, capitals).ToList();
        if (found.Count > 0)
        {
            return found;
        }

        var folded = NameFolding.Fold(text);

        // Two capitals are meant as the code of a country and not as the village of that name.
        var codes = text.Length == 2 && text == capitals ? [] : names.Called(folded);
        codes = codes.Count > 0 ? codes : InCountry(catalog, names, capitals);
        codes = codes.Count > 0 ? codes : NearOperatorCode(names, text);
        codes = codes.Count > 0 ? codes : NearName(names, capitals, folded);
        return [.. codes.Select(c => catalog[c])];
    }

    /// <summary>The end of a fault's sentence: <c>; did you mean 'IQ-AN' (Al Anbār)?</c>, or nothing when no region is similar.</summary>
    public static string Hint(RegionCatalog catalog, string text) =>
        NearestName.Hint(Find(catalog, text), static region => $"'{region.Code}' ({region.Name})");

    /// <summary>The fault of a request for a region that does not exist.</summary>
    /// <param name="path">JSON path or query parameter that named it; null for the route.</param>
    public static Fault Unknown(RegionCatalog catalog, string code, string? path)
    {
        ArgumentNullException.ThrowIfNull(code);
        var end = Hint(catalog, code) is { Length: > 0 } hint ? hint : ".";
        return new Fault(FaultTypes.UnknownRegion, $"There is no region '{NearestName.Shown(code)}'{end}", path);
    }

    /// <summary>
    /// The code of the catalogue that is meant by a text in other case, with other hyphens, or without the hyphen of
    /// ISO 3166-2.
    /// </summary>
    private static string? Code(RegionNames names, string capitals) =>
        names.Code(capitals) ?? (capitals.Length > 3 && capitals[2] != '-' ? names.Code(capitals.Insert(2, "-")) : null);

    /// <summary>
    /// Looks within a known country: by name (<c>IQ-ANBAR</c>), for codes that differ in one character, or for the
    /// region above (<c>IQ-AN-01</c>).
    /// </summary>
    private static IReadOnlyList<string> InCountry(RegionCatalog catalog, RegionNames names, string capitals)
    {
        var hyphen = capitals.IndexOf('-', StringComparison.Ordinal);
        if (hyphen < 0 || names.Code(capitals[..hyphen]) is not { } country)
        {
            return [];
        }

        var prefix = capitals[..(hyphen + 1)];
        var called = names.Called(NameFolding.Fold(capitals[(hyphen + 1)..])).Where(c => catalog.IsWithin(c, country)).ToList();
        if (called.Count > 0)
        {
            return called;
        }

        var near = catalog.Codes
            .Where(c => c.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && NearestName.IsOneEditAway(capitals, c))
            .Take(MaxNearCodes + 1).ToList();
        return near.Count switch
        {
            0 => Above(names, capitals, hyphen),
            > MaxNearCodes => [],
            _ => near,
        };
    }

    /// <summary>The longest known code at the beginning of the text, longer than the country's and not followed by a letter.</summary>
    private static IReadOnlyList<string> Above(RegionNames names, string capitals, int hyphen)
    {
        for (var length = capitals.Length - 1; length > hyphen + 1; length--)
        {
            if (!char.IsLetter(capitals[length]) && names.Code(capitals[..length]) is { } above)
            {
                return [above];
            }
        }

        return [];
    }

    private static IReadOnlyList<string> NearOperatorCode(RegionNames names, string text) =>
        text.Length >= MinNameLength && !RegionNames.IsShapedAsIso(text) && NearestName.Find(text, names.OperatorCodes) is { } code
            ? [code]
            : [];

    private static IReadOnlyList<string> NearName(RegionNames names, string capitals, string folded) =>
        folded.Length >= MinNameLength && !RegionNames.IsShapedAsIso(capitals) && NearestName.Find(folded, names.Names) is { } name
            ? names.Called(name)
            : [];
}
