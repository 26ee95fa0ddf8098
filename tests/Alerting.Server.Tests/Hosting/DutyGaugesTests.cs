using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Hosting;

/// <summary>What the dashboard of a duty room goes by: levels, open alerts, and how deliveries go.</summary>
public sealed class DutyGaugesTests
{
    [Fact]
    public async Task Levels_open_alerts_and_deliveries_are_published_as_they_are()
    {
        await using var server = await ServerProcess.StartAsync(
            ("Alerting__Metrics__Regions__0", "IQ"), ("Alerting__Metrics__Regions__1", "IQ-AN"), ("Alerting__Metrics__Subscriptions", "5"));
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H"));
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/nobody-home", new JsonObject
        {
            ["regions"] = new JsonArray("IQ"),
            ["channel"] = new JsonObject
            {
                ["type"] = "webhook",
                ["url"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{TestPorts.Next()}/hook"),
                ["secret"] = "whsec_" + Convert.ToBase64String(new byte[32]),
            },
        }.ToJsonString(), expected: HttpStatusCode.Created);
        await UntilAsync(server, """alerting_region_level{region="IQ"}""", static level => level == 1);
        await UntilAsync(server, """alerting_region_open_alerts{region="IQ-AN",severity="severe"}""", static count => count == 0);

        foreach (var town in new[] { "Ramadi", "Fallujah" })
        {
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report(town, "IQ-AN", town, TimeProvider.System.GetUtcNow()));
        }

        foreach (var region in new[] { "IQ", "IQ-AN" })
        {
            await UntilAsync(server, $$"""alerting_region_level{region="{{region}}"}""", static level => level == 4);
            await UntilAsync(
                server, $$"""alerting_region_open_alerts{region="{{region}}",severity="severe"}""", static count => count == 1);
        }

        await UntilAsync(server, """alerting_subscription_waiting{subscription="nobody-home"}""", static count => count == 1);
        await UntilAsync(server, """alerting_subscription_oldest_waiting_seconds{subscription="nobody-home"}""", static age => age > 0);
        await UntilAsync(server, """alerting_subscription_dead_letters{subscription="nobody-home"}""", static count => count == 0);

        await server.SendAsync(HttpMethod.Delete, "api/v1/thresholds/two-towns", "");
        await UntilAsync(server, """alerting_region_open_alerts{region="IQ",severity="severe"}""", static count => count == 0);
        await server.SendAsync(HttpMethod.Delete, "api/v1/subscriptions/nobody-home", "");
        await server.Until(
            async () => !(await TextAsync(server)).Contains("nobody-home", StringComparison.Ordinal), "what is deleted is told of no more");
    }

    private static Task UntilAsync(ServerProcess server, string series, Predicate<double> isMet) => server.Until(
        async () => (await TextAsync(server)).Split('\n').Select(Read).Any(line => line.Series == series && isMet(line.Value)),
        series);

    private static Task<string> TextAsync(ServerProcess server) => server.Client.GetStringAsync(new Uri(server.Url, "metrics"));

    /// <summary>A line as series and value, without what says where it comes from, and without a time.</summary>
    private static (string Series, double Value) Read(string line)
    {
        var end = line.LastIndexOf('}') + 1;
        if (end == 0 || line[0] == '#')
        {
            return ("", 0);
        }

        var labels = line[line.IndexOf('{', StringComparison.Ordinal)..end].Trim('{', '}').Split(',')
            .Where(static label => !label.StartsWith("otel_", StringComparison.Ordinal));
        return (
            $"{line[..line.IndexOf('{', StringComparison.Ordinal)]}{{{string.Join(',', labels)}}}",
            double.Parse(line[end..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }
}
