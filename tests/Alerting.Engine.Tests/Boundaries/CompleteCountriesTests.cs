using Alerting.Engine.Boundaries;
using Alerting.Engine.Places;
using Alerting.Engine.Regions;
using Xunit;

namespace Alerting.Engine.Tests.Boundaries;

/// <summary>How much of the countries in which people are killed the outlines know.</summary>
public sealed class CompleteCountriesTests(ITestOutputHelper output)
{
    /// <summary>
    /// Countries in which organised violence killed people in 2014, as is generally known: UCDP's file of the whole world is not among
    /// the data for tests.
    /// </summary>
    private static readonly string[] s_countries =
    [
        "AF", "DZ", "AZ", "AM", "BD", "BF", "BI", "CM", "CF", "TD", "CN", "CO", "CD", "CI", "EG", "ET", "GE", "GT", "GN", "HN", "IN", "ID",
        "IR", "IQ", "IL", "JO", "KE", "LB", "LR", "LY", "MG", "MY", "ML", "MX", "MZ", "MM", "NP", "NE", "NG", "PK", "PS", "PE", "PH", "RU",
        "RW", "SA", "SN", "SO", "ZA", "SS", "SD", "SY", "TJ", "TZ", "TH", "TN", "TR", "UG", "UA", "YE", "BR", "VE",
    ];

    private static readonly RegionBoundaries s_boundaries = RegionBoundaries.Load(RegionCatalog.Iso);

    [Fact]
    public void Every_country_has_an_outline_and_nearly_all_of_its_towns_are_in_a_region_below_it()
    {
        List<string> incomplete = [];
        var (towns, placed) = (0, 0);
        foreach (var country in s_countries)
        {
            Assert.NotNull(s_boundaries.Find(country, BoundaryDetail.Low));
            var known = Gazetteer.BuiltIn.Regions.Where(code => code[..2] == country).SelectMany(Gazetteer.BuiltIn.TownsOf).ToList();
            var below = known.Count(town => s_boundaries.Locate(town.Location).Code is { Length: > 2 } code && code[..2] == country);
            (towns, placed) = (towns + known.Count, placed + below);
            var first = RegionCatalog.Iso.ChildrenOf(country);
            var lacking = first.Where(code => s_boundaries.Find(code, BoundaryDetail.High) is null or { IsPartial: true }).ToList();
            if (lacking.Count > 0 || below < known.Count * 0.9)
            {
                incomplete.Add($"{country}: {first.Count - lacking.Count} of {first.Count} first-level regions have a whole outline, "
                    + $"{below} of {known.Count} towns are in a region; without {string.Join(' ', lacking.Take(12))}");
            }
        }

        output.WriteLine($"{s_countries.Length - incomplete.Count} of {s_countries.Length} countries have all; "
            + $"{placed} of {towns} towns are in a region below the country");
        incomplete.ForEach(output.WriteLine);
        Assert.True(placed > towns * 0.9, $"{placed} of {towns} towns");
        Assert.True(incomplete.Count <= s_countries.Length / 2, $"{incomplete.Count} countries lack something");
    }
}
