using System.Globalization;
using System.Text.Json.Nodes;

namespace Alerting.Server.Demo;

/// <summary>The sample: Anbar and its neighbours, 1 to 3 January 2014, with made-up sources, ids and exact times (see NOTICE).</summary>
internal static class FoundingScenario
{
    /// <summary>Duration of the scenario, and the duration into which its times are compressed.</summary>
    private static readonly TimeSpan s_lasted = TimeSpan.FromHours(54);
    private static readonly TimeSpan s_compressed = TimeSpan.FromMinutes(100);

    /// <summary>
    /// The reports as JSON lines with their event times compressed into the last 100 minutes; windows and correlation are not
    /// compressed. Ids get a suffix, so that a second run makes new reports instead of conflicts.
    /// </summary>
    public static IReadOnlyList<string> Compressed(DateTimeOffset now)
    {
        var reports = Lines().Select(static line => JsonNode.Parse(line)!.AsObject()).ToList();
        var start = reports.Min(OccurredAt);
        var run = now.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        foreach (var report in reports)
        {
            var at = now - s_compressed + ((OccurredAt(report) - start) * (s_compressed / s_lasted));
            report["occurredAt"] = Instants.Format(at);
            report["reportId"] = $"{report["reportId"]!.GetValue<string>()}-{run}";
        }

        return reports.ConvertAll(static r => r.ToJsonString());
    }

    private static DateTimeOffset OccurredAt(JsonObject report) =>
        DateTimeOffset.Parse(report["occurredAt"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(FoundingScenario).Assembly.GetManifestResourceStream("Alerting.Server.Demo.anbar-2014-01.ndjson")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
