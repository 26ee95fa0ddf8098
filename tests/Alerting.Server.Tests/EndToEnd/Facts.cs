using System.Globalization;
using System.Text.Json.Nodes;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Builds reports and reads answers.</summary>
internal static class Facts
{
    public const string Ndjson = "application/x-ndjson";

    public static string Report(string id, string region, string town, DateTimeOffset at, string source = "wire-a", int? killed = null) =>
        new JsonObject
        {
            ["reportId"] = id,
            ["source"] = source,
            ["region"] = region,
            ["town"] = town,
            ["kind"] = "armed-assault",
            ["occurredAt"] = at.ToString("O", CultureInfo.InvariantCulture),
            ["grade"] = "B2",
            ["killed"] = killed,
        }.ToJsonString();

    /// <summary>A threshold on two towns of IQ-AN within seconds, for tests in real time.</summary>
    public static string ShortThreshold(string window, string clearAfter = "PT0S", double atLeast = 2) => new JsonObject
    {
        ["name"] = "two towns",
        ["scope"] = new JsonObject { ["regions"] = new JsonArray("IQ-AN"), ["depth"] = "leaf" },
        ["measure"] = "towns",
        ["window"] = window,
        ["atLeast"] = atLeast,
        ["clearAfter"] = clearAfter,
        ["updateEvery"] = "PT0S",
        ["severity"] = "severe",
    }.ToJsonString();

    /// <summary>Open alerts as value, evidence count and the incidents of the evidence, by alert.</summary>
    public static async Task<SortedDictionary<string, string>> OpenAlertsAsync(ServerProcess server)
    {
        var alerts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var alert in (await server.GetAsync("api/v1/alerts?status=open"))["items"]!.AsArray())
        {
            var evidence = alert!["evidence"]!.AsArray().Select(e => e!["incidentId"]!.GetValue<string>()).Order(StringComparer.Ordinal);
            alerts[alert["alertId"]!.GetValue<string>()] =
                $"{alert["measure"]!["value"]} of {alert["evidenceCount"]}: {string.Join(' ', evidence)}";
        }

        return alerts;
    }
}
