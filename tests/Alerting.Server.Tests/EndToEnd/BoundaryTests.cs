using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Where regions lie, as maps read it.</summary>
public sealed class BoundaryTests : IDisposable
{
    private const string Own = """
        {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"IQ-AN"},
         "geometry":{"type":"Polygon","coordinates":[[[0.5,0],[1,0],[1,1],[0.5,0]]]}}]}
        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Outlines_of_a_country_in_two_details_are_kept_by_their_version()
    {
        await using var server = await ServerProcess.StartAsync();
        using var low = await AskAsync(server, "boundaries?parent=IQ");
        var features = await FeaturesAsync(low);
        Assert.Equal("Al Anbār", features["IQ-AN"]["properties"]!["name"]!.GetValue<string>());
        Assert.Equal(19, features.Count);
        Assert.Equal("IQ-KR", features["IQ-AR"]["properties"]!["parent"]!.GetValue<string>());
        Assert.Equal("application/geo+json", low.Content.Headers.ContentType!.MediaType);

        using var high = await AskAsync(server, "boundaries?parent=IQ&detail=high");
        Assert.True(high.Content.Headers.ContentLength > 2 * low.Content.Headers.ContentLength);

        // Without its version an answer is asked for anew, with it it is kept.
        var tag = low.Headers.ETag!;
        Assert.False(tag.IsWeak);
        Assert.True(low.Headers.CacheControl!.NoCache);
        using var known = await AskAsync(server, "boundaries?parent=IQ", tag);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        var version = JsonNode.Parse(await low.Content.ReadAsStringAsync())!["version"]!.GetValue<string>();
        using var kept = await AskAsync(server, $"boundaries?parent=IQ&v={version}");
        Assert.Equal("immutable", kept.Headers.CacheControl!.Extensions.Single().Name);
        Assert.Equal(tag, kept.Headers.ETag);
        using var stale = await AskAsync(server, "boundaries?parent=IQ&v=other");
        Assert.True(stale.Headers.CacheControl!.NoCache);

        using var world = await AskAsync(server, "boundaries");
        var countries = await FeaturesAsync(world);
        Assert.InRange(countries.Count, 230, 249);
        Assert.Contains("LS", countries.Keys);
        Assert.Equal(422, await server.StatusAsync("api/v1/boundaries?parent=XX"));
        Assert.Equal(422, await server.StatusAsync("api/v1/boundaries?detail=medium"));
    }

    [Fact]
    public async Task Regions_as_GeoJson_have_their_outline_or_a_point()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.SendAsync(
            HttpMethod.Post, "api/v1/reports", Facts.Report("r", "IQ-AN", "Ramadi", TimeProvider.System.GetUtcNow()),
            expected: HttpStatusCode.OK);
        using var outlines = await AskAsync(server, "regions/IQ-AN", accept: "application/geo+json");
        Assert.Equal("Polygon", (await FeaturesAsync(outlines))["IQ-AN"]["geometry"]!["type"]!.GetValue<string>());
        using var points = await AskAsync(server, "regions?geometry=point&parent=IQ", accept: "application/geo+json");
        var point = (await FeaturesAsync(points))["IQ-AN"]["geometry"]!;
        Assert.Equal("Point", point["type"]!.GetValue<string>());
        Assert.InRange(point["coordinates"]![0]!.GetValue<double>(), 39, 44.2);
        Assert.InRange(point["coordinates"]![1]!.GetValue<double>(), 31, 35.1);
        using var other = await AskAsync(server, "regions?parent=IQ", points.Headers.ETag, "application/geo+json");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var same = await AskAsync(server, "regions?parent=IQ&geometry=point", points.Headers.ETag, "application/geo+json");
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(422, await server.StatusAsync("api/v1/regions?geometry=line"));
    }

    [Fact]
    public async Task The_operators_file_wins()
    {
        await File.WriteAllTextAsync(_path, Own, TestContext.Current.CancellationToken);
        await using var server = await ServerProcess.StartAsync(("Alerting__Boundaries", _path));
        using var answer = await AskAsync(server, "boundaries?parent=IQ");
        Assert.Equal(
            "[[[0.5,0],[1,0],[1,1],[0.5,0]]]",
            (await FeaturesAsync(answer))["IQ-AN"]["geometry"]!["coordinates"]!.ToJsonString());
    }

    private static async Task<HttpResponseMessage> AskAsync(
        ServerProcess server, string path, EntityTagHeaderValue? known = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, $"api/v1/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Key);
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    private static async Task<Dictionary<string, JsonNode>> FeaturesAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["features"]!.AsArray()
            .ToDictionary(static feature => feature!["id"]!.GetValue<string>(), static feature => feature!);
}
