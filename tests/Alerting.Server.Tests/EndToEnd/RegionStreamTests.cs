using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Alerting.Regions;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What the live feed of regions promises to those who come, come back, and choose.</summary>
public sealed class RegionStreamTests : IAsyncLifetime
{
    private const int MaxFeeds = 5;

    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(("Alerting__RateLimits__FeedsPerSubject", $"{MaxFeeds}"));
        await _server.SendAsync(
            HttpMethod.Post, "api/v1/reports",
            $"[{Facts.Report("one", "IQ-AN", "Hit", Now)},{Facts.Report("two", "SE-AB", "Nacka", Now)}]");
        await _server.Until(async () => (await ListAsync("")).Count == 4, "the countries are listed");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_feed_begins_with_the_whole_list_and_goes_on_with_what_changes()
    {
        using var feed = await OpenAsync();
        Assert.Equal("text/event-stream", feed.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", Assert.Single(feed.Response.Headers.GetValues("X-Accel-Buffering")));
        Assert.Equal("retry: 2000", await feed.LineAsync());
        Assert.Equal(": connected", await feed.LineAsync());
        var copy = new FeedCopy();
        await copy.UntilAsync(feed, static copy => copy.IsWhole);
        Assert.Equal(["IQ", "IQ-AN", "SE", "SE-AB"], copy.Regions.Keys);

        await OverrideAsync("IQ-AN", "critical");
        await copy.UntilAsync(feed, static copy => copy.LevelOf("IQ-AN") == "critical" && copy.LevelOf("IQ") == "critical");
        await AssertSameAsync(copy, feed, "");
    }

    [Fact]
    public async Task Who_comes_back_is_told_only_what_has_changed_meanwhile_by_header_or_by_query()
    {
        var copy = new FeedCopy();
        using (var feed = await OpenAsync())
        {
            await copy.UntilAsync(feed, static copy => copy.IsWhole);
        }

        await OverrideAsync("IQ-AN", "severe");
        await _server.Until(async () => (await ListAsync("?minLevel=severe")).Count == 2, "the country is as high");
        foreach (var (query, header) in new[] { ("", copy.Version), ($"?changedAfter={copy.Version}", null) })
        {
            using var back = await OpenAsync(query, header);
            var (_, name, data) = await back.EventAsync();
            Assert.Equal("regions", name);
            Assert.Contains("IQ-AN", data["items"]!.AsArray().Select(static region => region!["code"]!.GetValue<string>()));
        }

        // The version of a list is that of the feed of the same list.
        using var response = await _server.Client.GetAsync(
            new Uri(_server.Url, "api/v1/regions"), TestContext.Current.CancellationToken);
        using var listed = await OpenAsync("", response.Headers.GetValues(RegionPage.VersionHeader).Single());
        await OverrideAsync("SE-AB", "severe");
        Assert.Equal("regions", (await listed.EventAsync()).Name);
    }

    [Fact]
    public async Task Who_comes_back_with_a_version_that_is_not_known_is_told_to_begin_anew()
    {
        var copy = new FeedCopy();
        using (var feed = await OpenAsync())
        {
            await copy.UntilAsync(feed, static copy => copy.IsWhole);
        }

        await _server.KillAsync();
        await _server.RestartAsync();
        foreach (var version in new[] { copy.Version, "0", "nonsense" })
        {
            using var back = await OpenAsync("", version);
            var (id, name, data) = await back.EventAsync();
            Assert.Equal(("0", "reset", "{}"), (id, name, data.ToJsonString()));
            copy.Take((id, name, data));
            Assert.Empty(copy.Regions);
            await copy.UntilAsync(back, static copy => copy.IsWhole);
            Assert.Equal(["IQ", "IQ-AN", "SE", "SE-AB"], copy.Regions.Keys);
        }
    }

    [Fact]
    public async Task A_filter_is_that_of_the_list_and_what_leaves_it_is_told()
    {
        using var feed = await OpenAsync("?parent=IQ&minLevel=severe");
        var copy = new FeedCopy();
        await copy.UntilAsync(feed, static copy => copy.IsWhole);
        Assert.Empty(copy.Regions);
        await OverrideAsync("SE-AB", "critical");
        await OverrideAsync("IQ-AN", "critical");
        await copy.UntilAsync(feed, static copy => copy.Regions.Count > 0);
        Assert.Equal(["IQ-AN"], copy.Regions.Keys);
        await _server.SendAsync(HttpMethod.Delete, "api/v1/regions/IQ-AN/override", "", expected: HttpStatusCode.NoContent);
        await copy.UntilAsync(feed, static copy => copy.Regions.Count == 0);

        foreach (var query in new[] { "?minLevel=highest", "?parent=XX" })
        {
            using var refused = await OpenAsync(query);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Response.StatusCode);
        }
    }

    [Fact]
    public async Task Many_regions_come_in_parts_and_are_all_there()
    {
        var codes = (await _server.GetAsync("api/v1/regions?all=true&parent=TR&limit=1000"))["items"]!.AsArray()
            .Select(static region => region!["code"]!.GetValue<string>()).ToList();
        Assert.True(codes.Count > 64);
        using var live = await OpenAsync();
        var copy = new FeedCopy();
        await copy.UntilAsync(live, static copy => copy.IsWhole);
        await _server.SendAsync(
            HttpMethod.Post, "api/v1/reports", $"[{string.Join(',', codes.Select(code => Facts.Report(code, code, "Centre", Now)))}]");
        await copy.UntilAsync(live, copy => codes.All(copy.Regions.ContainsKey) && copy.Regions.ContainsKey("TR"));
        await AssertSameAsync(copy, live, "");

        using var whole = await OpenAsync();
        var other = new FeedCopy();
        await other.UntilAsync(whole, static copy => copy.IsWhole);
        Assert.Equal(copy.Regions.Keys, other.Regions.Keys);
    }

    [Fact]
    public async Task A_caller_is_told_of_its_regions_alone()
    {
        var key = (await _server.SendAsync(
            HttpMethod.Post, "api/v1/keys", """{"name":"wall","roles":["dashboard"],"regions":["SE"]}"""))["key"]!.GetValue<string>();
        var admin = _server.Client.DefaultRequestHeaders.Authorization;
        _server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var feed = await OpenAsync();
        _server.Client.DefaultRequestHeaders.Authorization = admin;
        var copy = new FeedCopy();
        await copy.UntilAsync(feed, static copy => copy.IsWhole);
        Assert.Equal(["SE", "SE-AB"], copy.Regions.Keys);
        await OverrideAsync("IQ-AN", "critical");
        await OverrideAsync("SE-AB", "critical");
        await copy.UntilAsync(feed, static copy => copy.LevelOf("SE") == "critical");
        Assert.Equal(["SE", "SE-AB"], copy.Regions.Keys);
    }

    [Fact]
    public async Task A_feed_counts_among_the_feeds_of_its_caller()
    {
        var feeds = new List<LiveFeed> { await LiveFeed.OpenAsync(_server) };
        while (feeds.Count < MaxFeeds)
        {
            feeds.Add(await OpenAsync());
        }

        using var refused = await OpenAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Response.StatusCode);
        Assert.Equal("too-many-requests", JsonNode.Parse(await refused.LineAsync())!["type"]!.GetValue<string>());
        feeds.ForEach(static feed => feed.Dispose());
    }

    /// <summary>Takes what the feed tells until it is what the list is.</summary>
    private async Task AssertSameAsync(FeedCopy copy, LiveFeed feed, string query)
    {
        while (true)
        {
            var list = await ListAsync(query);
            if (list.Count == copy.Regions.Count && list.All(region => copy.Regions.GetValueOrDefault(region.Key) == region.Value))
            {
                return;
            }

            copy.Take(await feed.EventAsync());
        }
    }

    private async Task<Dictionary<string, string>> ListAsync(string query) =>
        (await _server.GetAsync("api/v1/regions" + (query.Length == 0 ? "?" : query + "&") + "limit=10000"))["items"]!.AsArray()
            .ToDictionary(static region => region!["code"]!.GetValue<string>(), static region => region!.ToJsonString());

    private Task<LiveFeed> OpenAsync(string query = "", string? lastEventId = null) =>
        LiveFeed.OpenAsync(_server, query, lastEventId, "regions");

    private Task<JsonNode> OverrideAsync(string region, string level) => _server.SendAsync(
        HttpMethod.Put, $"api/v1/regions/{region}/override", $$"""{"level":"{{level}}","reason":"test"}""");

    /// <summary>The list as the events tell it.</summary>
    private sealed class FeedCopy
    {
        public SortedDictionary<string, string> Regions { get; } = new(StringComparer.Ordinal);

        public string? Version { get; private set; }

        /// <summary>Whether all was told since the last reset.</summary>
        public bool IsWhole => Version is not (null or "0");

        public string? LevelOf(string code) =>
            Regions.TryGetValue(code, out var region) ? JsonNode.Parse(region)!["level"]!.GetValue<string>() : null;

        public async Task UntilAsync(LiveFeed feed, Func<FeedCopy, bool> condition)
        {
            while (!condition(this))
            {
                Take(await feed.EventAsync());
            }
        }

        public void Take((string Id, string Name, JsonNode Data) told)
        {
            Version = told.Id.Length > 0 ? told.Id : Version;
            if (told.Name == "reset")
            {
                Regions.Clear();
                return;
            }

            Assert.Equal("regions", told.Name);
            foreach (var region in told.Data["items"]!.AsArray())
            {
                Regions[region!["code"]!.GetValue<string>()] = region.ToJsonString();
            }

            foreach (var code in told.Data["removed"]!.AsArray())
            {
                Regions.Remove(code!.GetValue<string>());
            }
        }
    }
}
