using System.Net;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>One server for all: none of these may harm it.</summary>
public sealed class BadInputTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly ServerProcess _server = shared.Process;

    [Fact]
    public async Task Bad_input_is_told_clearly_and_harms_no_neighbour()
    {
        var good = Facts.Report("good", "IQ-AN", "Ramadi", TimeProvider.System.GetUtcNow());
        var typo = good.Replace("\"killed\"", "\"kiled\"", StringComparison.Ordinal);

        var malformed = await PostAsync("[{]", "application/json", HttpStatusCode.BadRequest);
        Assert.Equal("malformed-json", malformed["type"]!.GetValue<string>());
        Assert.Contains("line 1", malformed["detail"]!.GetValue<string>(), StringComparison.Ordinal);

        var unknown = await PostAsync(typo, "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("killed", unknown["detail"]!.GetValue<string>(), StringComparison.Ordinal);

        var kind = await PostAsync(
            good.Replace("armed-assault", "armed-asault", StringComparison.Ordinal), "application/json",
            HttpStatusCode.UnprocessableEntity);
        Assert.Contains("armed-assault", kind["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("$.kind", kind["path"]!.GetValue<string>());

        await PostAsync(new string(' ', 9 << 20), "application/json", HttpStatusCode.RequestEntityTooLarge);

        var mixed = await PostAsync($"[{typo},{good}]", "application/json", HttpStatusCode.OK);
        Assert.Equal((1, 1), (mixed["accepted"]!.GetValue<int>(), mixed["rejected"]!.GetValue<int>()));

        var lines = await PostAsync($"{{\n{new string('x', 70_000)}\n{good}\n", Facts.Ndjson, HttpStatusCode.OK);
        Assert.Equal(["rejected", "rejected", "duplicate"], lines["results"]!.AsArray().Select(r => r!["outcome"]!.GetValue<string>()));
        Assert.Equal("line-too-long", lines["results"]![1]!["error"]!["type"]!.GetValue<string>());

        var conflict = await PostAsync(
            good.Replace("Ramadi", "Hit", StringComparison.Ordinal), "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.Equal("revision-conflict", conflict["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_array_of_too_many_elements_is_refused_as_a_whole()
    {
        var fault = await PostAsync(
            $"[{string.Join(',', Enumerable.Repeat("0", 4_000_000))}]", "application/json", HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("body-too-large", fault["type"]!.GetValue<string>());
        Assert.Contains("100,000", fault["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_is_no_text_is_malformed_whether_it_comes_alone_or_among_others()
    {
        var good = Facts.Report("whole", "IQ-AN", "Ramadi", TimeProvider.System.GetUtcNow());
        var half = good.Replace("wire-a", "a\\ud800", StringComparison.Ordinal);
        var fault = await PostAsync(half, "application/json", HttpStatusCode.BadRequest);
        Assert.Equal("malformed-json", fault["type"]!.GetValue<string>());

        var mixed = await PostAsync($"[{half},{good}]", "application/json", HttpStatusCode.OK);
        Assert.Equal(1, mixed["accepted"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("thresholds/x")]
    [InlineData("subscriptions/x")]
    [InlineData("regions/FR/override")]
    public async Task A_long_name_of_an_unknown_field_is_told_without_half_a_character(string path)
    {
        var name = new string('a', 63) + "\U0001F600b";
        var fault =
            await _server.SendAsync(HttpMethod.Put, "api/v1/" + path, $$"""{"{{name}}":1}""", expected: HttpStatusCode.UnprocessableEntity);
        Assert.Equal("unknown-field", fault["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_a_key_nothing_is_told()
    {
        using var client = new HttpClient();
        foreach (var path in new[] { "regions", "alerts", "thresholds", "subscriptions", "kinds", "alerts/stream", "regions/stream" })
        {
            using var response = await client.GetAsync(new Uri(_server.Url, "api/v1/" + path));
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://10.0.0.8/hook")]
    [InlineData("http://[::ffff:10.0.0.8]/hook")]
    public async Task Webhooks_into_private_networks_are_refused(string url)
    {
        var body = $$$"""{"channel":{"type":"webhook","url":"{{{url}}}","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}""";
        var fault =
            await _server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/inside", body, expected: HttpStatusCode.UnprocessableEntity);
        Assert.Equal("$.channel.url", fault["path"]!.GetValue<string>());
    }

    private Task<System.Text.Json.Nodes.JsonNode> PostAsync(string body, string type, HttpStatusCode expected) =>
        _server.SendAsync(HttpMethod.Post, "api/v1/reports", body, type, expected);
}
