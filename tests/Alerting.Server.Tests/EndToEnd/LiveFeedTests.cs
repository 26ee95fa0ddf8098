using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What the live feed promises to those who come, come back, and choose.</summary>
public sealed class LiveFeedTests : IAsyncLifetime
{
    private const string Alert = "IQ-AN.two.1";

    private const int MaxFeeds = 20;

    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await ServerProcess.StartAsync(("Alerting__RateLimits__FeedsPerSubject", $"{MaxFeeds}"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_feed_begins_at_once_and_passes_through_proxies()
    {
        using var feed = await LiveFeed.OpenAsync(_server);
        Assert.Equal("no", Assert.Single(feed.Response.Headers.GetValues("X-Accel-Buffering")));
        Assert.Equal("text/event-stream", feed.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("retry: 2000", await feed.LineAsync());
        Assert.Equal(": connected", await feed.LineAsync());

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Url, "api/v1/reports"));
        request.Content =
            new StringContent(Facts.Report("one", "IQ-AN", "Hit", TimeProvider.System.GetUtcNow()), Encoding.UTF8, Facts.Ndjson);
        request.Headers.Accept.ParseAdd(Facts.Ndjson);
        using var lines = await _server.Client.SendAsync(request);
        Assert.Equal("no", Assert.Single(lines.Headers.GetValues("X-Accel-Buffering")));
    }

    [Theory]
    [InlineData("", "999999")]
    [InlineData("?after=999999", null)]
    public async Task Who_is_beyond_the_end_is_told_where_the_end_is_and_goes_on_from_there(string query, string? lastEventId)
    {
        await RaiseAsync();
        var end = (await _server.GetAsync("api/v1/alerts"))["items"]![0]!["seq"]!.GetValue<long>();
        using var feed = await LiveFeed.OpenAsync(_server, query, lastEventId);
        var (id, name, data) = await feed.EventAsync();
        Assert.Equal((end.ToString(System.Globalization.CultureInfo.InvariantCulture), "reset"), (id, name));
        Assert.Equal($$"""{"seq":{{end}}}""", data.ToJsonString());

        await _server.SendAsync(HttpMethod.Post, $"api/v1/alerts/{Alert}/acknowledge", """{"note":"seen"}""");
        (_, name, data) = await feed.EventAsync();
        Assert.Equal(("alert.acknowledged", end + 1), (name, data["seq"]!.GetValue<long>()));
    }

    [Fact]
    public async Task A_list_that_is_asked_for_beyond_its_end_says_where_the_end_is()
    {
        var empty = await _server.GetAsync("api/v1/alerts?after=999999");
        Assert.Equal("0", empty["next"]!.GetValue<string>());

        await RaiseAsync();
        var beyond = await _server.GetAsync("api/v1/alerts?after=999999");
        Assert.Empty(beyond["items"]!.AsArray());
        Assert.Equal("1", beyond["next"]!.GetValue<string>());

        await _server.SendAsync(HttpMethod.Post, $"api/v1/alerts/{Alert}/acknowledge", """{"note":"seen"}""");
        var next = await _server.GetAsync($"api/v1/alerts?after={beyond["next"]!.GetValue<string>()}");
        Assert.Equal(2, next["items"]![0]!["seq"]!.GetValue<int>());
        Assert.Null(next["next"]);
        Assert.Null((await _server.GetAsync("api/v1/alerts?after=2"))["next"]);
    }

    [Fact]
    public async Task What_a_list_shows_is_what_the_alert_shows()
    {
        await RaiseAsync();
        var one = (await _server.GetAsync($"api/v1/alerts/{Alert}")).ToJsonString();
        Assert.Equal(one, (await _server.GetAsync("api/v1/alerts"))["items"]![0]!.ToJsonString());
        Assert.Equal(one, (await _server.GetAsync($"api/v1/alerts/{Alert}/revisions"))["items"]![0]!.ToJsonString());
        using var feed = await LiveFeed.OpenAsync(_server, lastEventId: "0");
        Assert.Equal(one, (await feed.EventAsync()).Data.ToJsonString());
    }

    [Fact]
    public async Task Who_was_told_that_an_alert_is_critical_hears_that_it_is_so_no_longer_and_that_it_ended()
    {
        await PutAsync("critical");
        using var live = await LiveFeed.OpenAsync(_server, "?minSeverity=critical");
        await live.LineAsync();
        await live.LineAsync();
        await ReportTwoTownsAsync();
        var raised = await live.EventAsync();
        Assert.Equal("alert.raised", raised.Name);

        await PutAsync("warning");
        Assert.Equal(("alert.updated", "warning"), Shown(await live.EventAsync()));
        await _server.SendAsync(HttpMethod.Delete, "api/v1/thresholds/two", "");
        Assert.Equal(("alert.cleared", "warning"), Shown(await live.EventAsync()));

        // Also who was away meanwhile, and who reads the open ones alone; and nobody who was never told.
        foreach (var query in new[] { "?minSeverity=critical", "?minSeverity=critical&status=open" })
        {
            using var back = await LiveFeed.OpenAsync(_server, query, raised.Id);
            Assert.Equal(("alert.updated", "warning"), Shown(await back.EventAsync()));
            Assert.Equal(("alert.cleared", "warning"), Shown(await back.EventAsync()));
        }

        using var ended = await LiveFeed.OpenAsync(_server, "?minSeverity=critical&status=cleared", "0");
        await PutAsync("critical");
        Assert.Equal(("alert.raised", "critical"), Shown(await LiveAsync(live)));
        await _server.SendAsync(HttpMethod.Delete, "api/v1/thresholds/two", "");
        var cleared = await ended.EventAsync();
        Assert.Equal((("alert.cleared", "critical"), "IQ-AN.two.2"), (Shown(cleared), cleared.Data["alertId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_caller_has_no_more_feeds_than_it_may()
    {
        var feeds = new List<LiveFeed>();
        for (var feed = 0; feed < MaxFeeds; feed++)
        {
            feeds.Add(await LiveFeed.OpenAsync(_server));
            Assert.Equal(HttpStatusCode.OK, feeds[^1].Response.StatusCode);
        }

        using (var refused = await LiveFeed.OpenAsync(_server))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.Response.StatusCode);
            Assert.NotNull(refused.Response.Headers.RetryAfter);
            Assert.Equal("too-many-requests", JsonNode.Parse(await refused.LineAsync())!["type"]!.GetValue<string>());
        }

        feeds.ForEach(static feed => feed.Dispose());
        await _server.Until(
            async () =>
            {
                using var again = await LiveFeed.OpenAsync(_server);
                return again.Response.StatusCode == HttpStatusCode.OK;
            },
            "those that were closed make room");
    }

    private static (string, string) Shown((string Id, string Name, JsonNode Data) told) =>
        (told.Name, told.Data["severity"]!.GetValue<string>());

    /// <summary>The next raise.</summary>
    private static async Task<(string Id, string Name, JsonNode Data)> LiveAsync(LiveFeed feed)
    {
        var told = await feed.EventAsync();
        while (told.Name != "alert.raised")
        {
            told = await feed.EventAsync();
        }

        return told;
    }

    private async Task RaiseAsync()
    {
        await PutAsync("severe");
        await ReportTwoTownsAsync();
        await _server.Until(
            async () => (await _server.GetAsync("api/v1/alerts?status=open"))["items"]!.AsArray().Count == 1, "the alert is raised");
    }

    private Task PutAsync(string severity) => _server.SendAsync(
        HttpMethod.Put, "api/v1/thresholds/two", Facts.ShortThreshold("PT1H")
            .Replace("\"severe\"", $"\"{severity}\"", StringComparison.Ordinal));

    private Task ReportTwoTownsAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        return _server.SendAsync(
            HttpMethod.Post, "api/v1/reports", $"[{Facts.Report("one", "IQ-AN", "Hit", now)},{Facts.Report("two", "IQ-AN", "Rawa", now)}]");
    }
}
