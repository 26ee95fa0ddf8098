using System.Runtime.CompilerServices;
using Alerting.Reports;

namespace Alerting.Regions;

/// <summary>Finds the region that somebody most likely meant by an unknown code: by code, else by the region's name.</summary>
public static class NearestRegion
{
    // Folding five thousand names takes milliseconds and mistakes come in floods: once per catalogue.
    private static readonly ConditionalWeakTable<RegionCatalog, Names> s_names = [];

    /// <summary>
    /// The region whose name is meant (<c>Anbar</c> for IQ-AN), else the one whose code is nearest, else the one whose
    /// name is; null when nothing is near.
    /// </summary>
    public static Region? Find(RegionCatalog catalog, string text)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > NearestName.MaxLength)
        {
            return null;
        }

        var names = s_names.GetValue(catalog, static c => new Names(c));
        var folded = PlaceName.Fold(text);
        if (names.ByName.TryGetValue(folded, out var code))
        {
            return catalog[code];
        }

        if (NearestName.Find(text, names.Codes) is { } nearCode)
        {
            return catalog[nearCode];
        }

        return NearestName.Find(folded, names.Folded) is { } nearName ? catalog[names.ByName[nearName]] : null;
    }

    /// <summary>The tail of a fault's sentence: <c>; did you mean 'IQ-AN' (Al Anbār)?</c>, or nothing when no region is near.</summary>
    public static string Hint(RegionCatalog catalog, string text) =>
        Find(catalog, text) is { } region ? $"; did you mean '{region.Code}' ({region.Name})?" : "";

    private sealed class Names
    {
        public Names(RegionCatalog catalog)
        {
            // Of regions of one name the first code is named: countries come before their subdivisions.
            foreach (var code in catalog.Codes)
            {
                var name = PlaceName.Fold(catalog[code].Name);
                if (name.Length is > 0 and <= NearestName.MaxLength)
                {
                    ByName.TryAdd(name, code);
                }
            }

            Codes = new NameIndex(catalog.Codes);
            Folded = new NameIndex(ByName.Keys);
        }

        public NameIndex Codes { get; }

        public NameIndex Folded { get; }

        public Dictionary<string, string> ByName { get; } = new(StringComparer.Ordinal);
    }
}
