using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Backtests;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Thresholds;

/// <summary>
/// The answer to POST /thresholds/{id}/preview: the alerts of a period under the draft beside those under the version in
/// force.
/// </summary>
/// <param name="Id">Of the threshold.</param>
/// <param name="From">Start of the period; what was stored before warms the state.</param>
/// <param name="To">The moment of the request.</param>
/// <param name="Reports">Stored reports of the regions in scope that were judged within the period.</param>
/// <param name="InForceVersion">
/// Null when the threshold is new, deleted or disabled: nothing stands beside the draft then.
/// </param>
/// <param name="New">
/// Alerts under the draft at whose time their region has none under the version in force, in order of raisedAt and
/// region.
/// </param>
/// <param name="Gone">
/// Alerts under the version in force at whose time their region has none under the draft, in the same order.
/// </param>
/// <param name="Changed">Alerts of one region at one time that differ.</param>
/// <param name="Unchanged">How many alerts are the same under both.</param>
/// <param name="Totals">Alerts raised, by region and ISO week.</param>
/// <param name="Clock">When the facts of the stored history counted.</param>
/// <param name="RecordedLateShare">
/// Share of the reports of the period, 0..1, that were recorded more than an hour after they occurred: what the other clock would
/// tell differently; null when there were none.
/// </param>
/// <param name="PerWeek">Alerts that the draft raises in a week; null when the period is shorter than one.</param>
/// <param name="Share">Days on which an alert of the draft was open, by region.</param>
/// <param name="Reraised">
/// How many alerts the draft raises within a day of the end of the one before in the same region.
/// </param>
/// <param name="ByChance">How often the draft fires by chance alone.</param>
/// <param name="Recomputed">
/// Regions that were told by regions below what their own stored logs do not hold, by code; absent by the other clock, by which all
/// is recomputed.
/// </param>
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
    IReadOnlyList<PreviewTotal> Totals,
    HistoryClock Clock,
    double? RecordedLateShare,
    AlertsPerWeek? PerWeek,
    IReadOnlyList<OpenDays> Share,
    int Reraised,
    AlertsByChance ByChance,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Recomputed = null);

/// <summary>Two alerts of one region at one time that differ.</summary>
/// <param name="InForce">Under the version in force.</param>
/// <param name="Draft">Under the draft.</param>
/// <param name="Differs">Names of the members that differ, ids and wording apart.</param>
public sealed record PreviewChange(PreviewAlert InForce, PreviewAlert Draft, IReadOnlyList<string> Differs);

/// <summary>How many alerts are raised in a region in a week.</summary>
/// <param name="Region">Code of the region.</param>
/// <param name="Week">ISO 8601 week in UTC, as <c>2014-W01</c>.</param>
/// <param name="InForce">Under the version in force.</param>
/// <param name="Draft">Under the draft.</param>
public sealed record PreviewTotal(string Region, string Week, int InForce, int Draft);

/// <summary>An alert as it was last told.</summary>
/// <param name="AlertId">
/// Region, threshold and how many-th in the stored history that was judged: not the id of an alert that was raised.
/// </param>
/// <param name="Region">Code of the region.</param>
/// <param name="Status">Whether it is open at the end of the period, or how it ended.</param>
/// <param name="Severity">As the version of the threshold has it.</param>
/// <param name="RaisedAt">When the first revision was made.</param>
/// <param name="EndedAt">When it was cleared or cancelled; null while it is open.</param>
/// <param name="Value">The measure as it was told last.</param>
/// <param name="EvidenceCount">How many incidents count towards it.</param>
/// <param name="Towns">Towns of the evidence, sorted, at most 100.</param>
/// <param name="Explanation">A sentence that a duty officer understands.</param>
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
    /// <summary>The same in short.</summary>
    /// <param name="alert">Its last revision.</param>
    public static PreviewAlert Of(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return new(
            alert.AlertId, alert.Region.Code, alert.Status, alert.Severity, alert.RaisedAt, alert.EndedAt,
            alert.Measure.Value, alert.EvidenceCount, alert.Towns, alert.Explanation);
    }
}
