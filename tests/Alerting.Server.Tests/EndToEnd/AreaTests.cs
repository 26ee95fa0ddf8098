using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Subscriptions to what happens in an area, from outside.</summary>
public sealed class AreaTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Desk = "api/v1/subscriptions/fallujah";
    private readonly ServerProcess _server = shared.Process;

    [Fact]
    public async Task A_desk_hears_of_what_happens_in_its_area_alone()
    {
        const string Around = """{"circle":{"lat":33.35,"lon":43.78,"radiusKm":20}}""";
        var saved = await PutAsync(Desk, Around, HttpStatusCode.Created);
        Assert.Equal(Around, saved["area"]!.ToJsonString());
        var shown = await _server.GetAsync(Desk);
        await _server.SendAsync(HttpMethod.Put, Desk, shown.ToJsonString(), expected: HttpStatusCode.OK);

        await _server.SendAsync(HttpMethod.Put, "api/v1/thresholds/one", """
            {"scope":{"regions":["IQ-AN","IQ-BA"],"depth":"leaf"},"measure":"killed","window":"PT1H","atLeast":1,"severity":"severe"}
            """);
        var now = TimeProvider.System.GetUtcNow();
        await _server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report("b-1", "IQ-BA", "Basra", now, killed: 1));
        await _server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report("a-1", "IQ-AN", "Ramadi", now, killed: 1));
        await _server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report("a-2", "IQ-AN", "Fallujah", now, killed: 5));
        await _server.Until(
            async () => (await HeardAsync()).Contains("IQ-AN.one.1.2"), "the desk hears of it when its area is hit");
        await _server.Until(
            async () => await _server.StatusAsync("api/v1/alerts/IQ-BA.one.1") == 200, "the other region has its alert");
        Assert.Equal(["IQ-AN.one.1.2"], await HeardAsync());
    }

    [Theory]
    [InlineData("""{"circle":{"lat":33.35,"lon":43.78}}""", "$.area.circle.radiusKm")]
    [InlineData("""{"circle":{"lat":33.35,"lon":43.78,"radiusKm":0}}""", "$.area.circle.radiusKm")]
    [InlineData("""{"circle":{"lat":93.35,"lon":43.78,"radiusKm":1}}""", "$.area.circle.lat")]
    [InlineData("""{"circle":{"lat":33.35,"lon":43.78,"radius":1}}""", "$.area.circle.radius")]
    [InlineData("""{"type":"MultiPolygon","coordinates":[]}""", "$.area.type")]
    [InlineData("""{"type":"Polygon","coordinates":[[[44,33],[45,33],[44,33]]]}""", "$.area.coordinates[0]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[44,33],["x",33],[44,33]]]}""", "$.area.coordinates[0][1][0]")]
    [InlineData("{}", "$.area")]
    public async Task A_wrong_area_is_refused_where_it_is_wrong(string area, string path)
    {
        var problem = await PutAsync("api/v1/subscriptions/refused", area, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(path, problem["path"]?.GetValue<string>());
    }

    private Task<JsonNode> PutAsync(string address, string area, HttpStatusCode expected) => _server.SendAsync(
        HttpMethod.Put, address, new JsonObject
        {
            ["thresholds"] = new JsonArray("one"),
            ["allowUnknown"] = true,
            ["area"] = JsonNode.Parse(area),
            ["channel"] = new JsonObject
            {
                ["url"] = "http://127.0.0.1:9/",
                ["secret"] = "whsec_" + Convert.ToBase64String("0123456789abcdef0123456789abcdef"u8),
            },
        }.ToJsonString(), expected: expected);

    private async Task<string[]> HeardAsync() =>
        [.. (await _server.GetAsync(Desk + "/deliveries"))["items"]!.AsArray().Select(static d => d!["webhookId"]!.GetValue<string>())];
}
