using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Thresholds;

namespace Alerting.Grains.Tests.Alerts;

internal static class AlertBuilder
{
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static Alert Revision(
        string region,
        int ordinal,
        int revision = 1,
        AlertStatus status = AlertStatus.Open,
        Severity severity = Severity.Severe,
        string threshold = "simultaneous-assaults",
        int ballast = 0) => new()
        {
            AlertId = $"{region}.{threshold}.{ordinal}",
            Revision = revision,
            Change = revision == 1 ? AlertChange.Raised : status == AlertStatus.Open ? AlertChange.Updated : AlertChange.Cleared,
            Status = status,
            Threshold = new AlertThreshold(threshold, 1, 1, "Assaults"),
            Region = new AlertRegion(region, "Al Anbār", region.Split('-')[0]),
            Severity = severity,
            Measure = new AlertMeasure { Name = Measure.Towns, Value = 3, AtLeast = 3, Window = Duration.Parse("PT2H") },
            Towns = ["Fallujah", "Ramadi"],
            EvidenceCount = 1,
            Explanation = "3 towns of Al Anbār were hit within 2 h" + new string('.', ballast),
            RaisedAt = s_start,
            UpdatedAt = s_start.AddMinutes(revision),
        };

    /// <summary>A region's log entry at a sequence, raising one alert.</summary>
    public static RegionRevisions Entry(string region, long sequence, int ballast = 0) =>
        new(sequence, [Revision(region, (int)sequence, ballast: ballast)]);
}
