using Alerting.Engine.Names;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <summary>
/// Finds the regions that somebody most likely meant by an unknown code: what is written like a code, a former code, a
/// name; only then what differs in a letter. Codes are short, so that every code is one letter away from many others:
/// one of two letters (a country's) is never taken for another, and one of a subdivision only for others of its country.
/// </summary>
public static class NearestRegion
{
    /// <summary>More regions whose codes differ in a character are no hint.</summary>
    private const int MaxNearCodes = 3;
    private const int MinNameLength = 4;

    /// <summary>The regions meant, the likeliest first; several where the text stands for all; empty when nothing is near.</summary>
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

        var folded = PlaceName.Fold(text);

        // Two capitals are meant as the code of a country, and not as a village of that name.
        var codes = text.Length == 2 && text == capitals ? [] : names.Called(folded);
        codes = codes.Count > 0 ? codes : InCountry(catalog, names, capitals);
        codes = codes.Count > 0 ? codes : NearOperatorCode(names, text);
        codes = codes.Count > 0 ? codes : NearName(names, capitals, folded);
        return [.. codes.Select(c => catalog[c])];
    }

    /// <summary>The tail of a fault's sentence: <c>; did you mean 'IQ-AN' (Al Anbār)?</c>, or nothing when no region is near.</summary>
    public static string Hint(RegionCatalog catalog, string text) =>
        NearestName.Hint(Find(catalog, text), static region => $"'{region.Code}' ({region.Name})");

    /// <summary>The fault of asking for a region that there is none of.</summary>
    /// <param name="path">JSON path or query parameter; null for the route.</param>
    public static Fault Unknown(RegionCatalog catalog, string code, string? path)
    {
        ArgumentNullException.ThrowIfNull(code);
        var end = Hint(catalog, code) is { Length: > 0 } hint ? hint : ".";
        return new Fault(FaultTypes.UnknownRegion, $"There is no region '{NearestName.Shown(code)}'{end}", path);
    }

    /// <summary>A code of the catalogue in another case, with other hyphens or without the one of ISO 3166-2.</summary>
    private static string? Code(RegionNames names, string capitals) =>
        names.Code(capitals) ?? (capitals.Length > 3 && capitals[2] != '-' ? names.Code(capitals.Insert(2, "-")) : null);

    /// <summary>
    /// In a known country: by name (<c>IQ-ANBAR</c>), codes of which one character differs, or the region above
    /// (<c>IQ-AN-01</c>).
    /// </summary>
    private static IReadOnlyList<string> InCountry(RegionCatalog catalog, RegionNames names, string capitals)
    {
        var hyphen = capitals.IndexOf('-', StringComparison.Ordinal);
        if (hyphen < 0 || names.Code(capitals[..hyphen]) is not { } country)
        {
            return [];
        }

        var prefix = capitals[..(hyphen + 1)];
        var called = names.Called(PlaceName.Fold(capitals[(hyphen + 1)..])).Where(c => catalog.IsWithin(c, country)).ToList();
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

    /// <summary>The longest known code, longer than the country's, that is followed by what is no letter.</summary>
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
