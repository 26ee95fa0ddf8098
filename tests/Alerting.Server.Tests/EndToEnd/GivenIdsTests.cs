using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>
/// Every id that is given out is taken wherever one is asked for, the longest and the oddest too: incidents (in reports,
/// routes and cursors), alerts (in routes), what people choose (regions, thresholds, subscriptions) and report ids that
/// were made up for reports without one.
/// </summary>
public sealed class GivenIdsTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string[] s_odd =
    [
        "plain", "a/b", "a%2Fb", "a%252Fb", "a%b", "..", "../x", "a/../b", "a?b#c", " a b ", "a+b", "a&b=c;d", "a\\b", "a\"b'<c>",
        "~", ":", "a::b:2",
        "\u00fc\u0301", "\u0643\u0631\u0643\u0648\u0643 \u0661", "\U0001F600", "reports", "%",
    ];

    private readonly ServerProcess _server = shared.Process;

    public static TheoryData<string, string> Reports => [.. Odd()];

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task An_incident_is_found_by_the_id_that_it_was_given(string source, string reportId)
    {
        var id = await PostAsync(source, reportId, null);
        Assert.Equal($"{source}:{reportId}", id);
        Assert.Equal(id, await PostAsync("wire-b", "named " + id.GetHashCode(StringComparison.Ordinal), id));

        var page = await ReportsAsync(id);
        Assert.Equal(2, page["items"]!.AsArray().Count);
        Assert.Contains(
            page["items"]!.AsArray(),
            item => item!["source"]!.GetValue<string>() == source && item["reportId"]!.GetValue<string>() == reportId);

        // One by one, by cursors that hold source and report id.
        var first = await ReportsAsync(id, "?limit=1");
        var second = await ReportsAsync(id, "?limit=1&after=" + Uri.EscapeDataString(first["next"]!.GetValue<string>()));
        Assert.Null(second["next"]);
        Assert.Equal(
            page["items"]!.AsArray().Select(static item => item!.ToJsonString()),
            first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(static item => item!.ToJsonString()));
        await _server.SendAsync(HttpMethod.Get, Route(id + "x"), "", expected: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_list_of_incidents_goes_on_behind_any_of_them()
    {
        foreach (var name in s_odd)
        {
            await PostAsync("wire-c", "in list " + name, name is ".." ? "named" : name);
        }

        var next = "";
        var found = new HashSet<string>();
        do
        {
            var page = await _server.GetAsync(
                "api/v1/regions/IQ-AN/incidents?limit=1" + (next.Length == 0 ? "" : "&after=" + Uri.EscapeDataString(next)));
            Assert.True(found.Add(page["items"]![0]!["incidentId"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>() ?? "";
        }
        while (next.Length > 0);
        Assert.Superset(s_odd.Where(static name => name is not "..").ToHashSet(), found);
    }

    [Fact]
    public async Task A_report_id_that_was_made_up_is_taken_for_a_correction()
    {
        var report = JsonNode.Parse(Facts.Report("x", "IQ-BG", "Baghdad", Now))!.AsObject();
        report.Remove("reportId");
        var made = (await PostAsync(report))["reportId"]!.GetValue<string>();
        report["reportId"] = made;
        report["revision"] = 2;
        report["killed"] = 4;
        Assert.Equal("accepted", (await PostAsync(report))["outcome"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_incident_keeps_the_number_behind_its_id_when_its_log_is_read_again()
    {
        await using var server = await ServerProcess.StartAsync();
        var at = Now.AddMinutes(-10);
        await server.SendAsync(
            HttpMethod.Post, "api/v1/reports",
            $"[{Facts.Report("r1", "IQ-AN", "Hit", at)},{Facts.Report("x", "IQ-AN", "Hit", at, source: "wire-b")}]");
        var moved = JsonNode.Parse(Facts.Report("r1", "IQ-AN", "Rawa", at))!.AsObject();
        moved["revision"] = 5;
        var answer = await server.SendAsync(HttpMethod.Post, "api/v1/reports", moved.ToJsonString());
        Assert.Equal("wire-a:r1:2", answer["results"]![0]!["incidentId"]!.GetValue<string>());
        await server.KillAsync();
        await server.RestartAsync();
        Assert.Equal(
            ["wire-a:r1", "wire-a:r1:2"],
            (await server.GetAsync("api/v1/regions/IQ-AN/incidents"))["items"]!.AsArray()
                .Select(static i => i!["incidentId"]!.GetValue<string>())
                .Order(StringComparer.Ordinal));
        Assert.Single((await server.GetAsync("api/v1/regions/IQ-AN/incidents/wire-a:r1:2/reports"))["items"]!.AsArray());

        // The country lists it too, and leaves its reports to the region in which it was reported.
        await server.Until(
            async () => (await server.GetAsync("api/v1/regions/IQ/incidents"))["items"]!.AsArray().Count == 2, "the country knows of both");
        await server.SendAsync(HttpMethod.Get, "api/v1/regions/IQ/incidents/wire-a:r1:2/reports", "", expected: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_alert_is_found_by_the_id_made_of_the_longest_region_and_threshold()
    {
        var (region, threshold, subscription) = (new string('R', 64), new string('t', 64), new string('s', 64));
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            path, $$"""{"regions":[{"code":"{{region}}","name":"Long"}]}""", TestContext.Current.CancellationToken);
        await using var server = await ServerProcess.StartAsync(("Alerting__Catalog", path));
        File.Delete(path);
        await server.SendAsync(
            HttpMethod.Put, "api/v1/thresholds/" + threshold,
            $$"""{"name":"one","scope":{"regions":["{{region}}"],"depth":"leaf"},"measure":"incidents","window":"PT1H","atLeast":1,"severity":"severe"}""");
        await server.SendAsync(
            HttpMethod.Put, "api/v1/subscriptions/" + subscription,
            $$$"""
              {"name":"desk","regions":["{{{region}}}"],"thresholds":["{{{threshold}}}"],
               "channel":{"type":"webhook","url":"http://127.0.0.1:9/","secret":"whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"}}
              """);
        await server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report("r", region, "Hit", Now));
        var id = $"{region}.{threshold}.1";
        await server.Until(
            async () => (await server.GetAsync("api/v1/alerts?region=" + region))["items"]!.AsArray().Count > 0,
            "the alert is in the ledger");
        Assert.Equal(id, (await server.GetAsync("api/v1/alerts/" + id))["alertId"]!.GetValue<string>());
        Assert.Single((await server.GetAsync($"api/v1/alerts/{id}/revisions"))["items"]!.AsArray());
        Assert.NotNull((await server.SendAsync(HttpMethod.Post, $"api/v1/alerts/{id}/acknowledge", "{}"))["acknowledged"]);
        await server.Until(
            async () =>
                (await server.GetAsync($"api/v1/subscriptions/{subscription}/deliveries"))
                    .ToJsonString()
                    .Contains(id, StringComparison.Ordinal), "the delivery is listed");
        await server.SendAsync(HttpMethod.Post, $"api/v1/subscriptions/{subscription}/replay", """{"seq":1}""");
    }

    [Theory]
    [InlineData("regions/XK")]
    [InlineData("regions?parent=XK")]
    [InlineData("alerts?region=XK")]
    [InlineData("alerts/stream?region=XK")]
    public async Task Everything_that_takes_a_region_hints_alike(string path)
    {
        using var response = await _server.Client.GetAsync(new Uri(_server.Url, "api/v1/" + path), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("did you mean 'RS-KM' (Kosovo-Metohija)?", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_to_an_unknown_region_is_refused_with_the_same_hint()
    {
        var refused = await _server.SendAsync(
            HttpMethod.Put, "api/v1/subscriptions/hinted",
            """{"name":"desk","regions":["IN-CT"],"channel":{"type":"webhook","url":"http://127.0.0.1:9/"}}""",
            expected: HttpStatusCode.UnprocessableEntity);
        Assert.Contains("did you mean 'IN-CG' (Chhattīsgarh)?", refused["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Source, string ReportId)> Odd()
    {
        foreach (var odd in s_odd)
        {
            yield return ("wire-a", odd);
            yield return (odd, "r " + odd);
        }

        yield return (new string('s', 40), new string('r', 100));
        yield return (new string('s', 64), new string('r', 128));
        yield return (string.Concat(Enumerable.Repeat("\U0001F600", 64)), string.Concat(Enumerable.Repeat("\U0001F601", 128)));
    }

    private static string Route(string incidentId) => $"api/v1/regions/IQ-AN/incidents/{Uri.EscapeDataString(incidentId)}/reports";

    private async Task<JsonNode> ReportsAsync(string incidentId, string query = "") => await _server.GetAsync(Route(incidentId) + query);

    private async Task<string> PostAsync(string source, string reportId, string? incidentId)
    {
        var report = JsonNode.Parse(Facts.Report(reportId, "IQ-AN", "Hit", Now, source))!.AsObject();
        report.Remove("town");
        report["incidentId"] = incidentId;
        var result = await PostAsync(report);
        Assert.True(
            result["outcome"]!.GetValue<string>() == "accepted",
            string.Create(CultureInfo.InvariantCulture, $"{source} {reportId} {incidentId}: {result}"));
        return result["incidentId"]!.GetValue<string>();
    }

    private async Task<JsonNode> PostAsync(JsonObject report) =>
        (await _server.SendAsync(HttpMethod.Post, "api/v1/reports", report.ToJsonString()))["results"]![0]!;
}
