using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Cli.Import.Regions;

/// <summary>Countries by code or by any of the names that data sets use.</summary>
internal sealed class CountryNames
{
    private readonly RegionCatalog _catalog;
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);

    public CountryNames(RegionCatalog catalog)
    {
        _catalog = catalog;
        foreach (var code in catalog.Codes.Where(code => catalog[code].Parent is null))
        {
            Add(catalog[code].Name, code);
        }

        foreach (var (code, name) in EnglishNames.All.Concat(NameTable.Read("country-names.csv")))
        {
            // Kosovo, a country to all data sets, is a subdivision in ISO 3166-2.
            if (catalog.TryGet(code, out var region) && (region.Parent is null || code == "RS-KM"))
            {
                Add(name, code);
            }
        }
    }

    /// <summary>Code of the region that is the country; null when it is none that is known.</summary>
    /// <param name="country">A name, as in <c>Myanmar (Burma)</c>, or a code of two or three letters.</param>
    public string? Find(string country)
    {
        if (ByCode(country) is { } code)
        {
            return code;
        }

        foreach (var name in RegionTypeWords.NamesIn(country))
        {
            if (_byName.TryGetValue(NameFolding.Fold(name), out var found))
            {
                return found;
            }
        }

        return null;
    }

    private string? ByCode(string country)
    {
        if (country.Length is not (2 or 3) || country.AsSpan().ContainsAnyExceptInRange('A', 'Z'))
        {
            return null;
        }

        return _catalog.TryGet(country, out var region) ? region.Code
            : FormerCodes.Find(_catalog, country).ToList() is [var only] ? only.Code
            : null;
    }

    private void Add(string name, string code) => _byName.TryAdd(NameFolding.Fold(name), code);
}
