using Alerting.Alerts;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Orleans.Concurrency;

namespace Alerting.Grains.Regions;

/// <summary>
/// One region: takes its reports, judges its thresholds, and is the only writer of its alerts. The key is the region's code.
/// </summary>
/// <remarks>
/// Every member may throw <see cref="Alerting.Storage.Logs.LogStoreUnavailableException"/> (repeat later) and
/// <see cref="OverloadedException"/> (too much is waiting already). Writing members are idempotent.
/// </remarks>
[Alias("alerting.IRegionGrain")]
public interface IRegionGrain : IGrainWithStringKey
{
    /// <summary>Takes reports of this region, in order; answers when all that is stored of them is durable.</summary>
    /// <param name="reports">Not to be changed any more.</param>
    [Alias("Ingest"), AlwaysInterleave]
    Task<IReadOnlyList<ReportOutcome>> IngestAsync([Immutable] IReadOnlyList<Report> reports);

    /// <summary>Takes what has changed in a region directly below; answers the child's sequence that is known durably.</summary>
    [Alias("RollUp"), AlwaysInterleave]
    Task<long> RollUpAsync(RollUp rollUp);

    /// <summary>The child's sequence that is known durably; 0 for a child never heard of.</summary>
    [Alias("KnownOf"), AlwaysInterleave]
    Task<long> KnownOfAsync(string child);

    /// <summary>What the region shows.</summary>
    [Alias("GetState"), AlwaysInterleave]
    Task<RegionState> GetStateAsync();

    /// <summary>Incidents of the region and those below it, newest first.</summary>
    /// <param name="after">Continue behind this place of an earlier page, or null.</param>
    /// <param name="limit">1..1,000.</param>
    [Alias("GetIncidents"), AlwaysInterleave]
    Task<IncidentPage?> GetIncidentsAsync(string? after, int limit);

    /// <summary>
    /// Reports of one of the region's own incidents, best first; null when it has no such incident. Those of an incident of a region
    /// below are with that region.
    /// </summary>
    /// <param name="incidentId">Id of the incident.</param>
    /// <param name="after">Continue behind this report, or null.</param>
    /// <param name="limit">1..1,001.</param>
    [Alias("GetReports"), AlwaysInterleave]
    Task<IReadOnlyList<IncidentReport>?> GetReportsAsync(string incidentId, ReportPlace? after, int limit);

    /// <summary>Changes of the shown level, newest first.</summary>
    [Alias("GetHistory"), AlwaysInterleave]
    Task<IReadOnlyList<LevelChange>> GetHistoryAsync();

    /// <summary>Sets the level that is shown, or takes the override back when null; answers whether there was one before.</summary>
    /// <param name="value">The override, or null.</param>
    /// <param name="author">Who does it.</param>
    /// <param name="reason">Why it is taken back, or null.</param>
    /// <param name="expected">What must be there; null: whatever it is.</param>
    [Alias("SetOverride"), AlwaysInterleave]
    Task<OverrideChange> SetOverrideAsync(LevelOverride? value, string author, string? reason, OverrideExpectation? expected = null);

    /// <summary>Takes note of an alert; false when it is not open (any more).</summary>
    [Alias("Acknowledge"), AlwaysInterleave]
    Task<bool> AcknowledgeAsync(string alertId, string by, string? note);

    /// <summary>
    /// Sets the clock of the region back to that of the machine, where it is ahead by more than is put up with
    /// (<c>Alerting:Clock:MaxAhead</c>): alerts raised in that time end, facts of that time count as of now, and all is
    /// judged anew. Null where it is not ahead.
    /// </summary>
    /// <param name="author">Who does it.</param>
    /// <param name="reason">Why.</param>
    [Alias("SetClock"), AlwaysInterleave]
    Task<ClockCorrection?> SetClockAsync(string author, string reason);
}

/// <summary>How the clock of a region was set back.</summary>
/// <param name="From">The region's now before, UTC ticks.</param>
/// <param name="To">The region's now after, UTC ticks.</param>
/// <param name="Ended">The alerts that ended by it: they were raised in between.</param>
[GenerateSerializer, Immutable, Alias("alerting.ClockCorrection")]
public sealed record ClockCorrection(
    [property: Id(0)] long From,
    [property: Id(1)] long To,
    [property: Id(2)] IReadOnlyList<string> Ended);

/// <param name="Child">Code of the region directly below.</param>
/// <param name="Sequence">Log sequence of the child up to which this says everything.</param>
/// <param name="Changes">Incidents as they are now, the last version of each.</param>
[GenerateSerializer, Immutable, Alias("alerting.RollUp")]
public sealed record RollUp(
    [property: Id(0)] string Child,
    [property: Id(1)] long Sequence,
    [property: Id(2)] IReadOnlyList<IncidentChange> Changes,
    [property: Id(3)] ChildSummary? Summary);

/// <param name="Version">Sequence of the log entry with the last change of the region.</param>
/// <param name="Steps">How many steps that entry has so far: changes that come together share one.</param>
[GenerateSerializer, Immutable, Alias("alerting.RegionState")]
public sealed record RegionState(
    [property: Id(0)] string Code,
    [property: Id(1)] RegionFigures Figures,
    [property: Id(2)] long Version,
    [property: Id(3)] int Steps);

[GenerateSerializer, Immutable, Alias("alerting.IncidentPage")]
public sealed record IncidentPage(
    [property: Id(0)] IReadOnlyList<IncidentItem> Items,
    [property: Id(1)] string? Next);

/// <summary>More is waiting than is bearable; come again later.</summary>
[GenerateSerializer, Alias("alerting.OverloadedException")]
public sealed class OverloadedException(string message) : Exception(message);
