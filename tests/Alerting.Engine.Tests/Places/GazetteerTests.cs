using Alerting.Engine.Places;
using Alerting.Engine.Regions;
using Xunit;

namespace Alerting.Engine.Tests.Places;

public class GazetteerTests
{
    [Fact]
    public void Knows_the_towns_of_a_region_and_where_they_are()
    {
        var town = Gazetteer.BuiltIn.TownsOf("IQ-AN").Single(static t => t.Name == "Al Fallūjah");
        Assert.Equal(33.349, town.Location.Lat, 0.001);
        Assert.Equal(43.786, town.Location.Lon, 0.001);
        Assert.DoesNotContain(Gazetteer.BuiltIn.TownsOf("IQ-BG"), static t => t.Name == "Al Fallūjah");
    }

    [Theory]
    [InlineData("Tabriz", "IR-03")]
    [InlineData("Isfahan", "IR-10")]
    [InlineData("Zahedan", "IR-11")]
    [InlineData("Tehran", "IR-23")]
    [InlineData("Mashhad", "IR-09")]
    [InlineData("Bucha", "UA-32")]
    [InlineData("Kyiv", "UA-30")]
    public void Towns_stand_under_the_province_of_now_and_not_under_that_of_a_former_code_or_the_capital(string town, string region) =>
        Assert.Contains(Gazetteer.BuiltIn.TownsOf(region), t => t.Name == town);

    [Fact]
    public void Knows_nothing_of_a_region_of_the_operator() => Assert.Empty(Gazetteer.BuiltIn.TownsOf("district-9"));

    [Fact]
    public void Its_regions_are_those_of_the_catalogue()
    {
        var catalog = RegionCatalog.Iso;
        Assert.All(Gazetteer.BuiltIn.Regions, code => Assert.True(catalog.TryGet(code, out _), code));
    }

    [Fact]
    public void All_towns_can_be_read_and_lie_on_earth()
    {
        var towns = Gazetteer.BuiltIn.Regions.SelectMany(Gazetteer.BuiltIn.TownsOf).ToList();
        Assert.True(towns.Count > 170_000);
        Assert.All(towns, static town =>
        {
            Assert.NotEmpty(town.Name);
            Assert.InRange(town.Location.Lat, -90, 90);
            Assert.InRange(town.Location.Lon, -180, 180);
        });
    }

    [Fact]
    public void Nearly_all_towns_stand_under_a_subdivision()
    {
        var total = Gazetteer.BuiltIn.Regions.Sum(static code => Gazetteer.BuiltIn.TownsOf(code).Count);
        var ofCountries =
            Gazetteer.BuiltIn.Regions.Where(static code => code.Length == 2).Sum(static code => Gazetteer.BuiltIn.TownsOf(code).Count);
        Assert.InRange((double)ofCountries / total, 0, 0.03);
    }
}
