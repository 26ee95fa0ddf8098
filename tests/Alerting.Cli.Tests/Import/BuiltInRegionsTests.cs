using Alerting.Cli.Import;
using Alerting.Cli.Import.Regions;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Xunit;

namespace Alerting.Cli.Tests.Import;

public sealed class BuiltInRegionsTests
{
    private static readonly BuiltInRegions s_regions = new(RegionCatalog.Iso, RegionBoundaries.Load(RegionCatalog.Iso));
    private static readonly Location s_ramadi = new(33.42, 43.3);
    private static readonly Location s_sea = new(-50, -140);

    [Theory]
    [InlineData("Al Anbār province", "Iraq", "IQ-AN")]
    [InlineData("Anbar", "Iraq", "IQ-AN")]
    [InlineData("Al-Anbar Governorate", "IQ", "IQ-AN")]
    [InlineData("Wilayat Al Anbar", "IRQ", "IQ-AN")]
    [InlineData("Sala al-Din", "Iraq", "IQ-SD")]
    [InlineData("Donetsk oblast", "Ukraine", "UA-14")]
    [InlineData("Donets'ka Oblast'", "Ukraine", "UA-14")]
    [InlineData("North Kivu province", "DR Congo (Zaire)", "CD-NK")]
    [InlineData("Nord-Kivu", "Democratic Republic of Congo", "CD-NK")]
    [InlineData("North Darfur state", "Sudan", "SD-DN")]
    [InlineData("Borno", "Nigeria", "NG-BO")]
    [InlineData("Departamento de Nariño", "Colombia", "CO-NAR")]
    [InlineData("Bogota", "Colombia", "CO-DC")]
    [InlineData("Texas", "United States of America", "US-TX")]
    [InlineData("Rakhine State", "Myanmar (Burma)", "MM-16")]
    [InlineData("Northern", "Ghana", "GH-NP")]
    [InlineData("West Kordofan", "Sudan", "SD-GK")]
    [InlineData("Ardabil Province", "Iran", "IR-24")]
    [InlineData("East Azerbaijan", "Iran", "IR-03")]
    [InlineData("Kyiv oblast", "Ukraine", "UA-32")]
    [InlineData("Kyiv", "Ukraine", "UA-30")]
    [InlineData("Kherson", "Ukraine", "UA-65")]
    [InlineData("Asturias", "Spain", "ES-AS")]
    [InlineData("Damascus", "Syria", "SY-DI")]
    [InlineData("Rural Damascus", "Syria", "SY-RD")]
    public void A_name_is_found_without_words_for_what_a_region_is(string name, string country, string expected)
    {
        var found = s_regions.Find(new PlaceHints { Names = [name], Country = country });

        Assert.Equal(new FoundRegion(expected, RegionBasis.Name), found);
    }

    [Theory]
    [InlineData("Yemen (North Yemen)", "YE")]
    [InlineData("Russia (Soviet Union)", "RU")]
    [InlineData("Bosnia-Herzegovina", "BA")]
    [InlineData("Kingdom of eSwatini (Swaziland)", "SZ")]
    [InlineData("Ivory Coast", "CI")]
    [InlineData("West Bank and Gaza Strip", "PS")]
    [InlineData("Macedonia, FYR", "MK")]
    [InlineData("Virgin Islands, U.S.", "VI")]
    [InlineData("SYR", "SY")]
    [InlineData("Kosovo", "RS-KM")]
    public void A_country_by_any_of_its_names_is_taken_where_no_region_is_known(string country, string expected) =>
        Assert.Equal(new FoundRegion(expected, RegionBasis.Country), s_regions.Find(new PlaceHints { Country = country }));

    [Fact]
    public void Where_no_name_settles_it_the_town_at_the_point_does_and_else_the_boundaries()
    {
        var hints = new PlaceHints { Names = ["Nowhere"], Country = "Iraq", Point = s_ramadi };
        Assert.Equal(new FoundRegion("IQ-AN", RegionBasis.NearestTown), s_regions.Find(hints));
        Assert.Equal(
            new FoundRegion("IQ-AN", RegionBasis.Boundaries), s_regions.Find(hints with { Point = new Location(33.3, 42.9) }));
    }

    [Fact]
    public void Where_boundaries_say_no_more_than_the_country_the_nearest_town_does() =>
        Assert.Equal(
            new FoundRegion("KE-31", RegionBasis.NearestTown),
            s_regions.Find(new PlaceHints { Country = "Kenya", Point = new Location(-0.36, 36.03) }));

    [Fact]
    public void A_territory_that_data_sets_put_into_another_country_is_itself()
    {
        var gaza = new PlaceHints { Names = ["Gaza Strip"], Country = "Israel" };

        Assert.Equal(new FoundRegion("PS", RegionBasis.Country), s_regions.Find(gaza));
        Assert.Equal(new FoundRegion("PS", RegionBasis.Country), s_regions.Find(gaza with { Point = new Location(31.5, 34.47) }));
    }

    [Theory]
    [InlineData("Middle Darfur")]
    [InlineData("South East Kordofan")]
    public void A_name_that_is_alike_but_of_another_direction_is_not_taken(string name) =>
        Assert.Equal(new FoundRegion("SD", RegionBasis.Country), s_regions.Find(new PlaceHints { Names = [name], Country = "Sudan" }));

    [Fact]
    public void Nearly_all_regions_are_known_by_their_own_name_with_and_without_what_they_are()
    {
        var catalog = RegionCatalog.Iso;
        var highest = catalog.Codes.Where(code => catalog.DepthOf(code) == 1).ToList();

        var unknown = highest.Where(code => Found(code, "") != code || Found(code, " province") != code).ToList();

        TestContext.Current.TestOutputHelper!.WriteLine($"{unknown.Count} of {highest.Count}: {string.Join(' ', unknown)}");
        Assert.True(unknown.Count <= 0.02 * highest.Count);

        string Found(string code, string type) =>
            s_regions.Find(new PlaceHints { Names = [catalog[code].Name + type], Country = catalog[code].Parent }).Code;
    }

    [Fact]
    public void A_point_needs_no_country()
    {
        Assert.Equal(new FoundRegion("IQ-AN", RegionBasis.NearestTown), s_regions.Find(new PlaceHints { Point = s_ramadi }));
        Assert.Equal(
            new FoundRegion("IQ-AN", RegionBasis.Boundaries), s_regions.Find(new PlaceHints { Point = new Location(33.3, 42.9) }));
    }

    [Fact]
    public void A_town_across_the_border_is_none() =>
        Assert.Equal(new FoundRegion("JO", RegionBasis.Country), s_regions.Find(new PlaceHints { Country = "Jordan", Point = s_ramadi }));

    [Theory]
    [InlineData(33.4, 42.5, "IQ-AN", RegionBasis.Name)]
    [InlineData(31.0, 42.5, "IQ-AN", RegionBasis.Boundaries)]
    public void Far_from_any_town_the_boundaries_settle_what_no_name_does(double latitude, double longitude, string expected, object basis)
    {
        var names = (RegionBasis)basis == RegionBasis.Name ? PlaceHints.NamesOf("Anbar") : [];

        var found = s_regions.Find(new PlaceHints { Names = names, Country = "Iraq", Point = new Location(latitude, longitude) });

        Assert.Equal(new FoundRegion(expected, (RegionBasis)basis), found);
    }

    [Fact]
    public void Of_several_regions_of_one_name_the_point_decides()
    {
        var georgia = new PlaceHints { Names = ["Georgia"] };

        Assert.Equal("GE-TB", s_regions.Find(georgia with { Point = new Location(41.7, 44.8) }).Code);
        Assert.Equal("US-GA", s_regions.Find(georgia with { Point = new Location(33.75, -84.39) }).Code);
        Assert.Equal("GE", s_regions.Find(georgia).Code);
    }

    [Theory]
    [InlineData("IQ-AN")]
    [InlineData("IQ-XX")]
    public void A_code_means_itself_whether_it_exists_or_not(string code)
    {
        Assert.Equal(code, s_regions.Find(new PlaceHints { Code = code, Point = s_ramadi }).Code);
        Assert.Equal(code, s_regions.Find(new PlaceHints { Names = [code], Point = s_ramadi }).Code);
    }

    [Fact]
    public void Nothing_is_guessed_where_nothing_is_known()
    {
        Assert.Equal("no region is stated, neither by code nor by name, country or point", Reason(new PlaceHints()));
        Assert.Equal("no region is called 'Nowhere'", Reason(new PlaceHints { Names = ["Nowhere"] }));
        Assert.Equal(
            "no region is stated, and the point lies in none that is known, nor within 25 km of a town",
            Reason(new PlaceHints { Point = s_sea }));
        Assert.Equal("no region is stated, and no country is called 'Atlantis'", Reason(new PlaceHints { Country = "Atlantis" }));
        Assert.StartsWith(
            "there are several regions 'Northern'",
            Reason(new PlaceHints { Names = ["Northern"] }),
            StringComparison.Ordinal);
    }

    private static string Reason(PlaceHints hints) => Assert.Throws<RowRejectedException>(() => s_regions.Find(hints)).Message;
}
