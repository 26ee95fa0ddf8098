using System.Net;
using System.Text.Json.Nodes;
using Alerting.Regions;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>A dashboard that keeps a copy of the list of regions is told what has changed, and whole what is not known.</summary>
public sealed class RegionChangesTests : IAsyncLifetime
{
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await PostAsync("one", "IQ-AN", now);
        await PostAsync("two", "SE-AB", now);
        await _server.Until(async () => (await AskAsync("")).Codes.Contains("SE"), "the countries are listed");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Only_what_has_changed_is_answered_and_what_has_left_the_list_is_named()
    {
        var all = await SettledAsync("");
        Assert.Equal("whole: IQ IQ-AN SE SE-AB", all.Shown);
        var severe = await SettledAsync("?minLevel=severe");
        Assert.Empty(severe.Codes);

        await PutAsync("IQ-AN", "critical");
        await _server.Until(async () => (await AskAsync("?minLevel=severe")).Codes.Count == 2, "the country is as high");
        var changes = await AskAsync($"?changedAfter={all.Version}");
        Assert.False(changes.Complete);
        Assert.Superset(new HashSet<string>(["IQ", "IQ-AN"]), changes.Codes.ToHashSet());
        Assert.Empty(changes.Removed);

        var risen = await AskAsync($"?minLevel=severe&changedAfter={severe.Version}");
        Assert.Equal("changes: IQ IQ-AN", risen.Shown);
        await _server.SendAsync(HttpMethod.Delete, "api/v1/regions/IQ-AN/override", "", expected: HttpStatusCode.NoContent);
        await _server.Until(async () => (await AskAsync("?minLevel=severe")).Codes.Count == 0, "both have fallen");
        var fallen = await AskAsync($"?minLevel=severe&changedAfter={risen.Version}");
        Assert.Equal("changes: -IQ -IQ-AN", fallen.Shown);
    }

    [Fact]
    public async Task What_is_not_known_or_does_not_fit_is_the_whole_list()
    {
        var all = await SettledAsync("");
        foreach (var query in new[] { "?changedAfter=", "?changedAfter=other-1", $"?parent=IQ&changedAfter={all.Version}" })
        {
            Assert.True((await AskAsync(query)).Complete, query);
        }

        await PutAsync("IQ-AN", "critical");
        await _server.Until(async () => (await AskAsync("?minLevel=critical")).Codes.Count == 2, "the country is as high");
        var page = await AskAsync($"?limit=1&changedAfter={all.Version}");
        Assert.Equal(("whole: IQ", "IQ"), (page.Shown, page.Next));
        var next = await AskAsync($"?limit=3&after=IQ&changedAfter={all.Version}");
        Assert.Equal(("whole: IQ-AN SE SE-AB", null), (next.Shown, next.Version));

        await _server.KillAsync();
        await _server.RestartAsync();
        var restarted = await AskAsync($"?changedAfter={all.Version}");
        Assert.Equal((true, 4), (restarted.Complete, restarted.Codes.Count));
        Assert.NotEqual(all.Version, restarted.Version);
    }

    [Fact]
    public async Task The_whole_catalogue_can_be_followed_and_so_can_features()
    {
        var all = await SettledAsync("?all=true&limit=10000");
        Assert.True(all.Codes.Count > 1_000);
        await PostAsync("new", "FR-ARA", TimeProvider.System.GetUtcNow());
        await _server.Until(async () => (await AskAsync("")).Codes.Contains("FR"), "the country is listed");
        var changes = await AskAsync($"?all=true&limit=10000&changedAfter={all.Version}");
        Assert.False(changes.Complete);
        Assert.Superset(new HashSet<string>(["FR", "FR-ARA"]), changes.Codes.ToHashSet());

        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(_server.Url, $"api/v1/regions?all=true&limit=10000&geometry=point&changedAfter={all.Version}"));
        request.Headers.Accept.ParseAdd("application/geo+json");
        using var response = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var features = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.False(features["complete"]!.GetValue<bool>());
        Assert.Contains("FR-ARA", features["features"]!.AsArray().Select(static feature => feature!["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Who_knows_what_has_changed_is_told_that_and_the_version_all_the_same()
    {
        var all = await SettledAsync("");
        using var first = await SendAsync($"?changedAfter={all.Version}", null);
        using var again = await SendAsync($"?changedAfter={all.Version}", first.Headers.ETag!.Tag);
        using var plain = await SendAsync("", null);
        Assert.NotEqual(plain.Headers.ETag!.Tag, first.Headers.ETag!.Tag);
        if (again.StatusCode != HttpStatusCode.NotModified)
        {
            // A minute has begun in between.
            Assert.NotEqual(first.Headers.ETag!.Tag, again.Headers.ETag!.Tag);
        }

        Assert.NotEmpty(again.Headers.GetValues(RegionPage.VersionHeader).Single());
    }

    /// <summary>The list when nothing is under way any more: two answers in a row are of one version.</summary>
    private async Task<Answer> SettledAsync(string query)
    {
        Answer? answer = null;
        await _server.Until(
            async () => (answer = await AskAsync(query)).Version == (await AskAsync(query)).Version, "the list has settled");
        return answer!;
    }

    private async Task<Answer> AskAsync(string query)
    {
        using var response = await SendAsync(query, null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return new Answer(
            page["complete"]!.GetValue<bool>(), [.. page["items"]!.AsArray().Select(static item => item!["code"]!.GetValue<string>())],
            [.. page["removed"]!.AsArray().Select(static code => code!.GetValue<string>())], page["next"]?.GetValue<string>(),
            response.Headers.TryGetValues(RegionPage.VersionHeader, out var version) ? version.Single() : null);
    }

    private Task<HttpResponseMessage> SendAsync(string query, string? known)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Url, "api/v1/regions" + query));
        if (known is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        }

        return _server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private Task<JsonNode> PutAsync(string region, string level) => _server.SendAsync(
        HttpMethod.Put, $"api/v1/regions/{region}/override", $$"""{"level":"{{level}}","reason":"test"}""");

    private Task<JsonNode> PostAsync(string id, string region, DateTimeOffset at) =>
        _server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report(id, region, "Hit", at));

    private sealed record Answer(
        bool Complete, IReadOnlyList<string> Codes, IReadOnlyList<string> Removed, string? Next, string? Version)
    {
        public string Shown =>
            $"{(Complete ? "whole" : "changes")}: {string.Join(' ', Codes.Concat(Removed.Select(static code => "-" + code)))}";
    }
}
