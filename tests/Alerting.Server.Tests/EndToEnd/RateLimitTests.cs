using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>One subject has so many requests and reports a second, counted apart.</summary>
public sealed class RateLimitTests
{
    private const int Limit = 4;

    [Fact]
    public async Task Requests_beyond_the_limit_are_told_to_wait_and_reports_are_not_among_them()
    {
        await using var server = await ServerProcess.StartAsync(("Alerting__RateLimits__RequestsPerSecond", $"{Limit}"));
        var answers = await FloodAsync(server, () => new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "api/v1/kinds")));
        AssertHeldBack(answers);

        // Reports are counted by their own limit, which is off, and who shows no key has none.
        Assert.All(await FloodAsync(server, () => Report(server)), static answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var health = await FloodAsync(server, () => new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "healthz/live")));
        Assert.All(health, static answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task Reports_beyond_the_limit_are_told_to_wait_and_a_stream_is_slowed_down_and_loses_none()
    {
        await using var server = await ServerProcess.StartAsync(("Alerting__RateLimits__ReportsPerSecond", $"{Limit}"));
        AssertHeldBack(await FloodAsync(server, () => Report(server)));
        var kinds = await FloodAsync(server, () => new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "api/v1/kinds")));
        Assert.All(kinds, static answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));

        var started = TimeProvider.System.GetTimestamp();
        var lines = string.Concat(Enumerable.Range(0, 3 * Limit).Select(i => Line($"line-{i}") + "\n"));
        var answer = await RepeatAsync(server, "application/x-ndjson", lines);
        Assert.Equal(3 * Limit, answer["accepted"]!.GetValue<int>());
        var items = string.Join(',', Enumerable.Range(0, 3 * Limit).Select(i => Line($"item-{i}")));
        var array = await RepeatAsync(server, "application/json", $"[{items}]");
        Assert.Equal(3 * Limit, array["accepted"]!.GetValue<int>());

        // A bucket may have been full before either.
        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(3), "the reports were not held back");
    }

    /// <summary>Posts until the subject may begin.</summary>
    private static async Task<JsonNode> RepeatAsync(ServerProcess server, string type, string body)
    {
        JsonNode? answer = null;
        await server.Until(
            async () =>
            {
                using var content = new StringContent(body, Encoding.UTF8, type);
                using var response = await server.Client.PostAsync(new Uri(server.Url, "api/v1/reports"), content);
                var text = await response.Content.ReadAsStringAsync();
                answer = response.IsSuccessStatusCode ? JsonNode.Parse(text) : null;
                return answer is not null;
            },
            $"{type} is taken");
        return answer!;
    }

    private static async Task<List<HttpResponseMessage>> FloodAsync(ServerProcess server, Func<HttpRequestMessage> request) =>
        [.. await Task.WhenAll(Enumerable.Range(0, 10 * Limit).Select(_ => server.Client.SendAsync(request())))];

    private static void AssertHeldBack(List<HttpResponseMessage> answers)
    {
        Assert.Contains(answers, static answer => answer.StatusCode == HttpStatusCode.OK);
        var refused = answers.FindAll(static answer => answer.StatusCode != HttpStatusCode.OK);
        Assert.NotEmpty(refused);
        Assert.All(refused, static answer =>
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        });
    }

    private static HttpRequestMessage Report(ServerProcess server) => new(HttpMethod.Post, new Uri(server.Url, "api/v1/reports"))
    {
        Content = new StringContent(Line(Guid.NewGuid().ToString()), Encoding.UTF8, "application/json"),
    };

    private static string Line(string id) => new JsonObject
    {
        ["reportId"] = id,
        ["source"] = "wire",
        ["region"] = "IQ-AN",
        ["kind"] = "ied",
        ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
    }.ToJsonString();
}
