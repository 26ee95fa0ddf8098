using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Backtests;

/// <summary>What is known of a threshold before it is saved: its load, what chance raises, and by which clock.</summary>
public sealed class OddsTests
{
    private const string Preview = "api/v1/thresholds/towns/preview";
    private const string Threshold =
        """{"scope":{"regions":["IQ"],"depth":"leaf"},"measure":"towns","window":"PT2H","atLeast":2,"severity":"severe"}""";

    [Fact]
    public async Task A_preview_tells_what_a_desk_would_have_to_bear_and_what_chance_alone_raises()
    {
        await using var server = await ServerProcess.StartAsync();
        await LoadAsync(server);

        var answer = await server.SendAsync(HttpMethod.Post, Preview + "?clock=occurred", Threshold);

        Assert.Equal("occurred", Text(answer["clock"]));
        Assert.Equal(8.0 / 9, answer["recordedLateShare"]!.GetValue<double>(), 0.001);
        Assert.Equal(4, answer["new"]!.AsArray().Count);
        var perWeek = answer["perWeek"]!;
        Assert.Equal((1, 2), (perWeek["median"]!.GetValue<double>(), perWeek["p90"]!.GetValue<double>()));
        Assert.Equal(["IQ-AN 1 1", "IQ-BG 0 1"], perWeek["regions"]!.AsArray().Select(r => $"{r!["region"]} {r["median"]} {r["p90"]}"));
        Assert.Equal(
            ["IQ-AN 3 0.1", "IQ-BG 1 0.0333"], answer["share"]!.AsArray().Select(r => $"{r!["region"]} {r["days"]} {r["share"]}"));
        Assert.Equal(0, answer["reraised"]!.GetValue<int>());

        // Nine pairs of two towns in Anbar and one in Baghdad, each of which meets on one day in 30: a third of an alert in 30 days,
        // which is four a year.
        var chance = answer["byChance"]!;
        Assert.Equal(200, chance["permutations"]!.GetValue<int>());
        Assert.InRange(chance["perYear"]!.GetValue<double>(), 2.5, 5.5);
        Assert.True(chance["low"]!.GetValue<double>() <= chance["perYear"]!.GetValue<double>());
        Assert.True(chance["high"]!.GetValue<double>() >= chance["perYear"]!.GetValue<double>());
        var again = await server.SendAsync(HttpMethod.Post, Preview + "?clock=occurred", Threshold);
        Assert.Equal(chance.ToJsonString(), again["byChance"]!.ToJsonString());
    }

    [Fact]
    public async Task What_was_loaded_long_after_it_happened_counts_when_it_was_recorded_unless_asked_otherwise()
    {
        await using var server = await ServerProcess.StartAsync();
        await LoadAsync(server);

        var recorded = await BacktestAsync(server, null);
        var same = await BacktestAsync(server, "recorded");
        var occurred = await BacktestAsync(server, "occurred");

        Assert.Equal(recorded.ToJsonString(), same.ToJsonString());
        Assert.Equal(("recorded", 0), (Text(recorded["clock"]), recorded["alerts"]!.AsArray().Count));
        Assert.Equal(8.0 / 9, recorded["recordedLateShare"]!.GetValue<double>(), 0.001);
        Assert.Equal("occurred", Text(occurred["clock"]));

        // Baghdad was loaded after Anbar and happened in between: neither is late.
        Assert.Equal(["IQ-AN", "IQ-BG", "IQ-AN", "IQ-AN"], occurred["alerts"]!.AsArray().Select(a => Text(a!["region"]!["code"])));
        Assert.Equal((await BacktestAsync(server, "occurred")).ToJsonString(), occurred.ToJsonString());
        Assert.Null(occurred["odds"]);
    }

    [Fact]
    public async Task A_backtest_tells_the_load_of_each_threshold_when_asked_to()
    {
        await using var server = await ServerProcess.StartAsync();
        string[] towns = ["Ramadi", "Hit"];
        var start = new DateTimeOffset(2014, 1, 1, 9, 0, 0, TimeSpan.Zero);
        var reports = new[] { 0, 1, 10 }.SelectMany(
            day => towns.Select(town => Facts.Report($"{town}-{day}", "IQ-AN", town, start.AddDays(day))));

        var three = Threshold.Replace("\"atLeast\":2", "\"atLeast\":3", StringComparison.Ordinal);
        var request =
            $$"""
            {
              "thresholds": [{"id":"b",{{Threshold[1..]}}, {"id":"a",{{three[1..]}}],
              "reports": [{{string.Join(',', reports)}}], "from": "2014-01-01T00:00:00Z", "to": "2014-01-15T00:00:00Z"
            }
            """;

        var answer = await server.SendAsync(HttpMethod.Post, "api/v1/backtests?include=odds", request);

        Assert.Equal("a", Text(answer["odds"]![0]!["threshold"]));
        Assert.Empty(answer["odds"]![0]!["share"]!.AsArray());
        var odds = answer["odds"]![1]!;
        Assert.Equal(
            """{"median":1.5,"p90":2,"regions":[{"region":"IQ-AN","median":1.5,"p90":2}]}""", odds["perWeek"]!.ToJsonString());
        Assert.Equal("""[{"region":"IQ-AN","days":3,"share":0.2143}]""", odds["share"]!.ToJsonString());
        Assert.Equal(1, odds["reraised"]!.GetValue<int>());

        // Nine pairs of two towns, each of which meets on one day in 14; there are 26 times 14 days in a year.
        Assert.Equal(200, odds["byChance"]!["permutations"]!.GetValue<int>());
        Assert.InRange(odds["byChance"]!["perYear"]!.GetValue<double>(), 11, 19);
        var again = await server.SendAsync(HttpMethod.Post, "api/v1/backtests?include=odds", request);
        Assert.Equal(answer.ToJsonString(), again.ToJsonString());
        Assert.Null(answer["clock"]);
        Assert.Null(answer["levels"]);
    }

    [Fact]
    public async Task Fewer_permutations_are_run_where_more_would_cost_too_much()
    {
        await using var server = await ServerProcess.StartAsync(("Alerting__Backtests__MaxCost", "12000"));
        await LoadAsync(server);

        var answer = await server.SendAsync(HttpMethod.Post, Preview + "?clock=occurred", Threshold);

        Assert.InRange(answer["byChance"]!["permutations"]!.GetValue<int>(), 1, 50);
    }

    [Fact]
    public async Task A_clock_that_does_not_apply_is_refused_by_its_path()
    {
        await using var server = await ServerProcess.StartAsync();
        foreach (var members in new[]
        {
            "\"reports\":[],\"clock\":\"occurred\"",
            "\"regions\":[\"IQ\"],\"clock\":\"now\"",
        })
        {
            var fault = await server.SendAsync(
                HttpMethod.Post, "api/v1/backtests", $"{{\"thresholdIds\":[\"surge\"],{members}}}",
                expected: HttpStatusCode.UnprocessableEntity);
            Assert.Equal((members, "$.clock"), (members, Text(fault["path"])));
        }

        var ofPreview = await server.SendAsync(
            HttpMethod.Post, Preview + "?clock=now", Threshold, expected: HttpStatusCode.UnprocessableEntity);
        Assert.Equal("clock", Text(ofPreview["path"]));
    }

    /// <summary>Two towns together in Anbar 24, 17 and 10 days ago and in Baghdad 20 days ago, loaded now, and one report of now.</summary>
    private static async Task LoadAsync(ServerProcess server)
    {
        var now = TimeProvider.System.GetUtcNow();

        // Far from both ends of the days of a period, wherever in the day the test runs.
        List<string> reports = [Facts.Report("now", "IQ-BG", "Taji", now.AddMinutes(-1))];
        foreach (var (region, day) in new[] { ("IQ-AN", 24), ("IQ-AN", 17), ("IQ-AN", 10), ("IQ-BG", 20) })
        {
            reports.AddRange(new[] { "Ramadi", "Hit" }.Select((town, i) =>
                Facts.Report(
                    string.Create(CultureInfo.InvariantCulture, $"{region}-{day}-{town}"), region, town,
                    now.AddDays(-day).AddHours(10).AddMinutes(20 * i))));
        }

        foreach (var report in reports.Skip(1).Concat(reports.Take(1)))
        {
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", report);
        }
    }

    private static Task<JsonNode> BacktestAsync(ServerProcess server, string? clock) => server.SendAsync(
        HttpMethod.Post, "api/v1/backtests",
        $$"""{"thresholds":[{"id":"draft",{{Threshold[1..]}}],"regions":["IQ"]{{(clock is null ? "" : $",\"clock\":\"{clock}\"")}}}""");

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
