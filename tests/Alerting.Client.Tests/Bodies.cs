using System.Globalization;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Client.Tests;

/// <summary>Bodies for tests in real time.</summary>
internal static class Bodies
{
    /// <summary>What happened just now.</summary>
    public static ReportBody Report(string region, int number) => new()
    {
        ReportId = "r-" + number.ToString(CultureInfo.InvariantCulture),
        Source = "wire-a",
        Region = region,
        Town = "Town " + number.ToString(CultureInfo.InvariantCulture),
        Kind = "armed-assault",
        OccurredAt = TimeProvider.System.GetUtcNow(),
        Grade = "B2",
        Killed = 2,
    };

    /// <summary>Each region raises with its first incident, and each further one is a revision.</summary>
    public static ThresholdBody Threshold(params string[] regions) => new()
    {
        Scope = new ScopeBody { Regions = regions, Depth = Depth.Leaf },
        Measure = Measure.Incidents,
        Window = Duration.Parse("PT2H"),
        AtLeast = 1,
        UpdateEvery = Duration.Parse("PT0S"),
        Severity = Severity.Notice,
    };
}
