using System.Globalization;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Load;
using Alerting.Cluster.Tests.Processes;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Cluster.Tests.History;

/// <summary>Compares what the API shows with what was sent and with the engine that replayed the logs.</summary>
internal static class ShownCheck
{
    private const double HalfLifeTicks = TimeSpan.TicksPerDay;

    public static async Task<List<string>> RunAsync(ClusterUnderTest cluster, Truth truth)
    {
        var problems = new List<string>();
        var shown = new Dictionary<string, List<JsonNode>>(StringComparer.Ordinal);
        foreach (var (code, region) in truth.Regions)
        {
            shown[code] = await IncidentsAsync(cluster, code);
            Compare(problems, $"incidents of {code}, shown against engine", shown[code].Select(Line), region.Incidents.Select(Line));
            problems.AddRange(Figures(code, await cluster.GetAsync($"regions/{code}"), shown[code], region));
            if (RegionCatalog.Iso[code].Parent is not null)
            {
                Compare(problems, $"reports of {code}, shown against the latest stored", Members(shown[code]), Latest(region));
            }
        }

        foreach (var country in truth.Regions.Keys.Where(static code => RegionCatalog.Iso[code].Parent is null))
        {
            var below = truth.Regions.Keys.Where(code => RegionCatalog.Iso[code].Parent == country).SelectMany(code => shown[code]);
            Compare(
                problems, $"incidents of {country} against those of the regions below", shown[country].Select(Line),
                below.Select(Line));
        }

        return problems;
    }

    private static async Task<List<JsonNode>> IncidentsAsync(ClusterUnderTest cluster, string code)
    {
        var items = new List<JsonNode>();
        string? after = null;
        do
        {
            var page = await cluster.GetAsync(
                $"regions/{code}/incidents?limit=1000" + (after is null ? "" : "&after=" + Uri.EscapeDataString(after)));
            items.AddRange(page["items"]!.AsArray().Select(static i => i!));
            after = page["next"]?.GetValue<string>();
        }
        while (after is not null);
        return items;
    }

    /// <summary>The figures against a plain count of the incidents, and the score against the plain formula.</summary>
    private static IEnumerable<string> Figures(string code, JsonNode view, List<JsonNode> incidents, RegionTruth truth)
    {
        if (view["asOf"] is not { } instant)
        {
            yield break;
        }

        var asOf = Ticks(instant);
        var score = incidents.Sum(i => i["weight"]!.GetValue<double>() * Math.Pow(2, (Ticks(i["occurredAt"]!) - asOf) / HalfLifeTicks));
        if (Math.Abs(view["score"]!.GetValue<double>() - score) > 1e-4 + (1e-9 * score))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{code} shows score {view["score"]}, its incidents make {score}");
        }

        if (view["incidents24h"]!.GetValue<long>() != incidents.Count)
        {
            yield return $"{code} shows {view["incidents24h"]} incidents, has {incidents.Count}";
        }

        if (view["killed24h"]!.GetValue<long>() != incidents.Sum(static i => i["killed"]!.GetValue<long>()))
        {
            yield return $"{code} shows {view["killed24h"]} killed, its incidents have "
                + $"{incidents.Sum(static i => i["killed"]!.GetValue<long>())}";
        }

        var open = truth.Engine.View.FiguresAt(Math.Max(asOf, truth.Engine.Now)).OpenAlerts;
        if (!view["openAlerts"]!.AsArray().Select(static a => a!.GetValue<string>()).SequenceEqual(open))
        {
            yield return $"{code} shows the open alerts {view["openAlerts"]!.ToJsonString()}, its log has {string.Join(' ', open)}";
        }
    }

    private static IEnumerable<string> Members(List<JsonNode> incidents) => incidents
        .SelectMany(static i => i["reports"]!.AsArray())
        .Select(static r => $"{r!["source"]}:{r["reportId"]} revision {r["revision"]} killed {r["killed"]}");

    /// <summary>Of each report the highest revision stored, unless it is a retraction.</summary>
    private static IEnumerable<string> Latest(RegionTruth truth) => truth.Reports
        .GroupBy(static r => new ReportKey(r.Region, r.Source, r.ReportId))
        .Select(static g => g.MaxBy(static r => r.Revision)!)
        .Where(static r => !r.Retracted)
        .Select(static r => $"{r.Source}:{r.ReportId} revision {r.Revision} killed {r.Killed}");

    private static string Line(JsonNode i) => string.Create(CultureInfo.InvariantCulture,
        $"{i["region"]} {i["incidentId"]} {i["kind"]} {i["town"]} {Ticks(i["occurredAt"]!)} {i["killed"]} "
        + $"{i["weight"]!.GetValue<double>():R} {string.Join(',', i["sources"]!.AsArray())}");

    private static string Line(Alerting.Incidents.Incident i) => string.Create(CultureInfo.InvariantCulture,
        $"{i.Region} {i.IncidentId} {i.Kind} {i.Town} {i.OccurredAt} {i.Killed} {i.Weight:R} {string.Join(',', i.Sources)}");

    private static long Ticks(JsonNode instant) => DateTimeOffset.Parse(instant.GetValue<string>(), CultureInfo.InvariantCulture).UtcTicks;

    private static void Compare(List<string> problems, string what, IEnumerable<string> actual, IEnumerable<string> expected)
    {
        var (a, e) = (actual.Order(StringComparer.Ordinal).ToList(), expected.Order(StringComparer.Ordinal).ToList());
        if (!a.SequenceEqual(e))
        {
            problems.Add(
                $"{what}: {a.Count} and {e.Count}; only in the first: {string.Join("; ", a.Except(e).Take(3))}; only in the "
                + $"second: {string.Join("; ", e.Except(a).Take(3))}");
        }
    }
}
