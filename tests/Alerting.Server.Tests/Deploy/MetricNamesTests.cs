using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Deploy;

public sealed class MetricNamesTests
{
    // What Prometheus itself adds.
    private static readonly HashSet<string> s_ofPrometheus = new(StringComparer.Ordinal) { "up", "ALERTS" };
    private static readonly HashSet<string> s_labelsOfPrometheus =
        new(StringComparer.Ordinal) { "job", "instance", "alertname", "alertstate" };

    [Fact]
    public async Task Rules_and_dashboard_name_only_metrics_and_labels_that_a_server_at_work_emits()
    {
        var series = await EmittedAsync();
        var queries = RuleExpressions().Concat(DashboardExpressions()).ToList();
        Assert.True(queries.Count > 40, $"Only {queries.Count} queries were found.");

        var faults = new List<string>();
        foreach (var expression in queries)
        {
            var query = MetricQuery.Parse(expression);
            foreach (var selector in query.Selectors.Where(static s => !s_ofPrometheus.Contains(s.Metric)))
            {
                if (!series.TryGetValue(selector.Metric, out var labels))
                {
                    faults.Add($"There is no metric '{selector.Metric}': {expression}");
                }
                else
                {
                    faults.AddRange(
                        selector.Labels.Where(l => !labels.Contains(l) && !s_labelsOfPrometheus.Contains(l))
                            .Select(l => $"'{selector.Metric}' has no label '{l}': {expression}"));
                }
            }

            var known = query.Selectors.SelectMany(s => series.GetValueOrDefault(s.Metric) ?? [])
                .Concat(s_labelsOfPrometheus)
                .ToHashSet(StringComparer.Ordinal);
            faults.AddRange(query.Grouped.Where(l => !known.Contains(l)).Select(l => $"Nothing has the label '{l}': {expression}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<string> RuleExpressions() =>
        DeployFolder.All(DeployFolder.ReadYaml("prometheus", "alerting.rules.yml"), "expr").Select(static e => (string)e);

    private static IEnumerable<string> DashboardExpressions()
    {
        string[] dashboards = ["alerting.json", "duty.json"];
        return dashboards.Select(static name => JsonNode.Parse(DeployFolder.Read("grafana", "dashboards", name))!)
            .SelectMany(static dashboard => dashboard["panels"]!.AsArray())
            .SelectMany(static p => p!["targets"]?.AsArray() ?? [])
            .Select(static t => t!["expr"]!.GetValue<string>());
    }

    /// <summary>
    /// Metrics with their labels, as a server shows them after reports, alerts, a delivery, one that failed, and a bad request.
    /// </summary>
    private static async Task<Dictionary<string, HashSet<string>>> EmittedAsync()
    {
        await using var server = await ServerProcess.StartAsync(
            ("Alerting__Metrics__Regions__0", "IQ-AN"), ("Alerting__Metrics__Subscriptions", "10"));
        var port = TestPorts.Next();
        await using var receiver = await WebhookReceiver.StartAsync(port);
        await SubscribeAsync(server, "desk", port);
        await SubscribeAsync(server, "nobody-home", TestPorts.Next());
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H"));
        foreach (var town in new[] { "Ramadi", "Fallujah" })
        {
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report(town, "IQ-AN", town, TimeProvider.System.GetUtcNow()));
        }

        await server.SendAsync(HttpMethod.Post, "api/v1/reports", """{"region":"nowhere"}""", expected: HttpStatusCode.UnprocessableEntity);
        Dictionary<string, HashSet<string>> series = [];
        await server.Until(
            async () =>
            {
                var text = await server.Client.GetStringAsync(new Uri(server.Url, "metrics"));
                series = Parse(text);
                return text.Contains("outcome=\"delivered\"", StringComparison.Ordinal)
                    && text.Contains("outcome=\"failed\"", StringComparison.Ordinal)
                    && text.Contains("alerting_oncall_uncovered", StringComparison.Ordinal)
                    && text.Contains("alerting_region_open_alerts", StringComparison.Ordinal);
            },
            "one delivery has come and one has failed, and it is known who is on call and what is open");
        return series;
    }

    private static Task SubscribeAsync(ServerProcess server, string id, int port) =>
        server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/" + id, new JsonObject
        {
            ["regions"] = new JsonArray("IQ"),
            ["channel"] = new JsonObject
            {
                ["type"] = "webhook",
                ["url"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/hook"),
                ["secret"] = "whsec_" + Convert.ToBase64String(new byte[32]),
            },
        }.ToJsonString(), expected: HttpStatusCode.Created);

    private static Dictionary<string, HashSet<string>> Parse(string text)
    {
        var series = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Where(static l => l.Length > 0 && l[0] != '#'))
        {
            var selector = MetricQuery.Parse(line[..(line.LastIndexOf('}') + 1)]).Selectors[0];
            if (!series.TryGetValue(selector.Metric, out var labels))
            {
                series[selector.Metric] = labels = new HashSet<string>(StringComparer.Ordinal);
            }

            labels.UnionWith(selector.Labels);
        }

        return series;
    }
}
