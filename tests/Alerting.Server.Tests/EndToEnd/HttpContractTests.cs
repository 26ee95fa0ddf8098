using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What HTTP itself promises to clients: types, tags, preconditions, and a body that explains every refusal.</summary>
public sealed class HttpContractTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Threshold =
        """{"measure":"killed","window":"PT24H","atLeast":5,"severity":"warning","scope":{"regions":["IQ"],"depth":"leaf"}}""";

    private readonly ServerProcess _server = shared.Process;

    [Fact]
    public async Task What_curl_sends_without_a_content_type_is_read_as_json()
    {
        var report = Facts.Report("curl", "IQ-AN", "Ramadi", TimeProvider.System.GetUtcNow());
        var answer = await _server.SendAsync(HttpMethod.Post, "api/v1/reports", report, Form, HttpStatusCode.OK);
        Assert.Equal(1, answer["accepted"]!.GetValue<int>());
        await _server.SendAsync(HttpMethod.Put, "api/v1/thresholds/from-curl", Threshold, Form, HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over_in_every_body()
    {
        var report = Facts.Report("marked", "IQ-AN", "Ramadi", TimeProvider.System.GetUtcNow());
        await _server.SendAsync(HttpMethod.Post, "api/v1/reports", "\uFEFF" + report, expected: HttpStatusCode.OK);
        await _server.SendAsync(HttpMethod.Put, "api/v1/thresholds/marked", "\uFEFF" + Threshold, expected: HttpStatusCode.Created);
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/regions/IQ-AN/override", "\uFEFF{\"level\":\"severe\",\"reason\":\"test\"}",
            expected: HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_same_acknowledgement_again_is_no_news()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two", Facts.ShortThreshold("PT1H"));
        var now = TimeProvider.System.GetUtcNow();
        await server.SendAsync(
            HttpMethod.Post, "api/v1/reports",
            $"[{Facts.Report("one", "IQ-AN", "Hit", now)},{Facts.Report("two", "IQ-AN", "Rawa", now)}]");
        const string Path = "api/v1/alerts/IQ-AN.two.1";
        await server.Until(
            async () => (await server.GetAsync("api/v1/alerts?status=open"))["items"]!.AsArray().Count == 1, "the alert is raised");
        var first = await server.SendAsync(HttpMethod.Post, Path + "/acknowledge", """{"note":"seen"}""");
        var again = await server.SendAsync(HttpMethod.Post, Path + "/acknowledge", """{"note":"seen"}""");
        Assert.Equal(first["revision"]!.GetValue<int>(), again["revision"]!.GetValue<int>());
        var other = await server.SendAsync(HttpMethod.Post, Path + "/acknowledge", """{"note":"on our way"}""");
        Assert.Equal(first["revision"]!.GetValue<int>() + 1, other["revision"]!.GetValue<int>());

        // The answers are the revisions as everybody else reads them, their seq included.
        var revisions =
            (await server.GetAsync(Path + "/revisions"))["items"]!.AsArray().Select(static item => item!.ToJsonString()).ToList();
        Assert.Equal([first.ToJsonString(), other.ToJsonString()], revisions[^2..]);
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal((await server.GetAsync(Path)).ToJsonString(), other.ToJsonString());
    }

    [Fact]
    public async Task What_was_answered_for_is_shown_at_once()
    {
        // Those that no other of these tests reports from.
        string[] regions = ["IQ-KA", "IQ-NI", "IQ-BA", "GB-LND", "UA-14"];
        var reports = 0;
        foreach (var region in regions)
        {
            for (var count = 1; count <= 8; count++)
            {
                await _server.SendAsync(
                    HttpMethod.Post, "api/v1/reports",
                    Facts.Report($"r-{++reports}", region, $"Town {count}", TimeProvider.System.GetUtcNow()),
                    expected: HttpStatusCode.OK);

                // A region of which nothing was known is in the list, and every figure is the newest.
                var list = (await _server.GetAsync("api/v1/regions?limit=1000"))["items"]!.AsArray();
                Assert.Equal(
                    count,
                    Assert.Single(list, item => item!["code"]!.GetValue<string>() == region)!["incidents24h"]!.GetValue<int>());
                Assert.Equal(count, (await _server.GetAsync($"api/v1/regions/{region}"))["incidents24h"]!.GetValue<int>());
            }

            await _server.SendAsync(HttpMethod.Put, $"api/v1/regions/{region}/override", """{"level":"severe","reason":"test"}""");
            Assert.Equal("severe", (await _server.GetAsync($"api/v1/regions/{region}"))["level"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_region_list_as_geojson_has_a_tag_of_its_own()
    {
        await _server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report("geo", "IQ-AN", "Hit", TimeProvider.System.GetUtcNow()));
        using var plain = await GetAsync("api/v1/regions/IQ-AN");
        using var geo = await GetAsync("api/v1/regions/IQ-AN", "application/geo+json");
        Assert.Equal("application/geo+json", geo.Content.Headers.ContentType!.MediaType);
        var features = JsonNode.Parse(await geo.Content.ReadAsStringAsync())!;
        Assert.Equal("IQ-AN", features["features"]![0]!["properties"]!["code"]!.GetValue<string>());
        Assert.NotEqual(plain.Headers.ETag, geo.Headers.ETag);
        Assert.Contains("Accept", geo.Headers.Vary);

        using var list = await GetAsync("api/v1/regions?parent=IQ", "application/geo+json");
        Assert.NotEmpty(JsonNode.Parse(await list.Content.ReadAsStringAsync())!["features"]!.AsArray());
    }

    [Fact]
    public async Task An_unchanged_region_is_answered_with_304_also_under_a_weak_tag()
    {
        // A region that nobody reported from: nothing decays, so the tag stays.
        using var first = await GetAsync("api/v1/regions/SE-O");
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);
        Assert.Equal(HttpStatusCode.NotModified, await StatusWithNoneMatch("api/v1/regions/SE-O", tag.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, await StatusWithNoneMatch("api/v1/regions/SE-O", $"\"other\", W/{tag}"));
        Assert.Equal(HttpStatusCode.OK, await StatusWithNoneMatch("api/v1/regions/SE-O", "\"other\""));
    }

    [Theory]
    [InlineData("api/v1/nothing-here", "GET", HttpStatusCode.NotFound, "not-found")]
    [InlineData("api/v1/reports", "DELETE", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    [InlineData("api/v1/reports", "POST", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    public async Task Every_refusal_is_a_problem_document(string path, string method, HttpStatusCode status, string type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_server.Url, path));
        if (method == "POST")
        {
            request.Content = new StringContent("<report/>", Encoding.UTF8, "application/xml");
        }

        using var response = await _server.Client.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(type, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_was_got_can_be_put_and_preconditions_are_kept()
    {
        const string Path = "api/v1/thresholds/precondition";
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync(Path, Threshold, "*"));
        Assert.Equal(HttpStatusCode.Created, await PutAsync(Path, Threshold, null));
        using var got = await GetAsync(Path);
        var body = await got.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, await PutAsync(Path, body, "\"7\", " + got.Headers.ETag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync(Path, body, got.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, await PutAsync(Path, body, "*"));
        Assert.Equal(3, (await _server.GetAsync(Path))["version"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("api/v1/regions?all=perhaps", "$.all")]
    [InlineData("api/v1/alerts?region=IQ-XX", "$.region")]
    [InlineData("api/v1/regions/IQ/history?limit=0", "$.limit")]
    [InlineData("api/v1/regions?parent=IQ-XX", "$.parent")]
    public async Task A_query_that_cannot_be_meant_is_refused(string path, string field)
    {
        using var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(
            field[2..], JsonNode.Parse(await response.Content.ReadAsStringAsync())!["path"]!.GetValue<string>(),
            StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Url, path));
        if (accept is not null)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        }

        return await _server.Client.SendAsync(request);
    }

    private async Task<HttpStatusCode> StatusWithNoneMatch(string path, string tags)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Url, path));
        request.Headers.TryAddWithoutValidation("If-None-Match", tags);
        using var response = await _server.Client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> PutAsync(string path, string body, string? match)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(_server.Url, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (match is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", match);
        }

        using var response = await _server.Client.SendAsync(request);
        return response.StatusCode;
    }
}
