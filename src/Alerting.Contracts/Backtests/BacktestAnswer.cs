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
/// <param name="Clock">When the facts of stored history counted; absent where reports were given.</param>
/// <param name="RecordedLateShare">
/// Share of the stored reports of the period, 0..1, that were recorded more than an hour after they occurred: what the other clock
/// would tell differently. Absent where reports were given or there were none.
/// </param>
/// <param name="Odds">
/// How many alerts each threshold brings, and by chance alone, by its id; absent when not asked for. Of the period; where it has
/// no beginning or end, from the first report or to the last.
/// </param>
/// <param name="Recomputed">
/// Regions that were told by regions below what their own stored logs do not hold, by code: theirs was recomputed, so that what
/// came of it may differ from what was live. Absent where reports were given, and by the other clock, by which all is recomputed.
/// </param>
/// <param name="IgnoredActs">
/// Which of the acts, from 0, came to nothing, because their alert was not open then or they were no news; absent where none were
/// given.
/// </param>
public sealed record BacktestAnswer(
    long Reports,
    long RejectedTotal,
    IReadOnlyList<RejectedReport> Rejected,
    IEnumerable<BacktestAlert> Alerts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<BacktestLevel>? Levels = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] HistoryClock? Clock = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? RecordedLateShare = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ThresholdOdds>? Odds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Recomputed = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<int>? IgnoredActs = null);

/// <summary>A report that a backtest left out, and why.</summary>
/// <param name="Index">How many-th report of the request, from 0.</param>
/// <param name="Line">Number of its line in an NDJSON body, from 1; null in a JSON body.</param>
/// <param name="ReportId">As it was stated; null where it could not be read.</param>
/// <param name="Error">What is wrong with it.</param>
public sealed record RejectedReport(long Index, long? Line, string? ReportId, Problem Error);

/// <summary>A change of the level that a region shows.</summary>
/// <param name="Region">Code of the region.</param>
/// <param name="At">When it changed.</param>
/// <param name="Level">The level shown from then on.</param>
/// <param name="Score">The score at that instant.</param>
public sealed record BacktestLevel(string Region, DateTimeOffset At, ThreatLevel Level, double Score);

/// <summary>What a revision told, in short.</summary>
/// <param name="Revision">Its number, from 1.</param>
/// <param name="Change">What it is.</param>
/// <param name="At">When it was made.</param>
/// <param name="Value">The measure.</param>
/// <param name="EvidenceCount">How many incidents count towards it.</param>
/// <param name="Reason">Why it was made, where the facts alone do not say; else null.</param>
public readonly record struct AlertRevision(
    int Revision,
    AlertChange Change,
    DateTimeOffset At,
    double Value,
    int EvidenceCount,
    string? Reason);

/// <summary>An alert as its last revision has it, and its revisions.</summary>
/// <param name="AlertId">Region, threshold and how many-th of this threshold in this region, joined by points.</param>
/// <param name="Revision">Number of the last revision.</param>
/// <param name="Change">What the last revision is.</param>
/// <param name="Reason">Why it was made, where the facts alone do not say; else null.</param>
/// <param name="Status">Whether the alert is open at the end of the backtest, or how it ended.</param>
/// <param name="Seq">Always 0: there is no ledger in a backtest.</param>
/// <param name="Threshold">Which threshold, and in which versions.</param>
/// <param name="Region">The region that crossed it.</param>
/// <param name="Severity">As the threshold has it.</param>
/// <param name="Measure">What was measured.</param>
/// <param name="Towns">Towns of the evidence, sorted, at most 100.</param>
/// <param name="EvidenceCount">How many incidents count towards it.</param>
/// <param name="Evidence">The newest, at most 50, latest first.</param>
/// <param name="Explanation">A sentence that a duty officer understands.</param>
/// <param name="RaisedAt">When the first revision was made.</param>
/// <param name="UpdatedAt">When the last revision was made.</param>
/// <param name="EndedAt">When it was cleared or cancelled; null while it is open.</param>
/// <param name="Acknowledged">Who has taken note, by the acts that were given; null: nobody.</param>
/// <param name="Revisions">All revisions, in short; absent when not asked for.</param>
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
    /// <summary>The last revision of an alert, and what the revisions told.</summary>
    /// <param name="a">The last revision.</param>
    /// <param name="revisions">All of them, in order; null when not asked for.</param>
    public static BacktestAlert Of(Alert a, IReadOnlyList<AlertRevision>? revisions)
    {
        ArgumentNullException.ThrowIfNull(a);
        return new(
            a.AlertId, a.Revision, a.Change, a.Reason, a.Status, a.Seq, a.Threshold, a.Region, a.Severity, a.Measure, a.Towns,
            a.EvidenceCount, a.Evidence, a.Explanation, a.RaisedAt, a.UpdatedAt, a.EndedAt, a.Acknowledged, revisions);
    }
}
