using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Reports that state where something happened, and not in which region.</summary>
public sealed class LocatedReportTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly (double Lat, double Lon) s_ramadi = (33.4206, 43.3078);
    private static readonly (double Lat, double Lon) s_fallujah = (33.3500, 43.7800);
    private static readonly (double Lat, double Lon) s_baghdad = (33.3152, 44.3661);

    [Fact]
    public async Task A_report_keeps_the_region_first_found_also_after_a_kill()
    {
        await using var server = await ServerProcess.StartAsync();
        Assert.Equal("accepted", await OutcomeAsync(server, Report("r", s_ramadi)));
        Assert.Equal("IQ-AN", (await server.GetAsync("api/v1/reports/wire-a/r"))["region"]!.GetValue<string>());
        Assert.Equal("duplicate", await OutcomeAsync(server, Report("r", s_ramadi)));
        for (var run = 0; run < 2; run++)
        {
            var revision = run + 2;
            var moved = await ErrorAsync(server, Report("r", s_baghdad, revision));
            Assert.Equal(("region-moved", "$.location"), (Text(moved["type"]), Text(moved["path"])));
            Assert.Contains("IQ-BG", Text(moved["detail"]), StringComparison.Ordinal);
            Assert.Equal("accepted", await OutcomeAsync(server, Report("r", s_fallujah, revision)));
            await server.KillAsync();
            await server.RestartAsync();
        }

        // Another report of the same place and source is another one, and one that states its region is not concerned.
        Assert.Equal("accepted", await OutcomeAsync(server, Report("other", s_baghdad)));
        Assert.Equal("accepted", await OutcomeAsync(server, Report("r", s_baghdad, region: "IQ-BG")));

        // A correction and a withdrawal may leave out both.
        Assert.Equal("accepted", await OutcomeAsync(server, Report("r", null, 7)));
        Assert.Equal("accepted", await OutcomeAsync(server, """{"reportId":"r","source":"wire-a","revision":8,"retracted":true}"""));
        await server.Until(
            async () => (await server.GetAsync("api/v1/reports/wire-a/r?region=IQ-AN"))["retracted"]!.GetValue<bool>(), "it is withdrawn");
    }

    [Fact]
    public async Task What_leads_to_no_region_is_refused_and_says_why()
    {
        var server = shared.Process;
        var sea = await ErrorAsync(server, Report("sea", (0, 0)));
        Assert.Equal(("unknown-region", "$.location"), (Text(sea["type"]), Text(sea["path"])));
        Assert.Contains("no region", Text(sea["detail"]), StringComparison.Ordinal);
        var nowhere = await ErrorAsync(server, Report("nowhere", null));
        Assert.Equal(("missing-field", "$.region"), (Text(nowhere["type"]), Text(nowhere["path"])));
        var retracted = await ErrorAsync(server, """{"reportId":"unknown","source":"wire-a","retracted":true}""");
        Assert.Equal("missing-field", Text(retracted["type"]));
    }

    [Fact]
    public async Task Limits_hold_for_the_region_that_is_found()
    {
        var server = shared.Process;
        var (_, key) = await server.KeyAsync("reporter", "IQ-AN");
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(key, HttpMethod.Post, "api/v1/reports", Report("in", s_ramadi))).Status);
        var (status, problem) = await server.AskAsync(key, HttpMethod.Post, "api/v1/reports", Report("out", s_baghdad));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (status, Text(problem["type"])));

        // What was refused is not remembered.
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(key, HttpMethod.Post, "api/v1/reports", Report("out", s_ramadi))).Status);

        // Nor is told where a report is that was found outside.
        Assert.Equal("accepted", await OutcomeAsync(server, Report("foreign", s_baghdad)));
        (status, problem) = await server.AskAsync(key, HttpMethod.Post, "api/v1/reports", Report("foreign", null, 2));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (status, Text(problem["type"])));
        Assert.DoesNotContain("IQ-BG", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_mixes_reports_with_and_without_region_and_answers_in_order()
    {
        var server = shared.Process;
        List<string> lines = [];
        for (var i = 0; i < 300; i++)
        {
            lines.Add(Report($"a{i}", s_ramadi));
            lines.Add(Report($"b{i}", s_baghdad, region: "IQ-BG"));
            lines.Add(Report($"a{i}", i % 2 == 0 ? s_fallujah : s_baghdad, 2));
        }

        var (status, body) = await server.AskAsync(server.Key, HttpMethod.Post, "api/v1/reports", string.Join('\n', lines), Facts.Ndjson);
        Assert.Equal(HttpStatusCode.OK, status);
        var results = body["results"]!.AsArray();
        Assert.Equal(Enumerable.Range(0, 900), results.Select(static r => r!["index"]!.GetValue<int>()));
        Assert.Equal((750, 0, 150), (Count(body, "accepted"), Count(body, "duplicates"), Count(body, "rejected")));
        Assert.All(
            results.Where(static r => Text(r!["outcome"]) == "rejected"),
            static r => Assert.Equal("region-moved", Text(r!["error"]!["type"])));
    }

    [Fact]
    public async Task Of_two_first_reports_at_once_one_decides()
    {
        var server = shared.Process;
        for (var i = 0; i < 20; i++)
        {
            var answers = await Task.WhenAll(
                server.AskAsync(server.Key, HttpMethod.Post, "api/v1/reports", Report($"r{i}", s_ramadi)),
                server.AskAsync(server.Key, HttpMethod.Post, "api/v1/reports", Report($"r{i}", s_baghdad)));
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], answers.Select(static a => a.Status).Order());
        }
    }

    [Fact]
    public async Task A_location_far_outside_of_the_stated_region_is_taken_and_marked()
    {
        await using var server = await ServerProcess.StartAsync();
        Assert.Equal("accepted", await OutcomeAsync(server, Report("far", s_baghdad, region: "IQ-BA")));
        Assert.Equal("accepted", await OutcomeAsync(server, Report("near", s_baghdad, region: "IQ-AN")));
        Assert.Equal("accepted", await OutcomeAsync(server, Report("in", s_baghdad, region: "IQ-BG")));
        for (var run = 0; run < 2; run++)
        {
            Assert.True(await DoubtAsync(server, "IQ-BA", "far"));
            Assert.False(await DoubtAsync(server, "IQ-AN", "near"));
            Assert.False(await DoubtAsync(server, "IQ-BG", "in"));
            await server.Until(
                async () => (await server.GetAsync("api/v1/regions/IQ/incidents"))["items"]!.AsArray()
                    .Count(static i => i!["locationDoubt"]!.GetValue<bool>()) == 1,
                "the country shows the doubt");
            await server.KillAsync();
            await server.RestartAsync();
        }

        // A correction takes it away.
        Assert.Equal("accepted", await OutcomeAsync(server, Report("far", (30.5, 47.8), 2, region: "IQ-BA")));
        Assert.False(await DoubtAsync(server, "IQ-BA", "far"));
    }

    [Fact]
    public async Task A_backtest_finds_regions_as_the_intake_does()
    {
        var server = shared.Process;
        List<string> reports = [];
        foreach (var (town, i) in new[] { s_ramadi, s_fallujah, (33.4000, 43.9000) }.Select(static (town, i) => (town, i)))
        {
            reports.Add(Report($"r{i}", town, town: $"Town {i}"));
        }

        reports.Add(Report("r0", s_baghdad, 2));
        var body = $$"""{"thresholdIds":["simultaneous-assaults"],"reports":[{{string.Join(',', reports)}}]}""";
        var answer = await server.SendAsync(HttpMethod.Post, "api/v1/backtests", body, expected: HttpStatusCode.OK);
        Assert.Equal("IQ-AN", Text(Assert.Single(answer["alerts"]!.AsArray())!["region"]!["code"]));
        Assert.Equal("region-moved", Text(Assert.Single(answer["rejected"]!.AsArray())!["error"]!["type"]));
    }

    private static int Count(JsonNode answer, string what) => answer[what]!.GetValue<int>();

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private static async Task<bool> DoubtAsync(ServerProcess server, string region, string report)
    {
        var incidents = (await server.GetAsync($"api/v1/regions/{region}/incidents"))["items"]!.AsArray();
        var incident = incidents.Single(i => Text(i!["incidentId"]) == $"wire-a:{report}")!;
        var doubt = incident["locationDoubt"]!.GetValue<bool>();
        Assert.Equal(doubt, Assert.Single(incident["reports"]!.AsArray())!["locationDoubt"]!.GetValue<bool>());
        return doubt;
    }

    private static async Task<string?> OutcomeAsync(ServerProcess server, string report) =>
        Text((await server.SendAsync(HttpMethod.Post, "api/v1/reports", report, expected: HttpStatusCode.OK))["results"]![0]!["outcome"]);

    private static async Task<JsonNode> ErrorAsync(ServerProcess server, string report) =>
        await server.SendAsync(HttpMethod.Post, "api/v1/reports", report, expected: HttpStatusCode.UnprocessableEntity);

    private static string Report(
        string id, (double Lat, double Lon)? location, int revision = 1, string? region = null, string? town = null) => new JsonObject
        {
            ["reportId"] = id,
            ["source"] = "wire-a",
            ["revision"] = revision,
            ["region"] = region,
            ["town"] = town,
            ["kind"] = "armed-assault",
            ["occurredAt"] =
            TimeProvider.System.GetUtcNow().Date.AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["location"] = location is var (lat, lon) ? new JsonObject { ["lat"] = lat, ["lon"] = lon } : null,
        }.ToJsonString();
}
