using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Backtests;

/// <summary>Backtests and previews of what a server has stored.</summary>
public sealed class StoredHistoryTests
{
    private const string Threshold =
        "{\"scope\":{\"regions\":[\"IQ\"],\"depth\":\"leaf\"},\"measure\":\"towns\",\"window\":\"PT2H\",\"atLeast\":3,\"severit"
        + "y\":\"severe\"}";

    [Fact]
    public async Task Stored_history_leads_to_the_alerts_that_were_raised_live()
    {
        await using var server = await ServerProcess.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (region, town) in new[] { ("IQ-AN", "Ramadi"), ("IQ-AN", "Hit"), ("IQ-BG", "Baghdad"), ("IQ-AN", "Fallujah"), ("IQ-DI", "Mandali"), ("IQ-NI", "Mosul"), ("SY-DY", "Mayadin") })
        {
            await server.SendAsync(
                HttpMethod.Post, "api/v1/reports", Facts.Report("r-" + town, region, town, now.AddMinutes(-20), killed: 3));
        }

        await server.Until(async () => (await server.GetAsync("api/v1/alerts"))["items"]!.AsArray().Count == 2, "both alerts are raised");
        var live = await server.GetAsync("api/v1/alerts");

        var request = "{\"thresholdIds\":[\"simultaneous-assaults\",\"mass-casualty\",\"several-regions\",\"surge\",\"level-sev"
            + "ere\"],\"regions\":[\"*\"],\"to\":\"" + Instants.Format(now.AddMinutes(1)) + "\"}";
        var backtest = await PostAsync(server, request);

        Assert.Equal(7, backtest["reports"]!.GetValue<int>());
        Assert.Equal(Describe(live["items"]!.AsArray()), Describe(backtest["alerts"]!.AsArray()));
        Assert.Empty(backtest["recomputed"]!.AsArray());
        var part = await PostAsync(server, request.Replace("[\"*\"]", "[\"IQ-BG\",\"SY\"]", StringComparison.Ordinal));
        Assert.Equal(2, part["reports"]!.GetValue<int>());
        Assert.Equal(["IQ"], part["recomputed"]!.AsArray().Select(static code => (string?)code));
        var asTheyOccurred = await PostAsync(server, request.Replace("{\"thr", "{\"clock\":\"occurred\",\"thr", StringComparison.Ordinal));
        Assert.Null(asTheyOccurred["recomputed"]);
        var later = await PostAsync(
            server,
            request.Replace("\"to\"", $"\"from\":\"{Instants.Format(now.AddSeconds(59))}\",\"to\"", StringComparison.Ordinal));
        Assert.Equal((0, 0), (later["reports"]!.GetValue<int>(), later["alerts"]!.AsArray().Count));
    }

    [Fact]
    public async Task Stored_history_leads_to_each_live_revision_though_the_server_was_killed()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/at-once", Killed(3, "leaf", "PT0S"));
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/above", Killed(9, "root", "PT1H"));
        var number = 0;
        for (var life = 0; life < 3; life++)
        {
            for (var request = 0; request < 8; request++)
            {
                // Three heights, a few reports of one region or two in each request, some of the same town.
                var lines = Enumerable.Range(0, 4).Select(i => Facts.Report(
                    $"r{number}", (number++ % 7) switch { < 3 => "IQ-AN", < 5 => "AZ-BAB", 5 => "AZ-NX", _ => "IQ-BG" }, $"Town {i % 3}",
                    TimeProvider.System.GetUtcNow().AddMinutes(-10 * i), $"wire-{request % 3}", killed: number % 5));
                await server.SendAsync(HttpMethod.Post, "api/v1/reports", string.Join('\n', lines), Facts.Ndjson);
            }

            await server.KillAsync();
            await server.RestartAsync();
        }

        List<string> live = [], replayed = [];
        await server.Until(
            async () =>
            {
                live = await LiveRevisionsAsync(server);
                var request = "{\"thresholdIds\":[\"at-once\",\"above\"],\"regions\":[\"*\"],\"to\":\""
                    + Instants.Format(TimeProvider.System.GetUtcNow()) + "\"}";
                replayed = RevisionsOf(await PostAsync(server, request));
                return live.SequenceEqual(replayed);
            },
            "each revision is that of the backtest");
        Assert.Contains(live, static r => r.StartsWith("AZ.above", StringComparison.Ordinal));
        Assert.Contains(live, static r => r.StartsWith("IQ.above", StringComparison.Ordinal));
        Assert.True(live.Count > 40, $"{live.Count} revisions tell little.");
    }

    [Fact]
    public async Task A_preview_tells_what_a_draft_would_change()
    {
        await using var server = await ServerProcess.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        string[] towns = ["Ramadi", "Hit", "Fallujah", "Karmah"];
        var reports = towns.Select((town, i) => Facts.Report("a-" + town, "IQ-AN", town, now.AddMinutes(-100 + (20 * i))))
            .Concat(towns.Take(2).Select(town => Facts.Report("b-" + town, "IQ-BG", town, now.AddMinutes(-50))));
        foreach (var report in reports)
        {
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", report);
        }

        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/towns", Threshold);

        var lower = await PreviewAsync(server, "towns", Threshold.Replace("\"atLeast\":3", "\"atLeast\":2", StringComparison.Ordinal));
        Assert.Equal((6, 1), (lower["reports"]!.GetValue<int>(), lower["inForceVersion"]!.GetValue<int>()));
        Assert.Empty(lower["recomputed"]!.AsArray());
        Assert.Equal("IQ-BG", Assert.Single(lower["new"]!.AsArray())!["region"]!.GetValue<string>());
        Assert.Empty(lower["gone"]!.AsArray());
        Assert.Contains("raisedAt", Assert.Single(lower["changed"]!.AsArray())!["differs"]!.AsArray().Select(d => d!.GetValue<string>()));
        Assert.Equal(["IQ-AN 1 1", "IQ-BG 0 1"], lower["totals"]!.AsArray().Select(t => $"{t!["region"]} {t["inForce"]} {t["draft"]}"));
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(now.UtcDateTime)}-W{ISOWeek.GetWeekOfYear(now.UtcDateTime):00}"),
            lower["totals"]![0]!["week"]!.GetValue<string>());

        var same = await PreviewAsync(server, "towns", Threshold);
        Assert.Equal(1, same["unchanged"]!.GetValue<int>());
        Assert.Empty(same["changed"]!.AsArray());

        var higher = await PreviewAsync(server, "towns", Threshold.Replace("\"atLeast\":3", "\"atLeast\":5", StringComparison.Ordinal));
        Assert.Equal("IQ-AN", Assert.Single(higher["gone"]!.AsArray())!["region"]!.GetValue<string>());

        var other = await PreviewAsync(server, "another", Threshold);
        Assert.Null(other["inForceVersion"]);
        Assert.Single(other["new"]!.AsArray());

        var fault =
            await server.SendAsync(HttpMethod.Post, "api/v1/thresholds/towns/preview", "{}", expected: HttpStatusCode.UnprocessableEntity);
        Assert.Equal("$.scope", fault["path"]!.GetValue<string>());
        await server.SendAsync(
            HttpMethod.Post, "api/v1/thresholds/towns/preview?days=0", Threshold, expected: HttpStatusCode.UnprocessableEntity);
        Assert.Equal(1, (await server.GetAsync("api/v1/thresholds/towns"))["version"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_preview_reads_all_of_a_long_history()
    {
        await using var server = await ServerProcess.StartAsync();
        var start = TimeProvider.System.GetUtcNow().AddDays(-25);
        var lines = Enumerable.Range(0, 10_000)
            .Select(i => Facts.Report($"r{i}", i % 2 == 0 ? "IQ-AN" : "IQ-BG", $"Town {i % 9}", start.AddMinutes(3 * i)));
        await server.SendAsync(HttpMethod.Post, "api/v1/reports", string.Join('\n', lines), Facts.Ndjson);
        var answer = await PreviewAsync(server, "towns", Threshold);
        Assert.Equal(10_000, answer["reports"]!.GetValue<int>());
    }

    private static List<string> Describe(JsonArray alerts) =>
    [
        .. alerts.Select(a => $"{a!["alertId"]} {a["status"]} {a["measure"]!["value"]} of {a["evidenceCount"]}"
            + $" since {a["raisedAt"]}, {a["updatedAt"]}").Order(StringComparer.Ordinal),
    ];

    private static string Killed(int atLeast, string depth, string clearAfter) =>
        $"{{\"scope\":{{\"regions\":[\"*\"],\"depth\":\"{depth}\"}},\"measure\":\"killed\",\"window\":\"PT1H\",\"atLeast\":{atLeast},"
        + $"\"clearAfter\":\"{clearAfter}\",\"updateEvery\":\"PT0S\",\"severity\":\"severe\"}}";

    private static async Task<List<string>> LiveRevisionsAsync(ServerProcess server)
    {
        var revisions = new List<string>();
        foreach (var alert in (await server.GetAsync("api/v1/alerts?limit=1000"))["items"]!.AsArray())
        {
            var id = (string)alert!["alertId"]!;
            if (id.Contains("at-once", StringComparison.Ordinal) || id.Contains("above", StringComparison.Ordinal))
            {
                revisions.AddRange((await server.GetAsync($"api/v1/alerts/{id}/revisions"))["items"]!.AsArray().Select(r =>
                    $"{id} {r!["revision"]} {r["change"]} {r["updatedAt"]} {r["measure"]!["value"]} {r["evidenceCount"]} {r["reason"]}"));
            }
        }

        return [.. revisions.Order(StringComparer.Ordinal)];
    }

    private static List<string> RevisionsOf(JsonNode backtest) =>
    [
        .. backtest["alerts"]!.AsArray().SelectMany(static a => a!["revisions"]!.AsArray().Select(r =>
            $"{a["alertId"]} {r!["revision"]} {r["change"]} {r["at"]} {r["value"]} {r["evidenceCount"]} {r["reason"]}"))
            .Order(StringComparer.Ordinal),
    ];

    private static Task<JsonNode> PostAsync(ServerProcess server, string request) =>
        server.SendAsync(HttpMethod.Post, "api/v1/backtests", request);

    private static Task<JsonNode> PreviewAsync(ServerProcess server, string id, string draft) =>
        server.SendAsync(HttpMethod.Post, $"api/v1/thresholds/{id}/preview", draft);
}
