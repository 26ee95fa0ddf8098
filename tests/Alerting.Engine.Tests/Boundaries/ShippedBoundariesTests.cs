using Alerting.Engine.Boundaries;
using Alerting.Engine.Places;
using Alerting.Engine.Regions;
using Alerting.Reports;
using Xunit;

namespace Alerting.Engine.Tests.Boundaries;

/// <summary>The outlines that are shipped, against places of which everybody knows where they lie.</summary>
public sealed class ShippedBoundariesTests(ITestOutputHelper output)
{
    private static readonly RegionBoundaries s_boundaries = RegionBoundaries.Load(RegionCatalog.Iso);

    [Theory]
    [InlineData(33.4206, 43.3078, "IQ-AN", "Ramadi")]
    [InlineData(36.1911, 44.0092, "IQ-AR", "Erbil, in a region of three governorates")]
    [InlineData(-29.3151, 27.4869, "LS-A", "Maseru, in the kingdom that South Africa surrounds")]
    [InlineData(-29.1181, 26.2249, "ZA-FS", "Bloemfontein, around it")]
    [InlineData(41.9033, 12.4533, "VA", "the Vatican")]
    [InlineData(41.8902, 12.4922, "IT-RM", "the Colosseum, 3 km from it")]
    [InlineData(-18.1416, 178.4419, "FJ-C", "Suva, west of the antimeridian")]
    [InlineData(-16.8500, -179.9700, "FJ-N", "Taveuni, east of it")]
    [InlineData(64.7337, 177.5089, "RU-CHU", "Anadyr")]
    [InlineData(66.1600, -169.8100, "RU-CHU", "Uelen, in the western hemisphere")]
    [InlineData(64.5011, -165.4064, "US-AK", "Nome, across the strait")]
    [InlineData(-90, 0, "AQ", "the South Pole")]
    [InlineData(-90, 180, "AQ", "the South Pole")]
    [InlineData(-86, 180, "AQ", "the antimeridian in Antarctica")]
    [InlineData(-86, -180, "AQ", "the same place")]
    [InlineData(31.5017, 34.4668, "PS", "Gaza")]
    [InlineData(11.8333, 13.15, "NG-BO", "Maiduguri")]
    [InlineData(50.4501, 30.5234, "UA-30", "Kyiv")]
    [InlineData(48.8566, 2.3522, "FR-75C", "Paris")]
    [InlineData(43.2965, 5.3698, "FR-13", "Marseille")]
    [InlineData(63.4305, 10.3951, "NO-50", "Trondheim, in a county that was two")]
    [InlineData(-1.2921, 36.8219, "KE-30", "Nairobi")]
    public void A_place_is_in_its_region(double lat, double lon, string region, string place)
    {
        var found = s_boundaries.Locate(new Location(lat, lon));
        Assert.True(found.Code == region, $"{place}: {found.Code ?? "none"} {string.Join(' ', found.Several)}");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(90, 0)]
    [InlineData(89.9, 180)]
    [InlineData(40, -40)]
    public void At_sea_there_is_no_region(double lat, double lon)
    {
        var found = s_boundaries.Locate(new Location(lat, lon));
        Assert.Null(found.Code);
        Assert.Empty(found.Several);
    }

    [Fact]
    public void Nearly_all_towns_of_the_gazetteer_are_in_their_country_and_most_in_their_region()
    {
        var (towns, none, sea, foreign, ofRegion, inRegion) = (0, 0, 0, 0, 0, 0);
        foreach (var region in Gazetteer.BuiltIn.Regions.Order(StringComparer.Ordinal))
        {
            foreach (var town in Gazetteer.BuiltIn.TownsOf(region))
            {
                towns++;
                var found = s_boundaries.Locate(town.Location).Code;
                sea += found is not null && s_boundaries.Find(found, BoundaryDetail.High)!.Contains(town.Location) ? 0 : 1;
                none += found is null ? 1 : 0;
                foreign += found is not null && found[..2] != region[..2] ? 1 : 0;
                if (region.Contains('-', StringComparison.Ordinal)
                    && s_boundaries.Find(region, BoundaryDetail.High) is { IsPartial: false })
                {
                    ofRegion++;
                    inRegion += found is not null
                        && (RegionCatalog.Iso.IsWithin(found, region) || RegionCatalog.Iso.IsWithin(region, found)) ? 1 : 0;
                }
            }
        }

        output.WriteLine($"{towns} towns: {sea} in no outline, {none} of these more than 5 km off; {foreign} in another country; "
            + $"{inRegion} of {ofRegion} in the stated region, one below it or its country");
        Assert.True(none < towns * 0.002, $"{none} of {towns} in no region");
        Assert.True(foreign < towns * 0.01, $"{foreign} of {towns} in another country");
        Assert.True(inRegion > ofRegion * 0.95, $"{inRegion} of {ofRegion} in the region that the gazetteer states");
    }

    [Fact]
    public void Every_outline_is_of_a_region_of_the_catalogue()
    {
        foreach (var detail in Enum.GetValues<BoundaryDetail>())
        {
            Assert.All(TopologyReader.Read(detail).Keys, static code => Assert.True(RegionCatalog.Iso.TryGet(code, out _), code));
        }
    }

    [Fact]
    public void A_location_is_found_within_microseconds()
    {
        Location[] towns =
        [
            .. new[] { "IQ-AN", "RU-YAN", "NG-BO" }.SelectMany(Gazetteer.BuiltIn.TownsOf).Select(static town => town.Location),
        ];
        var started = TimeProvider.System.GetTimestamp();
        Assert.NotNull(s_boundaries.Locate(towns[0]).Code);
        output.WriteLine($"first: {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:0} ms (with reading, where nobody had)");
        const int Rounds = 2_000;
        started = TimeProvider.System.GetTimestamp();
        var far = 0;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var town in towns)
            {
                far += s_boundaries.IsFarFrom("IQ-AN", town) ? 1 : 0;
            }
        }

        var check = TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / (Rounds * towns.Length);
        started = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var town in towns)
            {
                _ = s_boundaries.Locate(town);
            }
        }

        var locate = TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / (Rounds * towns.Length);
        output.WriteLine($"{towns.Length} towns: {check:0.00} us to check a stated region, {locate:0.00} us to find one; "
            + $"{far / Rounds} are far");
        Assert.True(check < 100 && locate < 1_000, $"{check} us, {locate} us");
    }

    [Fact]
    public void All_of_it_takes_less_than_three_megabytes()
    {
        long bytes = 0;
        foreach (var detail in Enum.GetValues<BoundaryDetail>())
        {
            using var stream = TopologyReader.Open(detail);
            bytes += stream.Length;
        }

        output.WriteLine($"{bytes} bytes");
        Assert.InRange(bytes, 1, 3_000_000);
    }
}
