using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What clients accept and send, by its media type; and the way from page to page.</summary>
public sealed class NegotiationTests(SharedServer server) : IClassFixture<SharedServer>
{
    private const string Threshold =
        """{"measure":"killed","window":"PT24H","atLeast":5,"severity":"warning","scope":{"regions":["IQ"],"depth":"leaf"}}""";

    [Theory]
    [InlineData("text/html", HttpStatusCode.NotAcceptable)]
    [InlineData("text/*", HttpStatusCode.NotAcceptable)]
    [InlineData("application/json;q=0", HttpStatusCode.NotAcceptable)]
    [InlineData("application/json;q=0, text/plain", HttpStatusCode.NotAcceptable)]
    [InlineData("*/*;q=0", HttpStatusCode.NotAcceptable)]
    [InlineData("application/json;q=0, */*", HttpStatusCode.NotAcceptable)]
    [InlineData("text/html, application/json;q=0.1", HttpStatusCode.OK)]
    [InlineData("text/html, */*;q=0.1", HttpStatusCode.OK)]
    [InlineData("application/*", HttpStatusCode.OK)]
    [InlineData("APPLICATION/JSON; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("not a type", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.OK)]
    public async Task What_a_client_does_not_accept_is_not_sent(string accept, HttpStatusCode status)
    {
        foreach (var path in new[] { "kinds", "thresholds", "alerts", "subscriptions" })
        {
            using var response = await GetAsync("api/v1/" + path, accept);
            Assert.Equal(status, response.StatusCode);
            if (status == HttpStatusCode.NotAcceptable)
            {
                Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
                var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
                Assert.Equal("not-acceptable", problem["type"]!.GetValue<string>());
                Assert.Contains("application/json", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("api/v1/regions", "application/geo+json", HttpStatusCode.OK)]
    [InlineData("api/v1/regions/IQ-AN", "application/geo+json", HttpStatusCode.OK)]
    [InlineData("api/v1/regions/IQ-AN/history", "application/geo+json", HttpStatusCode.NotAcceptable)]
    [InlineData("api/v1/alerts/stream", "application/json", HttpStatusCode.NotAcceptable)]
    [InlineData("api/v1/alerts/stream", "text/event-stream", HttpStatusCode.OK)]
    [InlineData("api/v1/regions/stream", "application/json", HttpStatusCode.NotAcceptable)]
    [InlineData("api/v1/regions/stream", "text/event-stream", HttpStatusCode.OK)]
    [InlineData("healthz/live", "application/xml", HttpStatusCode.OK)]
    [InlineData("healthz/ready", "application/xml", HttpStatusCode.OK)]
    [InlineData("metrics", "application/xml", HttpStatusCode.OK)]
    [InlineData("openapi/v1.json", "application/xml", HttpStatusCode.OK)]
    public async Task Each_route_is_asked_for_what_it_has(string path, string accept, HttpStatusCode status)
    {
        using var response = await GetAsync(path, accept, HttpMethod.Head);
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("application/geo+json", "application/geo+json")]
    [InlineData("application/geo+json, application/json", "application/geo+json")]
    [InlineData("application/json, application/geo+json;q=0.5", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("application/geo+json;q=0, */*", "application/json")]
    public async Task The_better_liked_of_two_forms_is_sent(string accept, string type)
    {
        using var response = await GetAsync("api/v1/regions/IQ-AN", accept);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Nothing_is_done_for_who_does_not_accept_the_answer_and_no_answer_needs_no_accept()
    {
        using var put = Request(HttpMethod.Put, "api/v1/thresholds/unseen", Threshold, "application/json");
        put.Headers.Accept.ParseAdd("text/html");
        using var refused = await SendAsync(put);
        Assert.Equal(HttpStatusCode.NotAcceptable, refused.StatusCode);
        using var missing = await GetAsync("api/v1/thresholds/unseen", null);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);

        await server.Process.SendAsync(HttpMethod.Put, "api/v1/thresholds/unseen", Threshold);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, new Uri(server.Process.Url, "api/v1/thresholds/unseen"));
        delete.Headers.Accept.ParseAdd("text/html");
        using var deleted = await SendAsync(delete);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--json")]
    [InlineData("text/plain", "not of a media type")]
    public async Task A_form_is_not_taken_and_the_refusal_says_how_to_do_it(string type, string hint)
    {
        foreach (var (method, path, taken) in new[]
        {
            (HttpMethod.Post, "reports", "application/json, application/x-ndjson"),
            (HttpMethod.Post, "backtests", "application/json, application/x-ndjson"),
            (HttpMethod.Put, "thresholds/form", "application/json"),
            (HttpMethod.Put, "subscriptions/form", "application/json"),
            (HttpMethod.Put, "regions/IQ/override", "application/json"),
            (HttpMethod.Post, "alerts/x/acknowledge", "application/json"),
            (HttpMethod.Post, "subscriptions/x/replay", "application/json"),
            (HttpMethod.Post, "thresholds/x/preview", "application/json"),
        })
        {
            using var request = Request(method, "api/v1/" + path, Threshold, type);
            using var response = await SendAsync(request);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
            Assert.Equal(taken, string.Join(", ", response.Headers.GetValues("Accept")));
            Assert.Equal(method == HttpMethod.Post, response.Headers.Contains("Accept-Post"));
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal("unsupported-media-type", problem["type"]!.GetValue<string>());
            Assert.Contains(hint, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Contains(taken, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_without_a_type_is_read_as_json_and_the_description_knows_no_forms()
    {
        var report = Facts.Report("untyped", "IQ-AN", "Hit", TimeProvider.System.GetUtcNow());
        using var request = Request(HttpMethod.Post, "api/v1/reports", report, "application/json");
        request.Content!.Headers.ContentType = null;
        using var response = await SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var document = (await server.Process.GetAsync("openapi/v1.json")).ToJsonString();
        Assert.DoesNotContain("urlencoded", document, StringComparison.Ordinal);
        Assert.DoesNotContain("form-data", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_list_links_to_its_next_page_with_all_else_that_was_asked()
    {
        await FillAsync();
        foreach (var list in new[]
        {
            "kinds?", "thresholds?", "thresholds/linked/versions?", "regions?parent=IQ&all=true&minLevel=low", "regions/IQ-AN/history?",
            "regions/IQ-AN/incidents?", "alerts?region=IQ-AN%2CIQ-NI&status=open", "alerts/IQ-AN.linked.1/revisions?", "subscriptions?",
        })
        {
            var seen = new List<string>();
            var first = $"/api/v1/{list}&limit=1".Replace("?&", "?", StringComparison.Ordinal);
            string? next = first;
            while (next is not null && seen.Count < 3)
            {
                using var response = await GetAsync(next, null);
                var page = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
                seen.Add(Assert.Single(page["items"]!.AsArray())!.ToJsonString());
                next = LinkOf(response);
                Assert.Equal(page["next"] is null, next is null);
                Assert.True(
                    next is null || Uri.UnescapeDataString(next) == $"{Uri.UnescapeDataString(first)}&after={page["next"]}",
                    $"{first} goes on at {next}");
            }

            Assert.True(seen.Count >= 2, list);
            Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        }

        using var geo = await GetAsync("/api/v1/regions?limit=1&all=true", "application/geo+json");
        Assert.Equal("/api/v1/regions?limit=1&all=true&after=AD", LinkOf(geo));
    }

    private static string? LinkOf(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var values))
        {
            return null;
        }

        var link = Assert.Single(values);
        Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);
        return link[1..link.IndexOf('>', StringComparison.Ordinal)];
    }

    /// <summary>Two at least of everything that there are lists of.</summary>
    private async Task FillAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await server.Process.SendAsync(HttpMethod.Put, "api/v1/thresholds/linked", Facts.ShortThreshold("PT1H"));
        await server.Process.SendAsync(HttpMethod.Put, "api/v1/thresholds/linked", Facts.ShortThreshold("PT2H"));
        await server.Process.SendAsync(HttpMethod.Put, "api/v1/thresholds/also-linked", Facts.ShortThreshold("PT2H"));
        foreach (var desk in new[] { "one", "two" })
        {
            await server.Process.SendAsync(HttpMethod.Put, "api/v1/subscriptions/" + desk, """
                {"regions":["SE"],"channel":{"type":"webhook","url":"http://127.0.0.1:9/","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}
                """);
        }

        foreach (var level in new[] { "critical", "severe" })
        {
            await server.Process.SendAsync(HttpMethod.Put, "api/v1/regions/IQ-AN/override", $$"""{"level":"{{level}}","reason":"test"}""");
        }

        await server.Process.SendAsync(
            HttpMethod.Post, "api/v1/reports",
            $"[{Facts.Report("l1", "IQ-AN", "Hit", now)},{Facts.Report("l2", "IQ-AN", "Rawa", now)}]");
        await server.Process.Until(
            async () => (await server.Process.GetAsync("api/v1/alerts?status=open"))["items"]!.AsArray().Count == 2,
            "the alerts are raised");
        await server.Process.SendAsync(HttpMethod.Post, "api/v1/alerts/IQ-AN.linked.1/acknowledge", """{"note":"seen"}""");
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string body, string type)
    {
        var request = new HttpRequestMessage(
            method, new Uri(server.Process.Url, path))
        { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return request;
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        server.Process.Client.SendAsync(request, TestContext.Current.CancellationToken);

    private async Task<HttpResponseMessage> GetAsync(string path, string? accept, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(server.Process.Url, path));
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await SendAsync(request);
    }
}
