using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Incidents that no window needs leave memory, and nobody notices.</summary>
public sealed class OldIncidentsTests
{
    private const int Count = 5_000;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Old_incidents_can_be_corrected_repeated_and_listed_after_they_left_memory_and_after_a_kill()
    {
        await using var server = await ServerProcess.StartAsync();
        var start = Now.AddDays(-40);
        var lines = Enumerable.Range(0, Count)
            .Select(i => Facts.Report($"r{i}", "IQ-AN", $"town {i % 40}", start.AddMinutes(i * 4), killed: i % 3))
            .ToList();
        var body = string.Join('\n', lines);
        Assert.Equal(Count, (await server.SendAsync(HttpMethod.Post, "api/v1/reports", body, Facts.Ndjson))["accepted"]!.GetValue<int>());
        await server.Until(
            async () => await MetricAsync(server, "alerting_incidents_put_away_total") > Count,
            "the region and its country have put most of them away");
        await server.KillAsync();
        await server.RestartAsync();

        // The same again is known again.
        Assert.Equal(Count, (await server.SendAsync(HttpMethod.Post, "api/v1/reports", body, Facts.Ndjson))["duplicates"]!.GetValue<int>());

        // A correction, a withdrawal, and a late report of another source that joins an incident of long ago.
        var result = (await server.SendAsync(HttpMethod.Post, "api/v1/reports", $"""
            [{Revise(lines[10], killed: 77)},
             {Revise(lines[11], retracted: true)},
             {Facts.Report("late", "IQ-AN", "TOWN 12", start.AddMinutes(12 * 4).AddMinutes(1), source: "wire-b")}]
            """))["results"]!.AsArray();
        Assert.All(result, static r => Assert.Equal("accepted", r!["outcome"]!.GetValue<string>()));
        Assert.Equal("wire-a:r12", result[2]!["incidentId"]!.GetValue<string>());
        await server.KillAsync();
        await server.RestartAsync();

        foreach (var region in new[] { "IQ-AN", "IQ" })
        {
            var incidents = new Dictionary<string, JsonNode>();
            await server.Until(
                async () =>
                {
                    incidents = await AllAsync(server, region);
                    return incidents["wire-a:r10"]["killed"]!.GetValue<int>() == 77;
                },
                $"{region} knows the correction");
            Assert.Equal(Count - 1, incidents.Count);
            Assert.False(incidents.ContainsKey("wire-a:r11"));
            Assert.Equal(
                ["wire-a", "wire-b"],
                incidents["wire-a:r12"]["sources"]!.AsArray().Select(static s => s!.GetValue<string>()).Order(StringComparer.Ordinal));
        }
    }

    private static string Revise(string line, int? killed = null, bool retracted = false)
    {
        var report = JsonNode.Parse(line)!.AsObject();
        report["revision"] = 2;
        report["retracted"] = retracted;
        report["killed"] = killed ?? report["killed"]?.DeepClone();
        return report.ToJsonString();
    }

    /// <summary>All pages, in their order: latest first, nothing twice.</summary>
    private static async Task<Dictionary<string, JsonNode>> AllAsync(ServerProcess server, string region)
    {
        var incidents = new Dictionary<string, JsonNode>();
        var before = DateTimeOffset.MaxValue;
        var next = "";
        do
        {
            var page = await server.GetAsync(
                $"api/v1/regions/{region}/incidents?limit=700{(next.Length > 0 ? "&after=" + Uri.EscapeDataString(next) : "")}");
            foreach (var item in page["items"]!.AsArray())
            {
                var at = item!["occurredAt"]!.GetValue<DateTimeOffset>();
                Assert.True(at <= before, "latest first");
                before = at;
                incidents.Add(item["incidentId"]!.GetValue<string>(), item);
            }

            next = page["next"]?.GetValue<string>() ?? "";
        }
        while (next.Length > 0);

        return incidents;
    }

    private static async Task<double> MetricAsync(ServerProcess server, string name)
    {
        var metrics = await server.Client.GetStringAsync(new Uri(server.Url, "metrics"));
        return metrics.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(static line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }
}
