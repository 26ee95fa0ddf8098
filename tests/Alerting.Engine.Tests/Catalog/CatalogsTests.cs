using Alerting.Engine.Catalog;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Kinds;
using Alerting.Regions;
using Xunit;

namespace Alerting.Engine.Tests.Catalog;

public sealed class CatalogsTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_file_there_is_what_is_shipped(string? path) =>
        Assert.Equal(
            (RegionCatalog.Iso, KindCatalog.Shipped),
            (Catalogs.Load(path, File.OpenRead).Regions, Catalogs.Load(path, File.OpenRead).Kinds));

    [Fact]
    public void A_file_adds_regions_below_those_shipped_and_of_its_own_and_kinds()
    {
        var catalogs = Load("""
            {
              // Districts of Anbar, and a camp of ours.
              "regions": [
                {"code": "IQ-AN-01", "name": "Fallujah District", "parent": "IQ-AN"},
                {"code": "CAMPS", "name": "Camps"},
                {"code": "CAMP_7", "name": "Camp 7", "parent": "CAMPS"},
              ],
              "kinds": [{"kind": "drone-sighted", "family": "strategic", "weight": 0.25}]
            }
            """);
        Assert.True(catalogs.Regions.IsWithin("IQ-AN-01", "IQ"));
        Assert.Equal(["CAMP_7"], catalogs.Regions.ChildrenOf("CAMPS"));
        Assert.Equal(RegionCatalog.Iso.Codes.Count + 3, catalogs.Regions.Codes.Count);
        Assert.Equal(0.25, catalogs.Kinds["drone-sighted"].Weight);
        Assert.Equal(KindCatalog.Shipped.Kinds.Count + 1, catalogs.Kinds.Kinds.Count);
    }

    [Theory]
    [InlineData("""[]""", "The JSON value could not be converted")]
    [InlineData("""{"region": []}""", "'region'")]
    [InlineData("""{"regions": [{"code": "X1"}]}""", "name")]
    [InlineData("""{"regions": [{"code": "X1", "name": " "}]}""", "The name of region 'X1'")]
    [InlineData("""{"regions": [{"code": "X/1", "name": "X"}]}""", "'X/1' is no code of a region")]
    [InlineData("""{"regions": [{"code": "IQ-AN", "name": "Anbar"}]}""", "'IQ-AN' is defined twice")]
    [InlineData("""{"regions": [{"code": "X1", "name": "X", "parent": "X2"}]}""", "unknown parent 'X2'")]
    [InlineData(
        """{"regions": [{"code": "X1", "name": "X", "parent": "X2"}, {"code": "X2", "name": "X", "parent": "X1"}]}""", "form a ring")]
    [InlineData("""{"kinds": [{"kind": "ied", "family": "explosion", "weight": 1}]}""", "'ied' is defined twice")]
    [InlineData("""{"kinds": [{"kind": "drone", "family": "flying", "weight": 1}]}""", "is expected. ($.kinds[0].family)")]
    [InlineData("""{"kinds": [{"kind": "drone", "family": "explosion", "weight": 101}]}""", "0..100")]
    public void A_file_that_does_not_fit_is_refused_by_name_and_reason(string json, string reason)
    {
        var message = Assert.Throws<CatalogFileException>(() => Load(json)).Message;
        Assert.Contains(_path, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() =>
        Assert.Contains(
            "/nowhere/catalog.json",
            Assert.Throws<CatalogFileException>(() => Catalogs.Load("/nowhere/catalog.json", File.OpenRead)).Message,
            StringComparison.Ordinal);

    private Catalogs Load(string json)
    {
        File.WriteAllText(_path, json);
        return Catalogs.Load(_path, File.OpenRead);
    }
}
