using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Backtests;

public sealed class BacktestLimitTests
{
    private const string Path = "api/v1/backtests";
    private const string Empty = "{\"thresholdIds\":[\"surge\"],\"reports\":[]}";

    [Fact]
    public async Task Only_so_many_run_at_a_time_and_one_whose_client_goes_makes_room()
    {
        // Alone, the run would take longer than the test waits.
        await using var server = await ServerProcess.StartAsync(
            ("Alerting__Backtests__MaxConcurrent", "1"), (
                "Alerting__Backtests__MaxCost", "1000000000000"), ("Alerting__Backtests__MaxDuration", "01:00:00"));
        using var leaving = new CancellationTokenSource();
        var held = HoldAsync(server, leaving.Token);
        var looks = 0;
        await server.Until(
            async () =>
            {
                if (held.IsCompleted)
                {
                    // It came while the one below had the place.
                    (held, looks) = (HoldAsync(server, leaving.Token), 0);
                }

                // Not at each look: asking takes the place, and on a busy machine it would have it most of the time.
                return ++looks % 10 == 0 && (await PostAsync(server)).Status == HttpStatusCode.TooManyRequests;
            },
            "another is refused");
        var (_, retryAfter, body) = await PostAsync(server);
        Assert.Equal("5", retryAfter);
        Assert.Contains("too-many-requests", body, StringComparison.Ordinal);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        await server.Until(async () => (await PostAsync(server)).Status == HttpStatusCode.OK, "a backtest is let in again");
    }

    [Fact]
    public async Task One_that_takes_too_long_is_ended_and_told_so()
    {
        await using var server = await ServerProcess.StartAsync(
            ("Alerting__Backtests__MaxConcurrent", "1"), (
                "Alerting__Backtests__MaxCost", "1000000000000"), ("Alerting__Backtests__MaxDuration", "00:00:01"));

        var fault = await server.SendAsync(HttpMethod.Post, Path, Costly(60_000), Facts.Ndjson, HttpStatusCode.UnprocessableEntity);

        Assert.Equal("took-too-long", fault["type"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(server)).Status);
    }

    [Fact]
    public async Task Lines_for_which_there_is_no_room_are_refused()
    {
        await using var server = await ServerProcess.StartAsync(("Alerting__Backtests__MaxSpooledBytes", "1048576"));

        var fault = await server.SendAsync(HttpMethod.Post, Path, Costly(20_000), Facts.Ndjson, HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal("body-too-large", fault["type"]!.GetValue<string>());
        Assert.Equal(100, (await server.SendAsync(HttpMethod.Post, Path, Costly(100), Facts.Ndjson))["reports"]!.GetValue<int>());
    }

    [Fact]
    public async Task Stored_reports_are_bounded_by_what_they_cost_too()
    {
        await using var server = await ServerProcess.StartAsync(("Alerting__Backtests__MaxCost", "10000"));
        var now = TimeProvider.System.GetUtcNow().AddHours(-2);
        var lines = Enumerable.Range(0, 3_000).Select(i => Facts.Report($"r{i}", "IQ-AN", $"Town {i % 5}", now.AddSeconds(i)));
        await server.SendAsync(HttpMethod.Post, "api/v1/reports", string.Join('\n', lines), Facts.Ndjson);

        var backtest = await server.SendAsync(
            HttpMethod.Post, Path, "{\"thresholdIds\":[\"surge\"],\"regions\":[\"IQ\"]}", expected: HttpStatusCode.UnprocessableEntity);
        var preview = await server.SendAsync(
            HttpMethod.Post, "api/v1/thresholds/draft/preview", Threshold("draft"), expected: HttpStatusCode.UnprocessableEntity);

        Assert.All([backtest, preview], fault => Assert.Equal("too-costly", fault["type"]!.GetValue<string>()));
    }

    private static async Task HoldAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        using var content = new StringContent(Costly(60_000), Encoding.UTF8, Facts.Ndjson);
        using var response = await server.Client.PostAsync(new Uri(server.Url, Path), content, cancellationToken);
    }

    /// <summary>An alert that is open all the time over a window that holds everything: each report looks at all before it.</summary>
    private static string Costly(int reports)
    {
        var start = new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var lines = new StringBuilder($"{{\"thresholds\":[{Threshold("all")}]}}\n");
        for (var i = 0; i < reports; i++)
        {
            lines.Append(
                CultureInfo.InvariantCulture,
                $"{{\"reportId\":\"r{i}\",\"source\":\"w\",\"region\":\"IQ-AN\",\"kind\":\"riot\",\"occurredAt\":\"{start.AddMinutes(i):yyyy-MM-dd'T'HH:mm:ss'Z'}\"}}\n");
        }

        return lines.ToString();
    }

    private static string Threshold(string id) => new JsonObject
    {
        ["id"] = id,
        ["scope"] = new JsonObject { ["regions"] = new JsonArray("*"), ["depth"] = "leaf" },
        ["measure"] = "incidents",
        ["window"] = "P60D",
        ["atLeast"] = 1,
        ["severity"] = "notice",
    }.ToJsonString();

    private static async Task<(HttpStatusCode Status, string? RetryAfter, string Body)> PostAsync(ServerProcess server)
    {
        using var content = new StringContent(Empty, Encoding.UTF8, "application/json");
        using var response = await server.Client.PostAsync(new Uri(server.Url, Path), content);
        return (response.StatusCode, response.Headers.RetryAfter?.ToString(), await response.Content.ReadAsStringAsync());
    }
}
