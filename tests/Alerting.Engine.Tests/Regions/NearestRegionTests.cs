using Alerting.Engine.Regions;
using Alerting.Regions;
using Xunit;

namespace Alerting.Engine.Tests.Regions;

public sealed class NearestRegionTests
{
    [Theory]
    [InlineData("iq-an", "IQ-AN")]
    [InlineData("IQ_AN", "IQ-AN")]
    [InlineData("iq an", "IQ-AN")]
    [InlineData(" IQ-AN", "IQ-AN")]
    [InlineData("IQ-ANB", "IQ-AN")]
    [InlineData("IQAN", "IQ-AN")]
    [InlineData("Al Anbar", "IQ-AN")]
    [InlineData("anbar", "IQ-AN")]
    [InlineData("al-anb\u0101r", "IQ-AN")]
    [InlineData("IQ-ANBAR", "IQ-AN")]
    [InlineData("IQ-Baghdad", "IQ-BG")]
    [InlineData("IQ-AN-01", "IQ-AN")]
    [InlineData("Baghdad", "IQ-BG")]
    [InlineData("Iraq", "IQ")]
    [InlineData("Baghdadd", "IQ-BG")]
    [InlineData("Chhattisgarh", "IN-CG")]
    [InlineData("Chattisgarh", "IN-CG")]
    [InlineData("nowhere at all", null)]
    [InlineData("", null)]
    public void Finds_the_region_that_was_meant_by_code_or_name(string text, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Found(text));

    [Theory]
    [InlineData("XK", "RS-KM")]
    [InlineData("xkk", "RS-KM")]
    [InlineData("Kosovo", "RS-KM", "RS-25")]
    [InlineData("IN-CT", "IN-CG")]
    [InlineData("IN-UT", "IN-UK")]
    [InlineData("IN-OR", "IN-OD")]
    [InlineData("TP", "TL")]
    [InlineData("BU", "MM")]
    [InlineData("ZR", "CD")]
    [InlineData("UK", "GB")]
    [InlineData("IRQ", "IQ")]
    [InlineData("irq-an", "IQ-AN")]
    [InlineData("TP-DI", "TL-DI")]
    [InlineData("FR-A", "FR-GES")]
    [InlineData("FRA", "FR")]
    [InlineData("CZ-PR", "CZ-10")]
    [InlineData("YU", "RS", "ME")]
    [InlineData("CS", "RS", "ME")]
    [InlineData("AN", "CW", "SX", "BQ")]
    [InlineData("Burma", "MM")]
    [InlineData("Syria", "SY")]
    [InlineData("Basra", "IQ-BA")]
    [InlineData("Nineveh", "IQ-NI")]
    [InlineData("Aleppo", "SY-HL")]
    public void Knows_former_codes_and_names_in_English(string text, params string[] expected) => Assert.Equal(expected, Found(text));

    [Fact]
    public void Every_former_code_leads_to_what_it_stands_for_and_to_nothing_that_is_merely_spelt_alike()
    {
        Assert.InRange(FormerCodes.All.Count, 400, 1_000);
        foreach (var (code, successors) in FormerCodes.All)
        {
            Assert.False(RegionCatalog.Iso.TryGet(code, out _), code);
            Assert.Equal(successors, Found(code));
            Assert.Equal(successors, Found(code.ToLowerInvariant()));
        }
    }

    [Fact]
    public void A_country_is_never_taken_for_another_whose_code_is_a_letter_away()
    {
        for (var first = 'A'; first <= 'Z'; first++)
        {
            for (var second = 'A'; second <= 'Z'; second++)
            {
                var code = string.Concat(first, second);
                if (!RegionCatalog.Iso.TryGet(code, out _) && !FormerCodes.All.ContainsKey(code))
                {
                    Assert.Equal("", NearestRegion.Hint(RegionCatalog.Iso, code));
                }
            }
        }
    }

    [Fact]
    public void A_subdivision_is_taken_for_others_of_its_country_alone()
    {
        Assert.Equal(["IQ-DA", "IQ-DI", "IQ-DQ"], Found("IQ-DY"));
        Assert.Empty(Found("IQ-XX"));
        Assert.Empty(Found("QQ-AN"));

        // Seven are a digit away: to name one would be a guess.
        Assert.Empty(Found("AD-09"));
    }

    [Fact]
    public void Regions_of_one_name_are_all_named()
    {
        Assert.Equal(["GE", "US-GA"], Found("Georgia"));
        Assert.Equal("; did you mean 'GE' (Georgia) or 'US-GA' (Georgia)?", NearestRegion.Hint(RegionCatalog.Iso, "Georgia"));
        Assert.StartsWith(
            "; did you mean 'RU' (Russian Federation), 'AM' (Armenia), 'AZ' (Azerbaijan) or one of 12 more?",
            NearestRegion.Hint(RegionCatalog.Iso, "SU"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_operator_defines_goes_before_what_it_was_called()
    {
        var catalog = RegionCatalog.Iso.With(
            [
                new Region("XK", "Kosovo"), new Region("ZONE-NORTH", "Northern command"),
                new Region("IQ-AN-01", "Fallujah District", "IQ-AN")
            ]);
        Assert.Equal(["XK", "RS-KM", "RS-25"], NearestRegion.Find(catalog, "Kosovo").Select(static r => r.Code));
        Assert.Equal(["ZONE-NORTH"], NearestRegion.Find(catalog, "ZONE-NORHT").Select(static r => r.Code));
        Assert.Equal(["IQ-AN-01"], NearestRegion.Find(catalog, "IQ-AN-02").Select(static r => r.Code));
        Assert.Equal(["IQ-AN-01"], NearestRegion.Find(catalog, "Falluja District").Select(static r => r.Code));
    }

    [Fact]
    public void Hints_with_code_and_name()
    {
        Assert.Equal("; did you mean 'IQ-AN' (Al Anbār)?", NearestRegion.Hint(RegionCatalog.Iso, "IQ-ANB"));
        Assert.Equal("", NearestRegion.Hint(RegionCatalog.Iso, new string('x', 500)));
    }

    private static IEnumerable<string> Found(string text) =>
        NearestRegion.Find(RegionCatalog.Iso, text).Select(static region => region.Code);
}
