using System.Globalization;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Load;
using Alerting.Cluster.Tests.Processes;

namespace Alerting.Cluster.Tests.History;

/// <summary>Compares the list of regions of every silo, and what follows it live, with the engine that replayed the logs.</summary>
internal static class BoardCheck
{
    public static async Task<List<string>> RunAsync(ClusterUnderTest cluster, IReadOnlyList<BoardReader> readers, Truth truth)
    {
        var problems = new List<string>();
        var shown = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var silo in cluster.Silos)
        {
            shown.Clear();
            foreach (var region in await ListAsync(cluster, silo))
            {
                shown[region["code"]!.GetValue<string>()] = region.ToJsonString();
            }

            foreach (var (code, region) in truth.Regions)
            {
                if (!shown.TryGetValue(code, out var text))
                {
                    problems.Add($"{code} has a log, and {silo.Name} does not list it");
                }
                else if ((Line(JsonNode.Parse(text)!), Line(JsonNode.Parse(text)!, region)) is var (seen, expected) && seen != expected)
                {
                    problems.Add($"{silo.Name} lists {code} as {seen}, its log makes {expected}");
                }
            }
        }

        foreach (var (reader, i) in readers.Select(static (reader, i) => (reader, i)))
        {
            var followed = reader.Shown();
            problems.AddRange(followed.Keys.Union(shown.Keys)
                .Where(code => followed.GetValueOrDefault(code) != shown.GetValueOrDefault(code))
                .Select(code =>
                    $"board {i} shows {followed.GetValueOrDefault(code) ?? $"no {code}"}, the list has {shown.GetValueOrDefault(code)}"));
        }

        return problems;
    }

    private static async Task<IEnumerable<JsonNode>> ListAsync(ClusterUnderTest cluster, SiloProcess silo)
    {
        try
        {
            var text = await cluster.Client.GetStringAsync(new Uri(silo.Url, "api/v1/regions?limit=10000"));
            return JsonNode.Parse(text)!["items"]!.AsArray().Select(static region => region!);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // Not settled yet: then all of its regions are missing.
            return [];
        }
    }

    private static string Line(JsonNode view) => string.Create(
        CultureInfo.InvariantCulture,
        $"version {view["version"]}, {view["level"]}, {view["incidents24h"]} and {view["incidents7d"]} incidents, "
        + $"{view["killed24h"]} killed, ")
        + string.Join(' ', view["towns24h"]!.AsArray()) + ", open " + string.Join(' ', view["openAlerts"]!.AsArray());

    /// <summary>What the region has to show at the instant of a view.</summary>
    private static string Line(JsonNode view, RegionTruth region)
    {
        var asOf = view["asOf"] is { } instant ? instant.GetValue<DateTimeOffset>().UtcTicks : 0;
        var figures = region.Engine.View.FiguresAt(Math.Max(asOf, region.Engine.Now));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"version {region.Version}, {EnumNames.ToName(figures.Level)}, {figures.Incidents24h} and "
            + $"{figures.Incidents7d} incidents, {figures.Killed24h} killed, ")
            + string.Join(' ', figures.Towns24h) + ", open " + string.Join(' ', figures.OpenAlerts);
    }
}
