using Xunit;

namespace Alerting.Regions;

public sealed class NearestRegionTests
{
    [Theory]
    [InlineData("iq-an", "IQ-AN")]
    [InlineData("IQ-ANB", "IQ-AN")]
    [InlineData("IQAN", "IQ-AN")]
    [InlineData("Al Anbar", "IQ-AN")]
    [InlineData("anbar", "IQ-AN")]
    [InlineData("al-anb\u0101r", "IQ-AN")]
    [InlineData("Baghdad", "IQ-BG")]
    [InlineData("Iraq", "IQ")]
    [InlineData("Baghdadd", "IQ-BG")]
    [InlineData("nowhere at all", null)]
    [InlineData("", null)]
    public void Finds_the_region_that_was_meant_by_code_or_name(string text, string? expected) =>
        Assert.Equal(expected, NearestRegion.Find(RegionCatalog.Iso, text)?.Code);

    [Fact]
    public void Hints_with_code_and_name()
    {
        Assert.Equal("; did you mean 'IQ-AN' (Al Anbār)?", NearestRegion.Hint(RegionCatalog.Iso, "IQ-ANB"));
        Assert.Equal("", NearestRegion.Hint(RegionCatalog.Iso, new string('x', 500)));
    }
}
