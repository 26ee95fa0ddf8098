using System.Text.Json.Nodes;

namespace Alerting.Cluster.Tests.Upgrade;

/// <summary>What a server answers about all that it has stored, by path.</summary>
internal static class Answers
{
    /// <summary>Asks for every list, and for each item whatever is told of it alone.</summary>
    public static async Task<SortedDictionary<string, JsonNode>> OfAsync(UpgradedServer server)
    {
        var answers = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var alert in await ListAsync("alerts", "alertId"))
        {
            await TakeAsync($"alerts/{alert}/revisions?limit=1000");
        }

        foreach (var threshold in await ListAsync("thresholds", "id"))
        {
            await TakeAsync($"thresholds/{threshold}/versions");
        }

        foreach (var region in await ListAsync("regions", "code"))
        {
            await TakeAsync($"regions/{region}");
            await TakeAsync($"regions/{region}/incidents?limit=1000");
            await TakeAsync($"regions/{region}/history?limit=1000");
        }

        foreach (var subscription in await ListAsync("subscriptions", "id"))
        {
            await TakeAsync($"subscriptions/{subscription}");
        }

        await TakeAsync("thresholds/short-lived/versions");
        await TakeAsync("regions/FR-75C/override");
        return answers;

        async Task TakeAsync(string path) => answers[path] = await server.GetAsync(path);

        async Task<IEnumerable<string>> ListAsync(string path, string id)
        {
            await TakeAsync($"{path}?limit=1000");
            return answers[$"{path}?limit=1000"]["items"]!.AsArray().Select(item => (string)item![id]!).ToList();
        }
    }

    /// <summary>Deliveries of a subscription as <c>alertId.revision status</c>, in the order of the ledger.</summary>
    public static async Task<List<string>> DeliveriesAsync(UpgradedServer server, string subscription) =>
    [
        .. (await server.GetAsync($"subscriptions/{subscription}/deliveries?limit=1000"))["items"]!.AsArray()
            .OrderBy(d => (long)d!["seq"]!)
            .Select(d => $"{d!["alertId"]}.{d["revision"]} {d["status"]}"),
    ];
}
