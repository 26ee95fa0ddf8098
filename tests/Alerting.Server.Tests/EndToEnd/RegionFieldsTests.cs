using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>A dashboard gets of each region what it shows, and nothing else.</summary>
public sealed class RegionFieldsTests(SharedServer server) : IClassFixture<SharedServer>
{
    private const string List = "api/v1/regions?all=true&parent=SE&limit=2";

    [Theory]
    [InlineData("fields=level,score", "code,level,score")]
    [InlineData("fields=score,level,level", "code,level,score")]
    [InlineData("fields=code", "code")]
    [InlineData("fields=override&fields=towns24h", "code,override,towns24h")]
    public async Task Only_the_members_that_are_named_are_answered_and_the_code(string fields, string members)
    {
        var item = Items(await GetAsync($"{List}&{fields}"))[0]!.AsObject();
        Assert.Equal(members, string.Join(',', item.Select(static member => member.Key)));
        var whole = Items(await GetAsync(List))[0]!.AsObject();
        Assert.All(item, member => Assert.True(JsonNode.DeepEquals(member.Value, whole[member.Key])));

        using var features = await SendAsync($"{List}&geometry=point&{fields}", "application/geo+json");
        var feature = JsonNode.Parse(await features.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["features"]![0]!;
        Assert.Equal("Point", feature["geometry"]!["type"]!.GetValue<string>());
        Assert.Equal(members, string.Join(',', feature["properties"]!.AsObject().Select(static member => member.Key)));
    }

    [Fact]
    public async Task Each_choice_has_a_tag_of_its_own_whatever_its_order()
    {
        using var whole = await SendAsync(List);
        using var none = await SendAsync($"{List}&fields=");
        using var one = await SendAsync($"{List}&fields=level,score");
        using var same = await SendAsync($"{List}&fields=score,level");
        using var other = await SendAsync($"{List}&fields=level");
        Assert.Equal(whole.Headers.ETag, none.Headers.ETag);
        Assert.Equal(one.Headers.ETag, same.Headers.ETag);
        Assert.Equal(3, new[] { whole, one, other }.Select(static answer => answer.Headers.ETag!.Tag).Distinct().Count());

        using var outlines = await SendAsync(List, "application/geo+json", "br");
        Assert.Equal("br", outlines.Content.Headers.ContentEncoding.Single());
        Assert.EndsWith("-br\"", outlines.Headers.ETag!.Tag, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/v1/regions?fields=levl", "did you mean 'level'?")]
    [InlineData("api/v1/regions/stream?fields=code,Score", "did you mean 'score'?")]
    public async Task A_member_that_there_is_not_is_refused_with_what_was_meant(string path, string hint)
    {
        using var refused = await SendAsync(path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(("invalid-field", "fields"), (problem["type"]!.GetValue<string>(), problem["path"]!.GetValue<string>()));
        Assert.Contains(hint, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_feed_tells_only_what_is_named()
    {
        await server.Process.SendAsync(
            HttpMethod.Post, "api/v1/reports", Facts.Report("one", "DK-81", "Aalborg", TimeProvider.System.GetUtcNow()));
        using var feed = await LiveFeed.OpenAsync(server.Process, "?fields=level", null, "regions");
        while (true)
        {
            var (_, name, data) = await feed.EventAsync();
            if (name == "regions" && Items(data) is [{ } first, ..])
            {
                Assert.Equal("code,level", string.Join(',', first.AsObject().Select(static member => member.Key)));
                return;
            }
        }
    }

    private static JsonArray Items(JsonNode page) => page["items"]!.AsArray();

    private Task<JsonNode> GetAsync(string path) => server.Process.GetAsync(path);

    private Task<HttpResponseMessage> SendAsync(string path, string? accept = null, string? coding = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Process.Url, path));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
        return server.Process.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
