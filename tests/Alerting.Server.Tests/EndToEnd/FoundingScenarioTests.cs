using System.Globalization;
using System.Text.Json.Nodes;
using Alerting.Server.Demo;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

public sealed class FoundingScenarioTests
{
    private const string Pending = "IQ.several-regions.1";

    public static TheoryData<string> Ways => ["line by line", "in one request", "shuffled", "twice"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Leads_to_the_same_open_alerts_however_it_is_posted(string way)
    {
        await using var server = await ServerProcess.StartAsync();
        var reports = Demo.FoundingScenario.Compressed(TimeProvider.System.GetUtcNow());
        switch (way)
        {
            case "line by line":
                foreach (var report in reports)
                {
                    await server.SendAsync(HttpMethod.Post, "api/v1/reports", report);
                }

                break;
            case "shuffled":
                var shuffled = reports.ToArray();
                new Random(20140101).Shuffle(shuffled);
                await server.SendAsync(HttpMethod.Post, "api/v1/reports", string.Join('\n', shuffled), Facts.Ndjson);
                break;
            default:
                await server.SendAsync(HttpMethod.Post, "api/v1/reports", $"[{string.Join(',', reports)}]");
                if (way == "twice")
                {
                    var again = await server.SendAsync(HttpMethod.Post, "api/v1/reports", string.Join('\n', reports), Facts.Ndjson);
                    Assert.Equal(reports.Count, again["duplicates"]!.GetValue<int>());
                }

                break;
        }

        var expected = new Dictionary<string, (double Value, int Evidence)>
        {
            ["IQ-AN.simultaneous-assaults.1"] = (4, 6),
            ["IQ-DI.mass-casualty.1"] = (19, 1),
            ["IQ.several-regions.1"] = (4, 9),
        };
        if (way == "line by line")
        {
            // Raised at the fourth region; what joins it afterwards is told when the revision is an hour old.
            await server.Until(async () => Matches(await server.GetAsync("api/v1/alerts"), expected, Pending), "the three alerts are open");
            return;
        }

        await server.Until(
            async () => Matches(await server.GetAsync("api/v1/alerts"), expected, null),
            "exactly the three alerts are open with their final values");
    }

    /// <param name="pending">Of this alert some evidence may not be told yet.</param>
    private static bool Matches(JsonNode alerts, Dictionary<string, (double Value, int Evidence)> expected, string? pending)
    {
        var items = alerts["items"]!.AsArray();
        return items.Count == expected.Count && items.All(a =>
            expected.TryGetValue(a!["alertId"]!.GetValue<string>(), out var e)
            && a["status"]!.GetValue<string>() == "open"
            && a["measure"]!["value"]!.GetValue<double>() == e.Value
            && (a["evidenceCount"]!.GetValue<int>() is var count
                && (count == e.Evidence || (count >= e.Value && count < e.Evidence && a["alertId"]!.GetValue<string>() == pending)))
            && a["explanation"]!.GetValue<string>().StartsWith(e.Value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }
}
