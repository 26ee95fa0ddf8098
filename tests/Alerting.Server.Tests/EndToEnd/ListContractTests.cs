using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What lists promise: what is in them, how long they are, where they go on, and what a version says.</summary>
public sealed class ListContractTests : IAsyncLifetime
{
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_region_is_not_listed_for_having_been_looked_at()
    {
        var now = TimeProvider.System.GetUtcNow();
        await _server.GetAsync("api/v1/regions/FR");
        await _server.GetAsync("api/v1/regions/IQ-AN");
        await _server.GetAsync("api/v1/regions/DE/incidents");
        await PostAsync(Facts.Report("early", "ES", "Burgos", now.AddHours(1)), HttpStatusCode.UnprocessableEntity);

        // Every region in memory is told of it.
        await _server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two", Facts.ShortThreshold("PT1H"));
        Assert.Empty(Items(await _server.GetAsync("api/v1/regions")));

        // And judges by it from its first report on.
        await PostAsync($"[{Facts.Report("one", "IQ-AN", "Hit", now)},{Facts.Report("two", "IQ-AN", "Rawa", now)}]");
        await _server.Until(async () => Items(await _server.GetAsync("api/v1/alerts?status=open")).Count == 1, "the alert is raised");
        Assert.Equal(["IQ", "IQ-AN"], Items(await _server.GetAsync("api/v1/regions")).Select(static r => r!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Every_list_heeds_its_limit_and_goes_on_where_it_ended()
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var version = 2; version <= 4; version++)
        {
            await _server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two", Facts.ShortThreshold($"PT{version}H"));
        }

        await PostAsync($"[{Facts.Report("one", "IQ-AN", "Hit", now)},{Facts.Report("two", "IQ-AN", "Rawa", now)}]");
        await _server.Until(async () => Items(await _server.GetAsync("api/v1/alerts?status=open")).Count == 1, "the alert is raised");
        foreach (var note in new[] { "a", "b" })
        {
            await _server.SendAsync(HttpMethod.Post, "api/v1/alerts/IQ-AN.two.1/acknowledge", $$"""{"note":"{{note}}"}""");
        }

        foreach (var level in new[] { "critical", "severe", "substantial" })
        {
            await _server.SendAsync(HttpMethod.Put, "api/v1/regions/IQ-AN/override", $$"""{"level":"{{level}}","reason":"test"}""");
        }

        string[] lists =
        [
            "kinds", "thresholds", "thresholds/two/versions", "alerts/IQ-AN.two.1/revisions", "regions", "regions/IQ-AN/incidents",
            "regions/IQ-AN/history"
        ];
        foreach (var list in lists)
        {
            var whole = Items(await _server.GetAsync($"api/v1/{list}?limit=1000")).Select(static i => i!.ToJsonString()).ToList();
            Assert.True(whole.Count > 1, list);
            Assert.Equal(whole, await InPagesOfOneAsync(list));
            await RefuseAsync($"api/v1/{list}?limit=0");
            await RefuseAsync($"api/v1/{list}?limit={(list == "regions" ? 10_001 : 1_001)}");
        }

        foreach (var list in lists.Where(static list => list is not ("thresholds" or "regions")))
        {
            await RefuseAsync($"api/v1/{list}?after=nobody's");
        }
    }

    [Fact]
    public async Task A_page_of_history_stays_where_it_is_when_more_happens()
    {
        foreach (var level in new[] { "critical", "severe", "substantial" })
        {
            await _server.SendAsync(HttpMethod.Put, "api/v1/regions/IQ-AN/override", $$"""{"level":"{{level}}","reason":"test"}""");
        }

        var first = await _server.GetAsync("api/v1/regions/IQ-AN/history?limit=2");
        await _server.SendAsync(HttpMethod.Put, "api/v1/regions/IQ-AN/override", """{"level":"moderate","reason":"test"}""");
        var second = await _server.GetAsync($"api/v1/regions/IQ-AN/history?limit=2&after={first["next"]!.GetValue<string>()}");

        Assert.Equal(["substantial", "severe"], Items(first).Select(static c => c!["to"]!.GetValue<string>()));
        Assert.Equal(["critical"], Items(second).Select(static c => c!["to"]!.GetValue<string>()));
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task A_list_of_regions_as_geojson_tells_where_it_goes_on()
    {
        using var geo = await GetAsync("api/v1/regions?all=true&limit=1", "application/geo+json");
        var page = JsonNode.Parse(await geo.Content.ReadAsStringAsync())!;
        Assert.Equal(page["features"]![0]!["id"]!.GetValue<string>(), page["next"]!.GetValue<string>());

        using var last = await GetAsync("api/v1/regions?parent=IQ", "application/geo+json");
        Assert.True(JsonNode.Parse(await last.Content.ReadAsStringAsync())!.AsObject().TryGetPropertyValue("next", out var none));
        Assert.Null(none);

        using var plain = await GetAsync("api/v1/regions?all=true&limit=1", "application/json, application/geo+json;q=0");
        Assert.Equal("application/json", plain.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_version_says_what_has_changed_and_nothing_else_also_after_a_kill()
    {
        var now = TimeProvider.System.GetUtcNow();
        var report = Facts.Report("one", "IQ-AN", "Hit", now);
        await PostAsync(report);
        var version = await VersionAsync();
        for (var again = 0; again < 3; again++)
        {
            await PostAsync(report);
            Assert.Equal(version, await VersionAsync());
        }

        await PostAsync(Facts.Report("two", "IQ-AN", "Rawa", now));
        Assert.True(await VersionAsync() > version);
        version = await VersionAsync();
        await _server.KillAsync();
        await _server.RestartAsync();
        Assert.Equal(version, await VersionAsync());
    }

    [Fact]
    public async Task A_filter_that_is_stated_twice_is_refused()
    {
        await RefuseAsync("api/v1/alerts?status=open&status=open");
        await RefuseAsync("api/v1/alerts?minSeverity=severe&minSeverity=critical");
        await RefuseAsync("api/v1/alerts/stream?after=1&after=2");
    }

    private static JsonArray Items(JsonNode page) => page["items"]!.AsArray();

    private async Task<List<string>> InPagesOfOneAsync(string list)
    {
        var items = new List<string>();
        string? after = null;
        do
        {
            var page = await _server.GetAsync($"api/v1/{list}?limit=1{(after is null ? "" : "&after=" + Uri.EscapeDataString(after))}");
            items.Add(Assert.Single(Items(page))!.ToJsonString());
            after = page["next"]?.GetValue<string>();
        }
        while (after is not null);

        return items;
    }

    private async Task<long> VersionAsync() => (await _server.GetAsync("api/v1/regions/IQ-AN"))["version"]!.GetValue<long>();

    private Task<JsonNode> PostAsync(string body, HttpStatusCode expected = HttpStatusCode.OK) =>
        _server.SendAsync(HttpMethod.Post, "api/v1/reports", body, expected: expected);

    private async Task RefuseAsync(string path)
    {
        using var response = await GetAsync(path, "*/*");
        Assert.True(response.StatusCode == HttpStatusCode.UnprocessableEntity, $"{path} was answered {(int)response.StatusCode}");
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Url, path));
        foreach (var type in accept.Split(", "))
        {
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(type));
        }

        return await _server.Client.SendAsync(request);
    }
}
