using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>
/// A source that falls silent is told of at its instant, also where the process is killed meanwhile, and not for an outage.
/// </summary>
public sealed class QuietTests
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_silence_that_lasts_long_enough_while_it_is_down_for_a_moment_is_raised_at_its_exact_instant()
    {
        await using var server = await ServerProcess.StartAsync();
        var last = await SilentSourceAsync(server, "PT4S");
        await server.KillAsync();
        await Wait.UntilAsync(Now.AddSeconds(4.5));
        await server.RestartAsync();

        // Nobody asks the region: the wake index does.
        await server.Until(async () => await AlertAsync(server) is not null, "the silence is raised without a request to its region");
        var alert = (await AlertAsync(server))!;
        var source = alert["quietSources"]![0]!;
        Assert.Equal(("sensor-1", 1), (source["source"]!.GetValue<string>(), alert["quietSourcesCount"]!.GetValue<int>()));
        Assert.Equal(Instant(source["lastReportAt"]!).AddSeconds(4), Instant(alert["raisedAt"]!));
        Assert.InRange(Instant(source["lastReportAt"]!), last, last.AddSeconds(30));

        var region = await server.GetAsync("api/v1/regions/IQ-AN");
        Assert.Equal("sensor-1", region["quietSources"]![0]!["source"]!.GetValue<string>());
        Assert.Equal("substantial", region["level"]!.GetValue<string>());

        // A word from it is enough.
        await ReportAsync(server, "late");
        await server.Until(
            async () => (await AlertAsync(server))!["status"]!.GetValue<string>() == "cleared", "the alert is cleared");
        Assert.Empty((await server.GetAsync("api/v1/regions/IQ-AN"))["quietSources"]!.AsArray());
    }

    [Fact]
    public async Task An_outage_is_no_silence_of_its_sources_live_and_in_a_backtest()
    {
        await using var server = await ServerProcess.StartAsync(
            ("Alerting__Outages__BeatEvery", "00:00:01"), ("Alerting__Outages__After", "00:00:03"));
        await SilentSourceAsync(server, "PT8S");
        await server.KillAsync();
        await Wait.UntilAsync(Now.AddSeconds(9));
        var down = Now;
        await server.RestartAsync();

        await server.Until(async () => await AlertAsync(server) is not null, "the silence is raised in the end");
        var alert = (await AlertAsync(server))!;
        var since = Instant(alert["quietSources"]![0]!["silentSince"]!);
        Assert.True(since >= down, $"The silence counts from {since:O}, and it was down until {down:O}.");
        Assert.Equal(since.AddSeconds(8), Instant(alert["raisedAt"]!));

        // A later start does not begin the silence anew: the process was hardly gone.
        await server.KillAsync();
        await server.RestartAsync();
        Assert.Equal("open", (await AlertAsync(server))!["status"]!.GetValue<string>());

        var backtest = await server.SendAsync(
            HttpMethod.Post, "api/v1/backtests",
            new JsonObject
            {
                ["thresholdIds"] = new JsonArray("silence"),
                ["regions"] = new JsonArray("IQ-AN"),
                ["to"] = Now.ToString("O", CultureInfo.InvariantCulture),
            }.ToJsonString());
        Assert.Equal(alert["raisedAt"]!.ToJsonString(), Assert.Single(backtest["alerts"]!.AsArray())!["raisedAt"]!.ToJsonString());
    }

    /// <summary>Puts the threshold and two reports; returns an instant before the last of them.</summary>
    private static async Task<DateTimeOffset> SilentSourceAsync(ServerProcess server, string window)
    {
        await server.SendAsync(
            HttpMethod.Put, "api/v1/thresholds/silence",
            new JsonObject
            {
                ["scope"] = new JsonObject { ["regions"] = new JsonArray("IQ-AN"), ["depth"] = "leaf" },
                ["measure"] = "quiet",
                ["window"] = window,
                ["baseline"] = "P1D",
                ["minReports"] = 2,
                ["atLeast"] = 1,
                ["clearAfter"] = "PT0S",
                ["severity"] = "warning",
            }.ToJsonString());
        await ReportAsync(server, "first");
        var before = Now.AddSeconds(-1);
        await ReportAsync(server, "second");
        return before;
    }

    private static Task<JsonNode> ReportAsync(ServerProcess server, string id)
    {
        var report = JsonNode.Parse(Facts.Report(id, "IQ-AN", "Ramadi", Now))!;
        report["source"] = "sensor-1";
        return server.SendAsync(HttpMethod.Post, "api/v1/reports", report.ToJsonString());
    }

    private static async Task<JsonNode?> AlertAsync(ServerProcess server) =>
        (await server.GetAsync("api/v1/alerts"))["items"]!.AsArray()
            .FirstOrDefault(a => a!["threshold"]!["id"]!.GetValue<string>() == "silence");

    private static DateTimeOffset Instant(JsonNode node) => DateTimeOffset.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);
}
