using System.Text.Json.Serialization;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Alerts;

/// <summary>One revision of an alert, complete in itself. (<c>alertId</c>, <c>revision</c>) is the idempotency key.</summary>
[GenerateSerializer, Immutable, Alias("alerting.Alert")]
public sealed record Alert
{
    /// <summary>At most this many towns are listed.</summary>
    public const int MaxTowns = 100;

    /// <summary>At most this many items of evidence are listed.</summary>
    public const int MaxEvidence = 50;

    /// <summary>At most this many quiet sources are listed.</summary>
    public const int MaxQuietSources = 50;

    /// <summary>At most this many doubts are listed.</summary>
    public const int MaxDoubts = 50;

    /// <summary><c>region.threshold.ordinal</c>: a replay gives the same ids.</summary>
    [Id(0)] public required string AlertId { get; init; }

    /// <summary>1 is the raise; gapless.</summary>
    [Id(1)] public required int Revision { get; init; }

    /// <summary>What this revision is: the raise, an update, what somebody at a desk did, or an end.</summary>
    [Id(2)] public required AlertChange Change { get; init; }

    /// <summary>
    /// Why it changed, where the facts alone do not say: the correction that cancelled it, <c>threshold-changed</c>, or of an update
    /// by which an acknowledgement lapsed <c>grown</c>.
    /// </summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>Whether the alert is open as of this revision, or how it ended.</summary>
    [Id(4)] public required AlertStatus Status { get; init; }

    /// <summary>Position in the alert ledger, gapless from 1; 0 before the ledger took it.</summary>
    [Id(5)] public long Seq { get; init; }

    /// <summary>The threshold that is crossed, in the version that judged this revision.</summary>
    [Id(6)] public required AlertThreshold Threshold { get; init; }

    /// <summary>The region that crossed it; with a threshold of depth root the incidents may lie in regions below.</summary>
    [Id(7)] public required AlertRegion Region { get; init; }

    /// <summary>As the version of the threshold that judged this revision has it.</summary>
    [Id(8)] public required Severity Severity { get; init; }

    /// <summary>The greatest measure of any window that counts, on the facts of this revision.</summary>
    [Id(9)] public required AlertMeasure Measure { get; init; }

    /// <summary>
    /// Towns of the evidence as the best-ranked reports write them, sorted: all of them, or, where there are more than
    /// 100, the 100 that were hit most recently.
    /// </summary>
    [Id(10)] public IReadOnlyList<string> Towns { get; init; } = [];

    /// <summary>How many towns the evidence has, those left out of <c>towns</c> included.</summary>
    [Id(18)] public int TownsCount { get => Math.Max(field, Towns.Count); init; }

    /// <summary>All of the evidence, that left out of <c>evidence</c> included.</summary>
    [Id(11)] public int EvidenceCount { get; init; }

    /// <summary>The newest, at most 50, latest first.</summary>
    [Id(12)] public IReadOnlyList<EvidenceItem> Evidence { get; init; } = [];

    /// <summary>A sentence that a duty officer understands.</summary>
    [Id(13)] public required string Explanation { get; init; }

    /// <summary>When the first revision was made.</summary>
    [Id(14)] public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When this revision was made.</summary>
    [Id(15)] public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the alert was cleared or cancelled; null while it is open.</summary>
    [Id(16)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// The latest acknowledgement, kept by later revisions until it is taken back or lapses; null when nobody has taken note.
    /// </summary>
    [Id(17)] public Acknowledgement? Acknowledged { get; init; }

    /// <summary>Name of who made this revision. Absent where nobody did: it came of reports, thresholds or time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(60)] public string? By { get; init; }

    /// <summary>When they did it, the same as <c>updatedAt</c>. Absent where nobody did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(61)] public DateTimeOffset? At { get; init; }

    /// <summary>What was said, of a comment alone: at most 4,000 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(62)] public string? Comment { get; init; }

    /// <summary>Who the alert has been given to, kept by all later revisions. Absent where it is nobody's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(63)] public Assignment? Assignee { get; init; }

    /// <summary>What the alert was worth, kept by all later revisions. Absent where nobody has said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(64)] public Disposition? Disposition { get; init; }

    /// <summary>
    /// Pairs of incidents that may be one, or, of a threshold on towns, of names that may be one town's: those of the newest
    /// incidents, at most 50. They are what lies between <c>measure.certain</c> and <c>measure.value</c>.
    /// </summary>
    [Id(40)] public IReadOnlyList<Doubt> Doubts { get => field ?? []; init; }

    /// <summary>How many pairs there are, those left out of <c>doubts</c> included.</summary>
    [Id(41)] public int DoubtsCount { get => Math.Max(field, Doubts.Count); init; }

    /// <summary>Of the measure quiet, the sources that have said nothing, by name: at most 50. Absent for other measures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(50)] public IReadOnlyList<QuietSource>? QuietSources { get; init; }

    /// <summary>How many there are, those left out of <c>quietSources</c> included. Absent for other measures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(51)] public int? QuietSourcesCount { get; init; }

    /// <summary>
    /// How rare the measure is for this region. An end that no longer reaches the threshold keeps that of the revision
    /// before; absent where none was stated.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(20)] public AlertRarity? Rarity { get; init; }

    /// <summary>
    /// Since when the threshold had been reached while the cooldown of the alert before held this one back; absent where
    /// none did.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(21)] public DateTimeOffset? HeldSince { get; init; }

    /// <summary>
    /// The <c>alertId</c> of the first alert that was raised by what raised this one: by the same report in this region, or by
    /// a report of a region below that reached this one by a roll-up. The alert's own where nothing else was raised before by it,
    /// as where it was raised by the clock or by a change of the threshold. The same in all revisions.
    /// </summary>
    [Id(30)] public string Story { get => field ?? AlertId; init; }

    /// <summary>Where more of it can be read.</summary>
    public AlertLinks Links => AlertLinks.Of(this);
}

/// <summary>On how many of a region's past days a threshold's measure was as great as it is now, or greater.</summary>
/// <param name="Days">
/// UTC days of the baseline that ended more than the threshold's lateness before the end of the window, and after the
/// region's first event; of a day one number is kept, the greatest measure that was judged. 0 to 366.
/// </param>
/// <param name="Reached">How many of them reached the measure.</param>
/// <param name="LastReachedOn">The last of those; null when none did.</param>
[GenerateSerializer, Immutable, Alias("alerting.AlertRarity")]
public sealed record AlertRarity(
    [property: Id(0)] int Days,
    [property: Id(1)] int Reached,
    [property: Id(2)] DateOnly? LastReachedOn)
{
    /// <summary>With fewer days nothing can be said of how rare a measure is.</summary>
    public const int MinDays = 28;
}

/// <summary>Which threshold an alert is about, and in which versions.</summary>
/// <param name="Id">Its id: a-z, 0-9 and -, 1 to 64 characters.</param>
/// <param name="Version">The version that judged this revision, from 1.</param>
/// <param name="RaisedByVersion">
/// The version that raised the alert; lower than the other where the threshold was changed while the alert was open.
/// </param>
/// <param name="Name">As the version that judged this revision has it, for people.</param>
[GenerateSerializer, Immutable, Alias("alerting.AlertThreshold")]
public sealed record AlertThreshold(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] int RaisedByVersion,
    [property: Id(3)] string Name);

/// <summary>Which region an alert is raised in.</summary>
/// <param name="Code">ISO 3166-2 code (IQ-AN), ISO 3166-1 code (IQ) or a code of the operator's.</param>
/// <param name="Name">As the catalogue of regions has it, for people.</param>
/// <param name="Parent">Code of the region above; null for a region without one.</param>
[GenerateSerializer, Immutable, Alias("alerting.AlertRegion")]
public sealed record AlertRegion(
    [property: Id(0)] string Code,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Parent);

/// <summary>What was measured, over (From, To].</summary>
[GenerateSerializer, Immutable, Alias("alerting.AlertMeasure")]
public sealed record AlertMeasure
{
    /// <summary>What is counted.</summary>
    [Id(0)] public required Measure Name { get; init; }

    /// <summary>
    /// The measure, in units of what is counted: incidents, towns, persons and so on; for surge the ratio of incidents
    /// to those expected; for level 1 to 5. 0 where a revision has no window that counts.
    /// </summary>
    [Id(1)] public required double Value { get; init; }

    /// <summary>
    /// The measure of the same window when incidents that may be one count as the largest of them, and towns whose names are
    /// alike as one; at most <c>value</c>, and 0 only where that is. For regions, surge, level, sequence and quiet the same as
    /// <c>value</c>.
    /// </summary>
    [Id(40)] public double Certain { get => field == 0 ? Value : field; init; }

    /// <summary>Which of the two the threshold judges by; absent in revisions of before that was told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(30)] public Counting? Count { get; init; }

    /// <summary>From which value on the threshold raises.</summary>
    [Id(2)] public required double AtLeast { get; init; }

    /// <summary>Length of the window; null for level, which has none.</summary>
    [Id(3)] public Duration? Window { get; init; }

    /// <summary>Start of the window that was measured, itself not in it; null where there is no window.</summary>
    [Id(4)] public DateTimeOffset? From { get; init; }

    /// <summary>
    /// End of the window that was measured, itself in it: the time of an incident; null where there is no window.
    /// </summary>
    [Id(5)] public DateTimeOffset? To { get; init; }

    /// <summary>Surge only: incidents expected in the window.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(6)] public double? Expected { get; init; }

    /// <summary>Surge only: Poisson probability of at least this many incidents where so many are expected, 0..1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(7)] public double? Probability { get; init; }
}

/// <summary>Somebody at a desk has taken note of an alert.</summary>
/// <param name="At">When it was told.</param>
/// <param name="By">Name of the key that was used.</param>
/// <param name="Note">What they had to say, at most 4,000 characters; null when nothing.</param>
/// <param name="Value">
/// The measure that was judged as they knew it: the acknowledgement lapses when it reaches twice this, a level when it rises
/// above it. Where the threshold has been changed to judge something else since, what that was at first. Absent in those of before.
/// </param>
[GenerateSerializer, Immutable, Alias("alerting.Acknowledgement")]
public sealed record Acknowledgement(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By,
    [property: Id(2)] string? Note,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Value = null);

/// <summary>What a revision of an alert is.</summary>
public enum AlertChange : byte
{
    /// <summary>The first revision: the threshold was reached.</summary>
    Raised = 0,

    /// <summary>The measure, its window, the evidence or the version of the threshold changed.</summary>
    Updated = 1,

    /// <summary>A desk took note; the facts are those of the revision before.</summary>
    Acknowledged = 2,

    /// <summary>
    /// The measure stayed low for long enough, or the threshold was changed or the clock set back, see reason.
    /// </summary>
    Cleared = 3,

    /// <summary>A correction or late report took away what had raised it, see reason.</summary>
    Cancelled = 4,

    /// <summary>The acknowledgement was taken back.</summary>
    Unacknowledged = 5,

    /// <summary>The alert was given to somebody, or to nobody.</summary>
    Assigned = 6,

    /// <summary>Somebody had something to say. Also after the end, which it does not change.</summary>
    Commented = 7,

    /// <summary>Somebody said what the alert was worth. Also after the end, which it does not change.</summary>
    Reviewed = 8,
}

/// <summary>
/// Whether an alert is open, or how it ended. What has ended stays so: the next time another alert is raised.
/// </summary>
public enum AlertStatus : byte
{
    /// <summary>Not ended yet; further revisions may follow.</summary>
    Open = 0,

    /// <summary>Over: what raised it was true and has passed.</summary>
    Cleared = 1,

    /// <summary>Taken back: on the facts as corrected it would not have been raised.</summary>
    Cancelled = 2,
}
