using Alerting.Alerts;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Thresholds;

/// <summary>
/// The answer to POST /thresholds/{id}/preview: the alerts of a period under the draft beside those under the version in
/// force.
/// </summary>
/// <param name="From">Start of the period; what was stored before warms the state.</param>
/// <param name="To">The moment of the request.</param>
/// <param name="Reports">Stored reports of the regions in scope that were judged within the period.</param>
/// <param name="InForceVersion">Null when the threshold is new, deleted or disabled: nothing stands beside the draft then.</param>
/// <param name="New">
/// Alerts under the draft at whose time their region has none under the version in force, in order of raisedAt and
/// region.
/// </param>
/// <param name="Gone">The reverse.</param>
/// <param name="Changed">Alerts of one region at one time that differ.</param>
/// <param name="Unchanged">Alerts that are the same under both.</param>
/// <param name="Totals">Alerts raised, by region and ISO week.</param>
public sealed record PreviewAnswer(
    string Id,
    DateTimeOffset From,
    DateTimeOffset To,
    long Reports,
    int? InForceVersion,
    IReadOnlyList<PreviewAlert> New,
    IReadOnlyList<PreviewAlert> Gone,
    IReadOnlyList<PreviewChange> Changed,
    int Unchanged,
    IReadOnlyList<PreviewTotal> Totals);

/// <param name="Differs">Names of the members that differ.</param>
public sealed record PreviewChange(PreviewAlert InForce, PreviewAlert Draft, IReadOnlyList<string> Differs);

/// <param name="Week">ISO 8601 week in UTC, as <c>2014-W01</c>.</param>
public sealed record PreviewTotal(string Region, string Week, int InForce, int Draft);

/// <summary>An alert as it was last told.</summary>
public sealed record PreviewAlert(
    string AlertId,
    string Region,
    AlertStatus Status,
    Severity Severity,
    DateTimeOffset RaisedAt,
    DateTimeOffset? EndedAt,
    double Value,
    int EvidenceCount,
    IReadOnlyList<string> Towns,
    string Explanation)
{
    public static PreviewAlert Of(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return new(
            alert.AlertId, alert.Region.Code, alert.Status, alert.Severity, alert.RaisedAt, alert.EndedAt,
            alert.Measure.Value, alert.EvidenceCount, alert.Towns, alert.Explanation);
    }
}
