using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import.Regions;

/// <summary>
/// The region of an event by its code, else by the name of its first-level region and a crosswalk that somebody wrote. Who
/// states one wants no other: an event whose name is not in it is rejected.
/// </summary>
internal sealed class CrosswalkRegions(RegionCatalog catalog, RegionCrosswalk crosswalk) : IRegionFinder
{
    private readonly Dictionary<string, string> _countries = catalog.Codes.Where(c => catalog[c].Parent is null)
        .GroupBy(c => NameFolding.Fold(catalog[c].Name), StringComparer.Ordinal)
        .ToDictionary(static g => g.Key, static g => g.First(), StringComparer.Ordinal);

    public FoundRegion Find(PlaceHints hints) => hints switch
    {
        { Code: { } code } => new FoundRegion(code, RegionBasis.Code),
        { Names: [var name, ..] } when catalog.TryGet(name, out _) => new FoundRegion(name, RegionBasis.Code),
        { Names: [var name, ..] } => new FoundRegion(ByName(name, hints.Country), RegionBasis.Crosswalk),
        _ => throw Unknown("no region is stated, neither by code nor by name"),
    };

    /// <param name="country">Name of the country; with it regions of one name are distinguished where the catalogue knows it.</param>
    private string ByName(string name, string? country)
    {
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
