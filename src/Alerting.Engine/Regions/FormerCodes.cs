using System.Collections.Frozen;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>
/// Codes that people use and the catalogue does not have: those of former countries, alpha-3 codes, codes that
/// subdivisions had before they were changed, and XK. They are only used for hints, never accepted, since a country
/// that broke up has several successors.
/// </summary>
public static class FormerCodes
{
    private static readonly Lazy<FrozenDictionary<string, string[]>> s_all = new(() =>
        RegionData.Lines("former-codes.csv").Select(RegionData.Split)
            .ToFrozenDictionary(static row => row.Key, static row => row.Value.Split(' '), StringComparer.Ordinal));

    /// <summary>By former code in capitals: the ISO 3166 codes of what it stood for, one or more.</summary>
    public static IReadOnlyDictionary<string, string[]> All => s_all.Value;

    /// <summary>
    /// The regions of a catalogue that a code in capitals stood for. The code may begin with a former country code:
    /// <c>IRQ-AN</c>.
    /// </summary>
    public static IEnumerable<Region> Find(RegionCatalog catalog, string code)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(code);
        if (s_all.Value.TryGetValue(code, out var successors))
        {
            return Known(catalog, successors);
        }

        return code.IndexOf('-', StringComparison.Ordinal) is > 0 and var hyphen
            && s_all.Value.TryGetValue(code[..hyphen], out var countries)
            ? Known(catalog, countries.Select(country => country + code[hyphen..]))
            : [];
    }

    private static IEnumerable<Region> Known(RegionCatalog catalog, IEnumerable<string> codes)
    {
        foreach (var code in codes)
        {
            if (catalog.TryGet(code, out var region))
            {
                yield return region;
            }
        }
    }
}
