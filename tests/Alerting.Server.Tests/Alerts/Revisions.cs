using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Server.Alerts;
using Alerting.Thresholds;

namespace Alerting.Server.Tests.Alerts;

/// <summary>Builds revisions.</summary>
internal static class Revisions
{
    public static LedgerRevision Of(
        long seq, Severity severity =
            Severity.Severe, AlertStatus status = AlertStatus.Open, Severity? highestBefore = null, int ballast = 0) =>
        new(
            new Alert
            {
                AlertId = "IQ-AN.two.1",
                Revision = (int)seq,
                Seq = seq,
                Change = status == AlertStatus.Open ? AlertChange.Updated : AlertChange.Cleared,
                Status = status,
                Threshold = new AlertThreshold("two", 1, 1, "Two"),
                Region = new AlertRegion("IQ-AN", "Al Anbār", "IQ"),
                Severity = severity,
                Measure = new AlertMeasure { Name = Measure.Towns, Value = 3, AtLeast = 2 },
                Explanation = new string('.', ballast),
                RaisedAt = DateTimeOffset.UnixEpoch,
                UpdatedAt = DateTimeOffset.UnixEpoch,
            },
            highestBefore);

    public static EncodedRevision Encoded(
        long seq, Severity severity = Severity.Severe, AlertStatus status = AlertStatus.Open, Severity? highestBefore = null,
        int ballast = 0) =>
        EncodedRevision.Of(Of(seq, severity, status, highestBefore, ballast));
}
