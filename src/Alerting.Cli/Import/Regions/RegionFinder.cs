using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import.Regions;

/// <summary>
/// The region of an event: by its code, else by the name of its first-level region and the crosswalk. An event whose
/// region is only guessed at could raise an alert in the wrong place, so it is rejected.
/// </summary>
internal sealed class RegionFinder(RegionCatalog catalog, RegionCrosswalk? crosswalk)
{
    private readonly Dictionary<string, string> _countries = catalog.Codes.Where(c => catalog[c].Parent is null)
        .GroupBy(c => NameFolding.Fold(catalog[c].Name), StringComparer.Ordinal)
        .ToDictionary(static g => g.Key, static g => g.First(), StringComparer.Ordinal);

    /// <summary>By what may be a code or a name; one that is neither is left for the reader of reports to refuse.</summary>
    public string Find(string codeOrName) =>
        catalog.TryGet(codeOrName, out _) || crosswalk is null ? codeOrName : Find(null, codeOrName, null);

    /// <param name="code">ISO 3166-2 or operator-defined; null when not stated. Whether it exists is seen when the report is read.</param>
    /// <param name="name">Name of the first-level region; null when not stated.</param>
    /// <param name="country">Name of the country; with it regions of one name are distinguished where the catalogue knows it.</param>
    /// <exception cref="RowRejectedException">No region, or more than one.</exception>
    public string Find(string? code, string? name, string? country)
    {
        if (code is not null)
        {
            return code;
        }

        if (name is null)
        {
            throw Unknown("no region is stated, neither by code nor by name");
        }

        if (crosswalk is null)
        {
            throw Unknown($"to know the region '{NearestName.Shown(name)}' by its name takes a crosswalk (--regions)"
                + NearestRegion.Hint(catalog, name));
        }

        var codes = crosswalk.Find(name);
        if (country is not null && _countries.TryGetValue(NameFolding.Fold(country), out var root))
        {
            codes = [.. codes.Where(c => catalog.IsWithin(c, root))];
        }

        return codes.Count switch
        {
            1 => codes.First(),
            0 => throw Unknown($"the crosswalk has no region '{NearestName.Shown(name)}'{(country is null ? "" : $" in {country}")}"
                + NearestName.Hint(crosswalk.Nearest(name))),
            _ => throw Unknown($"the crosswalk has several regions '{NearestName.Shown(name)}': {string.Join(", ", codes)}"),
        };
    }

    private static RowRejectedException Unknown(string detail) => new(new Fault(FaultTypes.UnknownRegion, detail));
}
