using System.Net;
using System.Text.Json.Nodes;
using Alerting.Boundaries;
using Alerting.Console.Regions;
using Xunit;

namespace Alerting.Console.Tests.Regions;

public sealed class RegionOffersTests
{
    /// <summary>With a hole in its middle.</summary>
    private const string Square =
        """{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[4,4],[6,4],[6,6],[4,6],[4,4]]]}""";

    private const string Elsewhere = """{"type":"MultiPolygon","coordinates":[[[[0,20],[1,20],[1,21],[0,20]]]]}""";

    [Fact]
    public async Task Countries_are_offered_and_the_regions_of_one_that_is_named_asked_for_once()
    {
        var server = Server();
        var offers = new RegionOffers(server.Client.Regions);
        await offers.LoadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("IQ", offers.CodeOf("iraq"));
        Assert.Equal("SE", offers.CodeOf(" se "));
        Assert.Null(offers.CodeOf("IQ-AN"));
        Assert.Equal(["IQ"], offers.Like("ira").Select(static pair => pair.Key));

        Assert.True(await offers.OpenAsync("IQ-A", TestContext.Current.CancellationToken));
        Assert.Equal("IQ-AN", offers.CodeOf("al anbār"));
        Assert.Equal("IQ-AN", offers.CodeOf("Al-Anbar"));
        Assert.Equal("Al Anbār", offers.NameOf("IQ-AN"));
        Assert.Equal(["IQ-AN"], offers.Like("anb").Select(static pair => pair.Key));
        Assert.False(await offers.OpenAsync("Iraq", TestContext.Current.CancellationToken));
        Assert.False(await offers.OpenAsync("nowhere", TestContext.Current.CancellationToken));
        Assert.Equal(
            ["/api/v1/boundaries", "/api/v1/regions?limit=1000", "/api/v1/regions?parent=IQ&all=true&limit=1000"], server.Asked);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(9.9, 5, true)]
    [InlineData(5, 5, false)] // In the hole.
    [InlineData(11, 5, false)]
    [InlineData(-0.1, 5, false)]
    public void A_place_is_within_an_outline_and_not_in_its_hole(double latitude, double longitude, bool isWithin)
    {
        var outlines = new[] { Outline("A", Square), Outline("B", Elsewhere) };
        Assert.Equal(isWithin ? ["A"] : [], OutlineSearch.Containing(outlines, latitude, longitude).Select(static outline => outline.Id));
    }

    private static BoundaryFeature Outline(string id, string geometry) =>
        new("Feature", id, [0, 0, 10, 10], (JsonObject)JsonNode.Parse(geometry)!, new BoundaryProperties(id, id, null, false));

    private static AnsweringHandler Server() => new(static asked => (HttpStatusCode.OK, asked switch
    {
        "/api/v1/boundaries" => $$"""
            {"type":"FeatureCollection","version":"1","features":[{{Country("IQ", "Iraq")}},{{Country("SE", "Sweden")}}]}
            """,
        "/api/v1/regions?parent=IQ&all=true&limit=1000" => $$"""{"items":[{{Region("IQ-AN", "Al Anbār")}}],"next":null}""",
        _ => """{"items":[],"next":null}""",
    }));

    private static string Country(string code, string name) =>
        $$"""
        {"type":"Feature","id":"{{code}}","bbox":[0,0,10,10],"geometry":{{Square}},
         "properties":{"code":"{{code}}","name":"{{name}}","parent":null,"partial":false} }
        """;

    private static string Region(string code, string name) =>
        $$"""
        {"code":"{{code}}","name":"{{name}}","parent":"IQ","level":"low","levelNumber":1,"score":0,"trend":"steady","since":null,
         "override":null,"incidents24h":0,"incidents7d":0,"killed24h":0,"towns24h":[],"towns24hCount":0,"openAlerts":[],
         "lastIncidentAt":null,"quietSources":[],"quietSourcesCount":0,"version":0,"asOf":null}
        """;
}
