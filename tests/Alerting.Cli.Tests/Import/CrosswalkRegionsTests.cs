using Alerting.Cli.Import;
using Alerting.Cli.Import.Regions;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Xunit;

namespace Alerting.Cli.Tests.Import;

public sealed class CrosswalkRegionsTests
{
    private const string Crosswalk = """
        name,iso_3166_2,also
        Al Anbār province,IQ-AN,"Anbar|At-Ta'mim (older rows)"
        Northern,IL-Z,
        Northern,GH-NP,North
        """;

    [Theory]
    [InlineData("IQ-XX", "Anbar", "Iraq", "IQ-XX")]
    [InlineData(null, "Al Anbar province", "Iraq", "IQ-AN")]
    [InlineData(null, "al-anbār  Province", null, "IQ-AN")]
    [InlineData(null, "Anbar", "Iraq (as some call it)", "IQ-AN")]
    [InlineData(null, "At Ta'mim", "Iraq", "IQ-AN")]
    [InlineData(null, "Northern", "Israel", "IL-Z")]
    [InlineData(null, "Northern", "Ghana", "GH-NP")]
    [InlineData(null, "North", null, "GH-NP")]
    public async Task Takes_the_code_else_the_name(string? code, string name, string? country, string expected) =>
        Assert.Equal(expected, (await FinderAsync()).Find(Hints(code, name, country)).Code);

    [Theory]
    [InlineData(null, "Iraq", "no region is stated, neither by code nor by name")]
    [InlineData("Anbaar", "Iraq", "the crosswalk has no region 'Anbaar' in Iraq; did you mean 'Anbar'?")]
    [InlineData("Anbar", "Jordan", "the crosswalk has no region 'Anbar' in Jordan; did you mean 'Anbar'?")]
    [InlineData("Northern", null, "the crosswalk has several regions 'Northern': GH-NP, IL-Z")]
    public async Task Never_guesses(string? name, string? country, string reason)
    {
        var finder = await FinderAsync();

        Assert.Equal(reason, Assert.Throws<RowRejectedException>(() => finder.Find(Hints(null, name, country))).Message);
    }

    [Theory]
    [InlineData("name,code\nAnbar,IQ-AN\n", "has no column iso_3166_2.")]
    [InlineData("name,iso_3166_2\nAnbar,IQ-AN\nDiyala,IQ-DY\n", "names the unknown region 'IQ-DY' in line 3; did you mean 'IQ-DA' (Dahūk), 'IQ-DI' (Diyālá) or 'IQ-DQ' (Dhī Qār)?")]
    public async Task A_crosswalk_that_cannot_be_meant_is_refused(string text, string reason) =>
        Assert.EndsWith(reason, (await Assert.ThrowsAsync<UsageException>(() => ReadAsync(text))).Message, StringComparison.Ordinal);

    private static PlaceHints Hints(string? code, string? name, string? country) =>
        new() { Code = code, Names = PlaceHints.NamesOf(name), Country = country };

    private static async Task<CrosswalkRegions> FinderAsync() => new(RegionCatalog.Iso, await ReadAsync(Crosswalk));

    private static async Task<RegionCrosswalk> ReadAsync(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, text);
            return await RegionCrosswalk.ReadAsync(path, RegionCatalog.Iso, TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
