using System.Text.RegularExpressions;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Names;
using Alerting.Engine.Places;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import.Regions;

/// <summary>
/// The region of an event by what the product knows: its code, else its name within the country, else that of a town at the point,
/// else that within whose boundaries the point lies, else that of the nearest town within the country, else the country. Which of them
/// it was is counted and said.
/// </summary>
internal sealed partial class BuiltInRegions(RegionCatalog catalog, RegionBoundaries boundaries) : IRegionFinder
{
    private readonly Lazy<CountryNames> _countries = new(() => new CountryNames(catalog));
    private readonly Lazy<BuiltInNames> _names = new(() => new BuiltInNames(catalog));
    private readonly Lazy<NearestTown> _towns = new(() => new NearestTown(Gazetteer.BuiltIn, catalog));
    private readonly Dictionary<(string Name, string? Within), IReadOnlyList<string>> _called = [];

    public FoundRegion Find(PlaceHints hints)
    {
        if ((hints.Code ?? hints.Names.FirstOrDefault(IsCode)) is { } code)
        {
            return new FoundRegion(code, RegionBasis.Code);
        }

        var country = hints.Country is null ? null : _countries.Value.Find(hints.Country);
        var called = hints.Names.Select(name => Called(name, country)).FirstOrDefault(static codes => codes.Count > 0) ?? [];

        // A name that is a country's means that one (Gaza Strip in Israel, Puerto Rico in the United States), unless a region of
        // the stated country, or where none is stated a region elsewhere, is called so.
        country = called.Count == 0 ? CountryOf(hints.Names) ?? country : country ?? OnlyCountry(called);
        called = called is [var only] && only == country ? [] : called;
        return called.Count == 1 ? new FoundRegion(called[0], RegionBasis.Name)
            : ByTown(hints.Point, called, country, NearestTown.InTownKilometres) is { } town
                ? new FoundRegion(town, RegionBasis.NearestTown)
            : ByBoundaries(hints.Point, called, country) is { } within ? new FoundRegion(within, RegionBasis.Boundaries)
            : ByTown(hints.Point, called, country, NearestTown.MaxKilometres) is { } near
                ? new FoundRegion(near, RegionBasis.NearestTown)
            : called.Count == 0 && Alike(hints.Names, country) is { } alike ? new FoundRegion(alike, RegionBasis.Name)
            : country is not null ? new FoundRegion(country, RegionBasis.Country)
            : throw Unknown(hints, called);
    }

    /// <summary>Where no point says better, the one region whose name is spelled alike.</summary>
    private string? Alike(IReadOnlyList<string> names, string? country) => country is null
        ? null
        : names.Select(name => _names.Value.FindAlike(name, country)).FirstOrDefault(static codes => codes.Count > 0) is [var only] ? only
        : null;

    private string? OnlyCountry(IReadOnlyList<string> called) =>
        called.Where(code => catalog[code].Parent is null).Take(2).ToList() is [var country] ? country : null;

    private string? CountryOf(IReadOnlyList<string> names) =>
        names.Select(_countries.Value.Find).FirstOrDefault(static code => code is not null);

    /// <summary>A code that is written where a name may stand: it means itself, whether it exists or was mistyped.</summary>
    private bool IsCode(string text) => catalog.TryGet(text, out _) || IsoCode().IsMatch(text);

    private IReadOnlyList<string> Called(string name, string? within)
    {
        // A file says the same few names again and again.
        if (!_called.TryGetValue((name, within), out var codes))
        {
            codes = _called[(name, within)] = _names.Value.Find(name, within);
        }

        return codes;
    }

    /// <summary>
    /// The region in which the point lies, or the one of several of a name; null where no boundaries say more than the country.
    /// </summary>
    private string? ByBoundaries(Location? point, IReadOnlyList<string> called, string? country) =>
        point is { } at && boundaries.Locate(at).Code is { } region
            && (called.Count > 0 || country is null || (region != country && catalog.IsWithin(region, country)))
            ? Settled(region, called)
            : null;

    /// <summary>The nearest town's region, or the one of several of a name in which the nearest town lies.</summary>
    /// <param name="reach">How far the town may be, km.</param>
    private string? ByTown(Location? point, IReadOnlyList<string> called, string? country, double reach)
    {
        if (point is not { } at)
        {
            return null;
        }

        // The towns of the whole world are asked where it is not settled which country is meant.
        return _towns.Value.Find(at, called.Count > 0 ? null : country, reach) is { } region ? Settled(region, called) : null;
    }

    /// <summary>The region, or the one of several of a name in which it lies; null where it lies in none of these.</summary>
    private string? Settled(string region, IReadOnlyList<string> called)
    {
        if (called.Count == 0)
        {
            return region;
        }

        // Of a country and a region of one name the region says more.
        var settled = called.Where(code => catalog.IsWithin(region, code)).MaxBy(catalog.DepthOf);
        return settled is not null && catalog[settled].Parent is null ? region : settled;
    }

    private RowRejectedException Unknown(PlaceHints hints, IReadOnlyList<string> called)
    {
        var name = hints.Names.Count > 0 ? hints.Names[0] : null;
        var detail = (name, called.Count, hints.Point, hints.Country) switch
        {
            ({ } several, > 0, _, _) =>
                $"there are several regions '{NearestName.Shown(several)}' ({string.Join(", ", called.Take(4))}), and nothing says which",
            ({ } unknown, _, _, _) => $"no region is called '{NearestName.Shown(unknown)}'{NearestRegion.Hint(catalog, unknown)}",
            (_, _, { }, _) => "no region is stated, and the point lies in none that is known, "
                + $"nor within {NearestTown.MaxKilometres} km of a town",
            (_, _, _, { } country) => $"no region is stated, and no country is called '{NearestName.Shown(country)}'",
            _ => "no region is stated, neither by code nor by name, country or point",
        };
        return new RowRejectedException(new Fault(FaultTypes.UnknownRegion, detail));
    }

    [GeneratedRegex("^[A-Z]{2}-[A-Z0-9]{1,3}$")]
    private static partial Regex IsoCode();
}
