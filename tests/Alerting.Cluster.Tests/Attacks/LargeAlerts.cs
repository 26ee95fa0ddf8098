using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Faults;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>
/// Fills the ledger of a server with revisions of about 10 KB: one alert with fifty pieces of evidence that is updated with
/// each report.
/// </summary>
internal static class LargeAlerts
{
    public const string Region = "IQ-AN";
    public const string AlertId = "IQ-AN.each-one.1";

    private const string Threshold = """
        {"scope":{"regions":["IQ-AN"],"depth":"leaf"},"measure":"incidents","window":"PT24H","atLeast":1,"updateEvery":"PT0S",
        "severity":"critical"}
        """;

    /// <summary>Completes when the ledger holds at least so many revisions.</summary>
    public static async Task FillAsync(AttackedServer server, int revisions)
    {
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/each-one", Threshold);
        var lines = new StringBuilder();
        for (var report = 0; report < revisions; report++)
        {
            lines.Append(Report(report)).Append('\n');
        }

        await Wait.UntilAsync(
            () => IsStoredAsync(server, lines.ToString()), "the reports are stored", () => server.LastWords, TimeSpan.FromMinutes(3));
        await Wait.UntilAsync(
            async () => (await server.GetAsync("api/v1/alerts?region=" + Region))["items"]!.AsArray()
                .Any(alert => alert!["alertId"]!.GetValue<string>() == AlertId && alert["revision"]!.GetValue<int>() >= revisions),
            $"the alert has {revisions} revisions",
            () => server.LastWords,
            TimeSpan.FromMinutes(3));
    }

    /// <summary>A report that leads to one more revision.</summary>
    public static string Report(int number) => new JsonObject
    {
        ["reportId"] = number.ToString(CultureInfo.InvariantCulture),
        ["source"] = "wire-a",
        ["incidentId"] = string.Create(CultureInfo.InvariantCulture, $"an incident with a long name {number}"),
        ["region"] = Region,
        ["town"] = new string((char)('A' + (number % 26)), 40),
        ["kind"] = "checkpoint-set-up",
        ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
    }.ToJsonString();

    /// <summary>Whether the server took them all; a machine that is busy may make it say that it has too much to do.</summary>
    private static async Task<bool> IsStoredAsync(AttackedServer server, string lines)
    {
        try
        {
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", lines, "application/x-ndjson");
            return true;
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return false;
        }
    }
}
