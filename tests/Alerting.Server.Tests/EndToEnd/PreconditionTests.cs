using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>
/// Preconditions (RFC 9110 section 13.1) hold of everything that is put and deleted, and the description of the API says so.
/// </summary>
public sealed class PreconditionTests(SharedServer server) : IClassFixture<SharedServer>
{
    private const string Subscription =
        """{"name":"NAME","channel":{"type":"webhook","url":"http://127.0.0.1:9/","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},"enabled":false}""";

    private const string Threshold =
        """{"name":"NAME","measure":"killed","window":"PT24H","atLeast":5,"severity":"warning","scope":{"regions":["IQ"],"depth":"leaf"}}""";

    private const string Override = """{"level":"severe","reason":"NAME"}""";

    private readonly ServerProcess _server = server.Process;

    [Theory]
    [InlineData("subscriptions/conditional", Subscription)]
    [InlineData("thresholds/conditional", Threshold)]
    [InlineData("regions/SE-AB/override", Override)]
    public async Task What_is_put_or_deleted_must_be_as_expected(string path, string body)
    {
        var (first, second) =
            (body.Replace("NAME", "first", StringComparison.Ordinal), body.Replace("NAME", "second", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("PUT", path, first, ("If-Match", "*"))).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("PUT", path, first, ("If-Match", "\"1\""))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("DELETE", path, null)).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("DELETE", path, null, ("If-Match", "*"))).Status);

        var created = await SendAsync("PUT", path, first, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.StartsWith("\"", created.Tag, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("PUT", path, second, ("If-None-Match", "*"))).Status);
        Assert.Equal(
            HttpStatusCode.PreconditionFailed, (await SendAsync("PUT", path, second, ("If-None-Match", $"W/{created.Tag}"))).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("PUT", path, second, ("If-Match", "\"other\""))).Status);

        // The comparison is the strong one.
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("PUT", path, second, ("If-Match", $"W/{created.Tag}"))).Status);
        var got = await SendAsync("GET", path, null);
        Assert.Equal((HttpStatusCode.OK, created.Tag), (got.Status, got.Tag));
        Assert.Contains("first", got.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, (await SendAsync("GET", path, null, ("If-None-Match", created.Tag!))).Status);

        var replaced = await SendAsync("PUT", path, second, ("If-Match", $"\"other\", {created.Tag}"));
        Assert.Equal(HttpStatusCode.OK, replaced.Status);
        Assert.NotEqual(created.Tag, replaced.Tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("PUT", path, first, ("If-Match", created.Tag!))).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("DELETE", path, null, ("If-Match", created.Tag!))).Status);
        Assert.Contains("second", (await SendAsync("GET", path, null)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PUT", path, second, ("If-Match", "*"))).Status);
        var latest = await SendAsync("GET", path, null);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("DELETE", path, null, ("If-Match", latest.Tag!))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("GET", path, null)).Status);
    }

    [Theory]
    [InlineData("subscriptions/raced", Subscription)]
    [InlineData("thresholds/raced", Threshold)]
    [InlineData("regions/SE-BD/override", Override)]
    public async Task Of_many_who_create_or_replace_the_same_at_one_time_one_succeeds(string path, string body)
    {
        var created = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SendAsync("PUT", path, Named(i), ("If-None-Match", "*"))));
        var one = Assert.Single(created, static answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(7, created.Count(static answer => answer.Status == HttpStatusCode.PreconditionFailed));

        var replaced = await Task.WhenAll(Enumerable.Range(8, 8).Select(i => SendAsync("PUT", path, Named(i), ("If-Match", one.Tag!))));
        Assert.Single(replaced, static answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(7, replaced.Count(static answer => answer.Status == HttpStatusCode.PreconditionFailed));

        string Named(int i) => body.Replace("NAME", $"name {i}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_PUT_and_DELETE_is_described_with_its_preconditions()
    {
        var document = await _server.GetAsync("openapi/v1.json");
        var described = 0;
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in item!.AsObject())
            {
                // A session is its caller's own and has no representation that others could change.
                if (method is "put" or "delete" && path != "/api/v1/session")
                {
                    described++;
                    var names =
                        operation!["parameters"]!.AsArray().Select(static parameter => parameter!["name"]!.GetValue<string>()).ToList();

                    // What desks do to an alert is there whatever was there before, and is refused with the alert as it is.
                    Assert.True(
                        names.Contains("If-Match") && (path.StartsWith("/api/v1/alerts/", StringComparison.Ordinal)
                            ? operation["responses"]!["409"] is not null
                            : names.Contains("If-None-Match") && operation["responses"]!["412"] is not null),
                        $"{method} {path}");
                }
            }
        }

        Assert.True(described >= 6);
    }

    private async Task<(HttpStatusCode Status, string? Tag, string Body)> SendAsync(
        string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_server.Url, "api/v1/" + path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using var response = await _server.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            Assert.Equal("precondition-failed", JsonNode.Parse(text)!["type"]!.GetValue<string>());
        }

        return (response.StatusCode, response.Headers.ETag?.ToString(), text);
    }
}
