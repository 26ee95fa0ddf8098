using Alerting.Alerts;
using Alerting.Grains.Audit;
using Alerting.Grains.Series;
using Alerting.Incidents;
using Alerting.Places;
using Alerting.Regions;
using Alerting.Reports;
using Orleans.Concurrency;

namespace Alerting.Grains.Regions;

/// <summary>
/// One region: takes its reports, evaluates its thresholds, and is the only writer of its alerts. The key is the
/// region's code.
/// </summary>
/// <remarks>
/// Every member may throw <see cref="Alerting.Storage.Logs.LogStoreUnavailableException"/> (try again later) and
/// <see cref="OverloadedException"/> (too many calls wait already). Writing members are idempotent.
/// </remarks>
[Alias("alerting.IRegionGrain")]
public interface IRegionGrain : IGrainWithStringKey
{
    /// <summary>Takes reports of this region, in order. Completes when everything that had to be stored is durable.</summary>
    /// <param name="reports">Must not be changed any more.</param>
    [Alias("Ingest"), AlwaysInterleave]
    Task<IReadOnlyList<ReportOutcome>> IngestAsync([Immutable] IReadOnlyList<Report> reports);

    /// <summary>
    /// Takes the changes of a region directly below. Returns the sequence of the child's log up to which they are
    /// durable here.
    /// </summary>
    [Alias("RollUp"), AlwaysInterleave]
    Task<long> RollUpAsync(RollUp rollUp);

    /// <summary>Sequence of a child's log up to which its changes are durable here; 0 for a child that never rolled up anything.</summary>
    [Alias("KnownOf"), AlwaysInterleave]
    Task<long> KnownOfAsync(string child);

    /// <summary>What the region shows.</summary>
    [Alias("GetState"), AlwaysInterleave]
    Task<RegionState> GetStateAsync();

    /// <summary>Incidents of the region and those below it, newest first.</summary>
    /// <param name="after">Where an earlier page ended; null for the first page.</param>
    /// <param name="limit">1..1,000.</param>
    [Alias("GetIncidents"), AlwaysInterleave]
    Task<IncidentPage?> GetIncidentsAsync(string? after, int limit);

    /// <summary>
    /// Reports of one of the region's own incidents, best first; null when it has no such incident. The reports of an
    /// incident of a region below are with that region.
    /// </summary>
    /// <param name="incidentId">Id of the incident.</param>
    /// <param name="after">The last report of an earlier page; null for the first page.</param>
    /// <param name="limit">1..1,001.</param>
    [Alias("GetReports"), AlwaysInterleave]
    Task<IReadOnlyList<IncidentReport>?> GetReportsAsync(string incidentId, ReportPlace? after, int limit);

    /// <summary>
    /// One of the region's own incidents with a page of its reports as they were sent, best first; null when it has no
    /// such incident.
    /// </summary>
    /// <param name="incidentId">Id of the incident.</param>
    /// <param name="after">The last report of an earlier page; null for the first page.</param>
    /// <param name="limit">1..1,000; fewer are answered where their texts are very long.</param>
    [Alias("GetIncident"), AlwaysInterleave]
    Task<IncidentDetail?> GetIncidentAsync(string incidentId, ReportPlace? after, int limit);

    /// <summary>A report of the region itself as it was sent, withdrawn or not; null when it has no such report.</summary>
    [Alias("GetReport"), AlwaysInterleave]
    Task<SentReport?> GetReportAsync(string source, string reportId);

    /// <summary>
    /// Codes of the regions, among this one and those below it, in which an incident with this id may have been reported.
    /// Each must be asked itself.
    /// </summary>
    [Alias("RegionsOf"), AlwaysInterleave]
    Task<IReadOnlyList<string>> RegionsOfAsync(string incidentId);

    /// <summary>Pairs of names, of the region's own incidents in memory, that may be one town's, those reported last first.</summary>
    [Alias("GetNameDoubts"), AlwaysInterleave]
    Task<IReadOnlyList<NameDoubt>> GetNameDoubtsAsync();

    /// <summary>Joins two of the region's own incidents by hand: what was and is reported of the other is of the first.</summary>
    /// <param name="incidentId">The one that remains.</param>
    /// <param name="other">The one that is joined to it.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="act">Who does it, for the audit log; null: no more is known than the name.</param>
    [Alias("Join"), AlwaysInterleave]
    Task<SettleOutcome> JoinAsync(string incidentId, string other, string by, string? reason, Act? act = null);

    /// <summary>Has two of the region's own incidents be two, which takes back that they were joined and ends any doubt.</summary>
    /// <param name="incidentId">The one.</param>
    /// <param name="other">The other.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="act">Who does it, for the audit log; null: no more is known than the name.</param>
    [Alias("Part"), AlwaysInterleave]
    Task<SettleOutcome> PartAsync(string incidentId, string other, string by, string? reason, Act? act = null);

    /// <summary>Takes a report out of one of the region's own incidents; it is of an incident of its own then.</summary>
    /// <param name="incidentId">The incident.</param>
    /// <param name="source">Source of the report.</param>
    /// <param name="reportId">Its id.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="act">Who does it, for the audit log; null: no more is known than the name.</param>
    [Alias("TakeOut"), AlwaysInterleave]
    Task<SettleOutcome> TakeOutAsync(string incidentId, string source, string reportId, string by, string? reason, Act? act = null);

    /// <summary>Changes of the shown level, newest first.</summary>
    [Alias("GetHistory"), AlwaysInterleave]
    Task<IReadOnlyList<LevelChange>> GetHistoryAsync();

    /// <summary>How the region went over time, in steps.</summary>
    [Alias("GetSeries"), AlwaysInterleave]
    Task<RegionSeriesAnswer> GetSeriesAsync(RegionSeriesQuery query);

    /// <summary>Sets the shown level, or ends the override when null; returns whether there was an override before.</summary>
    /// <param name="value">The override, or null.</param>
    /// <param name="author">Who does it.</param>
    /// <param name="reason">Why it is taken back, or null.</param>
    /// <param name="expected">The override that must be there; null: any or none.</param>
    /// <param name="act">Who does it, for the audit log; null: no more is known than the name.</param>
    [Alias("SetOverride"), AlwaysInterleave]
    Task<OverrideChange> SetOverrideAsync(
        LevelOverride? value, string author, string? reason, OverrideExpectation? expected = null, Act? act = null);

    /// <summary>
    /// Does something to an alert that a desk does, and completes when the ledger has the revision that says so. Idempotent where
    /// the request has a key.
    /// </summary>
    /// <param name="request">What is to be done.</param>
    /// <param name="act">Who does it, for the audit log.</param>
    /// <exception cref="TimeoutException">The revision is durable here, but the ledger has not taken it yet.</exception>
    [Alias("ActOnAlert"), AlwaysInterleave]
    Task<AlertActResult> ActOnAlertAsync(AlertActRequest request, Act act);

    /// <summary>
    /// Acknowledges an alert, and completes when the ledger has the revision that says so. Returns that revision; the last
    /// one where the same was acknowledged before; null when the alert is not open (any more). Called by processes of the version
    /// before, during an upgrade.
    /// </summary>
    /// <param name="alertId">Id of an alert of this region.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="note">What they note, or null.</param>
    /// <param name="act">Who does it, for the audit log; null: no more is known than the name.</param>
    /// <exception cref="TimeoutException">The revision is durable here, but the ledger has not taken it yet.</exception>
    [Alias("AcknowledgeAlert"), AlwaysInterleave]
    Task<Alert?> AcknowledgeAlertAsync(string alertId, string by, string? note, Act? act = null);

    /// <summary>
    /// Sets the clock of the region back to that of the machine, if it is ahead by more than
    /// <c>Alerting:Clock:MaxAhead</c>: alerts raised in the meantime end, facts dated later count as of now, and
    /// everything is evaluated again. Null when the clock is not ahead.
    /// </summary>
    /// <param name="author">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="act">Who does it, for the audit log; null: no more is known than the name.</param>
    [Alias("SetClock"), AlwaysInterleave]
    Task<ClockCorrection?> SetClockAsync(string author, string reason, Act? act = null);
}

/// <summary>What became of what an operator has settled of incidents.</summary>
public enum SettleOutcome : byte
{
    /// <summary>It holds from now on.</summary>
    Done = 0,

    /// <summary>It held already.</summary>
    Unchanged = 1,

    /// <summary>There is no such incident in the region.</summary>
    NotFound = 2,

    /// <summary>The region does not have the other incident, or the incident not the report.</summary>
    OtherNotFound = 3,

    /// <summary>The report is the only one of the incident.</summary>
    OnlyReport = 4,
}

/// <summary>The result of setting the clock of a region back.</summary>
/// <param name="From">The region's instant before, UTC ticks.</param>
/// <param name="To">The region's instant after, UTC ticks.</param>
/// <param name="Ended">The alerts that ended by it, because they were raised in between.</param>
[GenerateSerializer, Immutable, Alias("alerting.ClockCorrection")]
public sealed record ClockCorrection(
    [property: Id(0)] long From,
    [property: Id(1)] long To,
    [property: Id(2)] IReadOnlyList<string> Ended);

/// <param name="Child">Code of the region directly below.</param>
/// <param name="Sequence">Sequence of the child's log up to which this includes all changes.</param>
/// <param name="Changes">The changed incidents as they are now, each once.</param>
[GenerateSerializer, Immutable, Alias("alerting.RollUp")]
public sealed record RollUp(
    [property: Id(0)] string Child,
    [property: Id(1)] long Sequence,
    [property: Id(2)] IReadOnlyList<IncidentChange> Changes,
    [property: Id(3)] ChildSummary? Summary);

/// <param name="Version">Sequence of the log entry that changed the region last.</param>
/// <param name="Steps">Number of steps of that entry so far, since changes that come together share an entry.</param>
/// <param name="Outlook">
/// What it will show while nothing happens to it; null where nothing changes by time alone, or that cannot be told.
/// </param>
[GenerateSerializer, Immutable, Alias("alerting.RegionState")]
public sealed record RegionState(
    [property: Id(0)] string Code,
    [property: Id(1)] RegionFigures Figures,
    [property: Id(2)] long Version,
    [property: Id(3)] int Steps,
    [property: Id(4)] RegionOutlook? Outlook = null);

[GenerateSerializer, Immutable, Alias("alerting.IncidentPage")]
public sealed record IncidentPage(
    [property: Id(0)] IReadOnlyList<IncidentItem> Items,
    [property: Id(1)] string? Next);

/// <summary>Too many calls are waiting; try again later.</summary>
[GenerateSerializer, Alias("alerting.OverloadedException")]
public sealed class OverloadedException(string message) : Exception(message);
