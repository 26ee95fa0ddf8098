using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What was sent can be read as it was sent, and is told with the alert.</summary>
public sealed class SentReportTests
{
    private static readonly string s_secret = "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"));
    private static readonly string s_long = string.Join(' ', Enumerable.Repeat("word", 500));

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task An_incident_is_read_with_its_reports_and_their_revisions_also_after_a_kill()
    {
        await using var server = await ServerProcess.StartAsync();
        var at = Now.AddMinutes(-10);
        await PostAsync(server, With(Facts.Report("1/2", "IQ-AN", "Ramadi", at), ("summary", s_long), ("url", "https://example.org/a")));
        await PostAsync(server, With(Facts.Report("s-1", "IQ-AN", "Ramadi", at.AddMinutes(2), source: "stringer"), ("killed", 3)));
        await PostAsync(server, With(Facts.Report("s-1", "IQ-AN", "Ramadi", at.AddMinutes(2), source: "stringer"), ("killed", 5), ("revision", 2)));

        for (var run = 0; run < 2; run++)
        {
            foreach (var query in new[] { "", "?region=IQ-AN" })
            {
                var incident = await server.GetAsync($"api/v1/incidents/{Uri.EscapeDataString("wire-a:1/2")}{query}");
                Assert.Equal(("IQ-AN", 2, 5), (Text(incident["region"]), (int)incident["reportsCount"]!, (int)incident["killed"]!));
                Assert.InRange(Text(incident["summary"])!.Length, 200, 280);
                Assert.Null(incident["next"]);
                var reports = incident["reports"]!.AsArray();
                var first = reports.Single(r => Text(r!["source"]) == "wire-a")!;
                Assert.Equal((s_long, "https://example.org/a", "opened the incident"), (Text(first["summary"]), Text(first["url"]), Text(first["joined"])));
                Assert.Empty(first["revisions"]!.AsArray());
                Assert.InRange(first["receivedAt"]!.GetValue<DateTimeOffset>(), Now.AddMinutes(-5), Now);
                var second = reports.Single(r => Text(r!["source"]) == "stringer")!;
                Assert.StartsWith("same town and family, 2 min apart", Text(second["joined"]), StringComparison.Ordinal);
                Assert.Equal((2, 5), ((int)second["revision"]!, (int)second["killed"]!));
                var earlier = Assert.Single(second["revisions"]!.AsArray())!;
                Assert.Equal((1, 3), ((int)earlier["revision"]!, (int)earlier["killed"]!));
            }

            var report = await server.GetAsync($"api/v1/reports/wire-a/{Uri.EscapeDataString("1/2")}");
            Assert.Equal((s_long, "wire-a:1/2", "B2"), (Text(report["summary"]), Text(report["incident"]), Text(report["grade"])));
            await server.KillAsync();
            await server.RestartAsync();
        }
    }

    [Fact]
    public async Task Pages_of_reports_follow_each_other_and_a_withdrawn_report_is_still_read()
    {
        await using var server = await ServerProcess.StartAsync();
        var at = Now.AddMinutes(-10);
        for (var i = 0; i < 5; i++)
        {
            await PostAsync(server, With(Facts.Report($"r{i}", "IQ-AN", "Ramadi", at, source: $"wire-{i}"), ("incidentId", "one")));
        }

        await PostAsync(server, With(Facts.Report("r4", "IQ-AN", "Ramadi", at, source: "wire-4"), ("retracted", true), ("revision", 2)));
        var sources = new List<string?>();
        for (var after = ""; after is not null;)
        {
            var page = await server.GetAsync($"api/v1/incidents/one?region=IQ-AN&limit=3{after}");
            sources.AddRange(page["reports"]!.AsArray().Select(r => Text(r!["source"])));
            after = page["next"] is { } next ? $"&after={Uri.EscapeDataString(Text(next)!)}" : null;
        }

        Assert.Equal(["wire-0", "wire-1", "wire-2", "wire-3"], sources);
        var withdrawn = await server.GetAsync("api/v1/reports/wire-4/r4?region=IQ-AN");
        Assert.True((bool)withdrawn["retracted"]!);
        Assert.Null(withdrawn["incident"]);
        Assert.Equal("Ramadi", Text(Assert.Single(withdrawn["revisions"]!.AsArray())!["town"]));
    }

    [Fact]
    public async Task Where_several_regions_have_the_id_they_are_named()
    {
        await using var server = await ServerProcess.StartAsync();
        foreach (var region in new[] { "IQ-AN", "IQ-BG" })
        {
            await PostAsync(server, With(Facts.Report("r", region, "Town", Now), ("incidentId", "one")));
        }

        foreach (var path in new[] { "incidents/one", "reports/wire-a/r" })
        {
            await server.Until(async () => await server.StatusAsync($"api/v1/{path}") == 409, "both regions are found");
            Assert.Equal(200, await server.StatusAsync($"api/v1/{path}?region=IQ-AN"));
            Assert.Equal(404, await server.StatusAsync($"api/v1/{path}x"));
            Assert.Equal(404, await server.StatusAsync($"api/v1/{path}?region=IQ-DI"));
            Assert.Equal(422, await server.StatusAsync($"api/v1/{path}?region=IQ-XXX"));
        }

        var problem = JsonNode.Parse(await (await server.Client.GetAsync(new Uri(server.Url, "api/v1/incidents/one"))).Content.ReadAsStringAsync())!;
        Assert.Contains("IQ-AN, IQ-BG", Text(problem["detail"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_carries_texts_and_links_and_a_subscription_is_told_no_more_than_it_may_be()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync(TestPorts.Next());
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H"));
        var subscription = new JsonObject
        {
            ["thresholds"] = new JsonArray("two-towns"),
            ["redact"] = new JsonArray("summary", "location", "sources"),
            ["channel"] = new JsonObject { ["type"] = "webhook", ["url"] = receiver.Url, ["secret"] = s_secret },
        };
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/desk", subscription.ToJsonString(), expected: HttpStatusCode.Created);
        foreach (var town in new[] { "Ramadi", "Fallujah" })
        {
            await PostAsync(server, With(Facts.Report(town, "IQ-AN", town, Now), ("summary", s_long), ("url", "https://example.org/a"),
                ("location", new JsonObject { ["lat"] = 33.4, ["lon"] = 43.3 })));
        }

        JsonNode? alert = null;
        await server.Until(
            async () => (alert = (await server.GetAsync("api/v1/alerts"))["items"]!.AsArray().FirstOrDefault()) is not null, "it is raised");
        foreach (var item in alert!["evidence"]!.AsArray())
        {
            Assert.InRange(Text(item!["summary"])!.Length, 200, 280);
            Assert.Equal((33.4, "https://example.org/a"), ((double)item["location"]!["lat"]!, Text(item["url"])));
        }

        var links = alert["links"]!;
        Assert.Equal($"/alerts/{alert["alertId"]}", Text(links["console"]));
        Assert.Equal(Text(alert["alertId"]), Text((await server.GetAsync(Text(links["alert"])![1..]))["alertId"]));
        var incidents = links["incidents"]!.AsArray();
        Assert.Equal(2, incidents.Count);
        foreach (var link in incidents)
        {
            Assert.Equal(s_long, Text((await server.GetAsync(Text(link)![1..]))["reports"]![0]!["summary"]));
        }

        await server.Until(() => Task.FromResult(receiver.Count > 0), "the desk is told");
        foreach (var item in receiver.Received[0].Json["data"]!["evidence"]!.AsArray())
        {
            Assert.Null(item!["summary"]);
            Assert.Null(item["url"]);
            Assert.Null(item["location"]);
            Assert.Empty(item["sources"]!.AsArray());
            Assert.Equal(1, (int)item["sourcesCount"]!);
        }

        Assert.Equal(["summary", "location", "sources"], (await server.GetAsync("api/v1/subscriptions/desk"))["redact"]!.AsArray().Select(Text));
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private static Task PostAsync(ServerProcess server, string report) => server.SendAsync(HttpMethod.Post, "api/v1/reports", report);

    private static string With(string report, params (string Name, JsonNode? Value)[] members)
    {
        var json = JsonNode.Parse(report)!.AsObject();
        foreach (var (name, value) in members)
        {
            json[name] = value;
        }

        return json.ToJsonString();
    }
}
