using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Who asks for the same again gets it again only if it has changed, of every list.</summary>
public sealed class ContentTagTests : IAsyncLifetime
{
    private const string Alert = "IQ-AN.two.1";

    /// <summary>The lists that consoles and dashboards poll, and what else is no version of something.</summary>
    private static readonly string[] s_lists =
    [
        "thresholds", "thresholds/two/versions", "alerts", "alerts?status=cleared", $"alerts/{Alert}/revisions",
        $"alerts/{Alert}/timeline", $"alerts/{Alert}/escalation", "subscriptions", "silences", "inhibitions", "places", "places/doubts",
        "places/decisions", "contacts", "schedules", "policies", "kinds", "audit", "regions/IQ-AN/incidents",
        "regions/IQ-AN/history", "incidents/wire-a:one", "reports/wire-a/one",
    ];

    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await _server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two", Facts.ShortThreshold("PT1H"));
        await _server.SendAsync(
            HttpMethod.Post, "api/v1/reports",
            $"[{Facts.Report("one", "IQ-AN", "Hit", now)},{Facts.Report("two", "IQ-AN", "Rawa", now)}]");
        await _server.Until(
            async () => (await _server.GetAsync("api/v1/alerts?status=open"))["items"]!.AsArray().Count == 1, "the alert is raised");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task What_is_known_is_not_sent_again()
    {
        foreach (var list in s_lists)
        {
            var (tag, text) = await TaggedAsync(list);
            using var again = await SendAsync(list, tag);
            Assert.True(again.StatusCode == HttpStatusCode.NotModified, $"{list} was answered {(int)again.StatusCode}: {text}");
            Assert.Equal(tag, again.Headers.ETag!.Tag);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            using var other = await SendAsync(list, "\"other\"");
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
            using var head = await SendAsync(list, null, HttpMethod.Head);
            Assert.Equal(tag, head.Headers.ETag!.Tag);
        }
    }

    [Fact]
    public async Task What_has_changed_is_sent_and_each_page_and_filter_has_a_tag_of_its_own()
    {
        var (tag, _) = await TaggedAsync("thresholds");
        await _server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two", Facts.ShortThreshold("PT2H"));
        Assert.NotEqual(tag, (await TaggedAsync("thresholds")).Tag);

        var (alerts, _) = await TaggedAsync("alerts");
        await _server.SendAsync(HttpMethod.Post, $"api/v1/alerts/{Alert}/acknowledge", """{"note":"seen"}""");
        using var changed = await SendAsync("alerts", alerts);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(alerts, changed.Headers.ETag!.Tag);

        var first = await SendAsync("kinds?limit=1", null);
        Assert.NotNull(first.Headers.GetValues("Link").Single());
        Assert.NotEqual(first.Headers.ETag!.Tag, (await TaggedAsync("kinds?limit=2")).Tag);
    }

    [Fact]
    public async Task A_tag_of_a_coding_is_known_and_what_is_a_version_keeps_its_tag()
    {
        using var coded = await SendAsync("kinds", null, coding: "br");
        Assert.EndsWith("-br\"", coded.Headers.ETag!.Tag, StringComparison.Ordinal);
        using var again = await SendAsync("kinds", coded.Headers.ETag.Tag, coding: "br");
        Assert.Equal((HttpStatusCode.NotModified, coded.Headers.ETag), (again.StatusCode, again.Headers.ETag));

        var (threshold, _) = await TaggedAsync("thresholds/two");
        Assert.Equal("\"1\"", threshold);
        var (alert, text) = await TaggedAsync($"alerts/{Alert}");
        Assert.Equal($"\"{JsonNode.Parse(text)!["revision"]}\"", alert);
        using var known = await SendAsync($"alerts/{Alert}", alert);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);

        using var session = await SendAsync("session", null);
        Assert.Null(session.Headers.ETag);
        Assert.True(session.Headers.CacheControl!.NoStore);
    }

    private async Task<(string Tag, string Text)> TaggedAsync(string path)
    {
        using var response = await SendAsync(path, null);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {text}");
        Assert.False(response.Headers.ETag!.IsWeak);
        return (response.Headers.ETag.Tag, text);
    }

    private Task<HttpResponseMessage> SendAsync(string path, string? known, HttpMethod? method = null, string? coding = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(_server.Url, "api/v1/" + path));
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
        return _server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
