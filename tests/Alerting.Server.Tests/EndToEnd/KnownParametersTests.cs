using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>No route passes over what it does not know.</summary>
public sealed class KnownParametersTests(SharedServer server) : IClassFixture<SharedServer>
{
    private readonly ServerProcess _server = server.Process;

    [Fact]
    public async Task Every_route_of_the_api_refuses_a_query_parameter_that_it_does_not_know_and_takes_those_it_describes()
    {
        var routes = await RoutesAsync();
        Assert.True(routes.Count > 20, $"{routes.Count} routes");
        foreach (var (method, path, operation) in routes)
        {
            var (status, problem) = await SendAsync(method, path + "?nonsenseOfATest=1");
            Assert.True(status == HttpStatusCode.UnprocessableEntity, $"{method} {path} answered {status}");
            Assert.Equal(
                ("unknown-parameter", "nonsenseOfATest"), (problem["type"]!.GetValue<string>(), problem["path"]!.GetValue<string>()));

            var described = operation["parameters"]?.AsArray()
                .Where(p => p!["in"]!.GetValue<string>() == "query")
                .Select(p => p!["name"]!.GetValue<string>())
                ?? [];
            foreach (var name in described)
            {
                // Only that it is known counts here; a stream would not end.
                var asked = path.EndsWith("/stream", StringComparison.Ordinal) ? $"{path}?{name}=&nonsenseOfATest=1" : $"{path}?{name}=-";
                var (_, answer) = await SendAsync(method, asked);
                Assert.DoesNotContain(
                    $"'{name}'",
                    answer["type"]?.GetValue<string>() == "unknown-parameter" ? answer["detail"]!.GetValue<string>() : "",
                    StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("PUT", "thresholds/x?dryRun=true", "dryRun", "there are none here")]
    [InlineData("GET", "alerts?acknowledged=false", "acknowledged", "known are after, limit, minSeverity, region, status")]
    [InlineData("GET", "alerts/stream?regions=IQ-DI", "regions", "did you mean 'region'?")]
    [InlineData("POST", "subscriptions/desk/replay?sequence=1", "sequence", "known are from, fromSeq, seq")]
    [InlineData("POST", "reports?dryRun=true", "dryRun", "there are none here")]
    [InlineData("GET", "regions?minlvel=severe", "minlvel", "did you mean 'minLevel'?")]
    public async Task What_was_meant_is_said(string method, string path, string name, string hint)
    {
        var (status, problem) = await SendAsync(method, "api/v1/" + path);
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "unknown-parameter", name),
            (status, problem["type"]!.GetValue<string>(), problem["path"]!.GetValue<string>()));
        Assert.Contains(hint, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_known_in_whatever_case_and_what_is_known_still_works()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", "api/v1/kinds?LIMIT=1")).Status);
        Assert.Equal(
            HttpStatusCode.OK,
            (await SendAsync("GET", "api/v1/alerts?status=open&region=IQ&minSeverity=notice&after=0&limit=1")).Status);
    }

    [Theory]
    [InlineData("""{"reason":"noise"}""", "unknown-field", "$.reason")]
    [InlineData("[1]", "invalid-field", "$")]
    [InlineData("{", "malformed-json", null)]
    public async Task A_body_with_members_is_refused_where_none_is_read(string body, string type, string? path)
    {
        foreach (var (method, address) in new[] { ("DELETE", "api/v1/thresholds/surge"), ("POST", "api/v1/subscriptions/desk/test"), ("POST", "api/v1/subscriptions/desk/replay") })
        {
            var (_, problem) = await SendAsync(method, address, body);
            Assert.Equal(
                (type, path),
                (problem["type"]!.GetValue<string>(), type == "malformed-json" ? null : problem["path"]!.GetValue<string>()));
        }

        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", "api/v1/thresholds/surge")).Status);
    }

    [Fact]
    public async Task An_empty_body_or_object_says_nothing_that_could_be_passed_over()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("POST", "api/v1/subscriptions/desk/test", "{}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("DELETE", "api/v1/thresholds/level-severe", " ")).Status);
    }

    /// <summary>
    /// All routes of the API of the running server, as it describes itself, with something for each parameter of the path.
    /// </summary>
    private async Task<List<(string Method, string Path, JsonNode Operation)>> RoutesAsync()
    {
        var routes = new List<(string, string, JsonNode)>();
        foreach (var (path, methods) in (await _server.GetAsync("openapi/v1.json"))["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject().Where(_ => path.StartsWith("/api/", StringComparison.Ordinal)))
            {
                var address = path.TrimStart('/').Replace("{code}", "IQ", StringComparison.Ordinal)
                    .Replace("{n}", "1", StringComparison.Ordinal);
                foreach (var name in new[] { "{id}", "{incidentId}", "{source}", "{reportId}" })
                {
                    address = address.Replace(name, "x", StringComparison.Ordinal);
                }

                Assert.DoesNotContain("{", address, StringComparison.Ordinal);
                routes.Add((method.ToUpperInvariant(), address, operation!));
            }
        }

        return routes;
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_server.Url, path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _server.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, JsonNode.Parse(text.StartsWith('{') ? text : "{}")!);
    }
}
