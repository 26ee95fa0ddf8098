using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Backtests;

/// <summary>The answer to POST /backtests.</summary>
/// <param name="Reports">Reports judged within the period: accepted ones and duplicates.</param>
/// <param name="RejectedTotal">How many reports were rejected.</param>
/// <param name="Rejected">The first 10,000 of them, in their order.</param>
/// <param name="Alerts">By raisedAt, region, threshold, ordinal.</param>
/// <param name="Levels">
/// Changes of the shown levels by instant, a region before its parent, then by region; absent when not asked for.
/// </param>
public sealed record BacktestAnswer(
    long Reports,
    long RejectedTotal,
    IReadOnlyList<RejectedReport> Rejected,
    IEnumerable<BacktestAlert> Alerts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<BacktestLevel>? Levels = null);

/// <param name="Index">How many-th report of the request, from 0.</param>
/// <param name="Line">Number of its line in an NDJSON body, from 1; null in a JSON body.</param>
public sealed record RejectedReport(long Index, long? Line, string? ReportId, Problem Error);

public sealed record BacktestLevel(string Region, DateTimeOffset At, ThreatLevel Level, double Score);

/// <summary>What a revision told, in short.</summary>
public readonly record struct AlertRevision(
    int Revision,
    AlertChange Change,
    DateTimeOffset At,
    double Value,
    int EvidenceCount,
    string? Reason);

/// <summary>An alert as its last revision has it, and its revisions.</summary>
public sealed record BacktestAlert(
    string AlertId,
    int Revision,
    AlertChange Change,
    string? Reason,
    AlertStatus Status,
    long Seq,
    AlertThreshold Threshold,
    AlertRegion Region,
    Severity Severity,
    AlertMeasure Measure,
    IReadOnlyList<string> Towns,
    int EvidenceCount,
    IReadOnlyList<EvidenceItem> Evidence,
    string Explanation,
    DateTimeOffset RaisedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? EndedAt,
    Acknowledgement? Acknowledged,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<AlertRevision>? Revisions = null)
{
    public static BacktestAlert Of(Alert a, IReadOnlyList<AlertRevision>? revisions)
    {
        ArgumentNullException.ThrowIfNull(a);
        return new(
            a.AlertId, a.Revision, a.Change, a.Reason, a.Status, a.Seq, a.Threshold, a.Region, a.Severity, a.Measure, a.Towns,
            a.EvidenceCount, a.Evidence, a.Explanation, a.RaisedAt, a.UpdatedAt, a.EndedAt, a.Acknowledged, revisions);
    }
}
