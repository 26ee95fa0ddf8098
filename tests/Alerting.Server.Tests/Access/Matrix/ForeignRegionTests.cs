using System.Net;
using System.Text.Json.Nodes;
using Alerting.Engine.Regions;
using Alerting.Regions;
using CsCheck;
using Xunit;

namespace Alerting.Server.Tests.Access.Matrix;

/// <summary>No list, feed, count or backtest shows a caller anything of a region beyond its limits, whatever the limits are.</summary>
public sealed class ForeignRegionTests(HostedServer server) : IClassFixture<HostedServer>
{
    private static readonly string[] s_regions = ["IQ-AN", "IQ-BG", "IQ-NI", "SE-AB", "SE-C", "IQ", "SE"];

    private static readonly (string Method, string Path, string? Body)[] s_asked =
    [
        ("GET", "regions?limit=1000", null), ("GET", "regions?all=true&limit=1000", null), ("GET", "regions?parent=IQ", null),
        ("GET", "alerts?limit=1000", null), ("GET", "alerts?region=IQ&limit=3", null), ("GET", "alerts?region=SE-AB,IQ-NI", null),
        ("GET", "alerts/stream?after=0", null), ("GET", "subscriptions", null),
        ("POST", "backtests?include=revisions,levels,odds", """{"thresholdIds":["any-here","roots"],"regions":[]}"""),
        ("POST", "backtests",
            $$"""{"thresholdIds":["roots"],"reports":[{{AccessTable.Report("IQ-AN")}},{{AccessTable.Report("SE-C")}}]}"""),
    ];

    [Fact]
    public async Task What_is_shown_lies_within_the_limits()
    {
        await server.DoneAsync(
            "PUT", "thresholds/roots",
            """{"scope":{"regions":["*"],"depth":"root"},"measure":"killed","window":"P1D","atLeast":1,"severity":"warning"}""");
        foreach (var region in s_regions)
        {
            await server.DoneAsync("POST", "reports", AccessTable.Report(region, $"more-{region}"));
        }

        await Wait.UntilAsync(
            async () => (await server.AskAsync(server.Admin, "GET", "alerts/SE.roots.1")).Status == HttpStatusCode.OK
                && (await server.AskAsync(server.Admin, "GET", "alerts/SE-C.any-here.1")).Status == HttpStatusCode.OK,
            "the alerts of the roots");

        var limits = Gen.Shuffle(s_regions, 1, 3);
        var asked = Gen.Int[0, s_asked.Length - 1].Select(static i => s_asked[i]);
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        await Gen.Select(limits, asked).SampleAsync(
            async (allowed, ask) =>
            {
                var regions = string.Join(' ', allowed.Order(StringComparer.Ordinal));
                if (!keys.TryGetValue(regions, out var key))
                {
                    keys[regions] = key = (await server.KeyAsync("operator", regions)).Key;
                }

                // A limited caller may see nothing of the feed: then there is no first event to wait for.
                var path = ask.Path.Contains("stream", StringComparison.Ordinal) && !Sees(allowed) ? "alerts/stream" : ask.Path;
                var (status, text) = await server.AskAsync(key, ask.Method, path, ask.Body);
                Assert.True(status == HttpStatusCode.OK, $"{path} with {regions}: {status} {text}");
                var shown = Named(Json(text)).ToHashSet(StringComparer.Ordinal);
                shown.RemoveWhere(code => allowed.Any(root => RegionCatalog.Iso.IsWithin(code, root)));
                Assert.True(shown.Count == 0, $"{path} with {regions} shows {string.Join(' ', shown)}: {text}");
            },
            iter: 150,
            threads: 1);
    }

    private static bool Sees(IEnumerable<string> allowed) => allowed.Any(static region => s_regions.Contains(region));

    private static JsonNode Json(string text) => JsonNode.Parse(
        text.Split('\n').FirstOrDefault(static line => line.StartsWith("data:", StringComparison.Ordinal))?["data:".Length..]
        ?? (text.StartsWith('{') ? text : "{}"))!;

    /// <summary>The regions that an answer tells of: where it names one as its own, and in the ids of alerts.</summary>
    private static IEnumerable<string> Named(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                return items.SelectMany(Named);
            case JsonObject members:
                return members.Where(static member => member.Key != "thresholds").SelectMany(static member => member switch
                {
                    { Key: "region" or "code", Value: JsonValue value } => [value.GetValue<string>()],
                    { Key: "alertId", Value: JsonValue value } => [value.GetValue<string>().Split('.')[0]],
                    { Key: "openAlerts", Value: JsonArray ids } => ids.Select(static id => id!.ToString().Split('.')[0]),
                    _ => Named(member.Value),
                });
            default:
                return [];
        }
    }
}
