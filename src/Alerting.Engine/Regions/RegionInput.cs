using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Incidents;
using Alerting.Places;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <summary>An input of a region's engine. The engine's state is a function of its inputs and their instants alone.</summary>
public abstract record RegionInput;

/// <summary>A report or a correction of one, reported in this region.</summary>
/// <param name="Report">The report.</param>
/// <param name="Suffix">The rule for the number that is appended where the id of its incident is taken.</param>
public sealed record ReportInput(Report Report, IdSuffix Suffix = IdSuffix.NextFree) : RegionInput;

/// <summary>Changed incidents of a region directly below, including those of regions below that, and what it shows.</summary>
/// <param name="Child">Code of the region directly below.</param>
/// <param name="Sequence">
/// Sequence of the child's log up to which this includes all changes. Not above the last one: the input is ignored.
/// </param>
/// <param name="Changes">The incidents as they are now.</param>
/// <param name="Summary">What the child shows now; null when unchanged.</param>
public sealed record RollUpInput(string Child, long Sequence, IReadOnlyList<IncidentChange> Changes, ChildSummary? Summary) : RegionInput;

/// <summary>Versions of thresholds that apply from now on: created, replaced, disabled, deleted, or out of scope now.</summary>
public sealed record AdoptInput(IReadOnlyList<ThresholdVersion> Versions) : RegionInput;

/// <summary>Versions of places, and of decisions on names of towns, that apply from now on: put, replaced or taken back.</summary>
public sealed record PlacesInput(IReadOnlyList<PlaceVersion> Versions) : RegionInput;

/// <summary>An operator says that two incidents of the region are one: what was and is reported of the other is of the first.</summary>
/// <param name="IncidentId">The one that remains.</param>
/// <param name="Other">The one that is joined to it.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record JoinInput(string IncidentId, string Other, string By, string? Reason) : RegionInput;

/// <summary>
/// An operator says that two incidents of the region are two, which takes back that they were joined and ends any doubt; or
/// takes a report out of its incident, which is of one of its own then.
/// </summary>
/// <param name="IncidentId">The one incident.</param>
/// <param name="Other">The other; null where a report is taken out.</param>
/// <param name="Source">Source of the report; null where incidents are parted.</param>
/// <param name="ReportId">Its id.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record PartInput(
    string IncidentId, string? Other, string? Source, string? ReportId, string By, string? Reason) : RegionInput;

/// <summary>An operator sets the shown level or, with null, ends the override.</summary>
public sealed record OverrideInput(LevelOverride? Value, string Author, string? Reason) : RegionInput;

/// <summary>An operator sets back the clock of a region that ran ahead. Facts dated later count as of the new instant.</summary>
/// <param name="To">UTC ticks; a region that is not ahead of it stays as it is.</param>
/// <param name="Author">Who did it.</param>
/// <param name="Reason">Why.</param>
public sealed record SetClockInput(long To, string Author, string Reason) : RegionInput;

/// <summary>
/// What is older than the retention is forgotten: incidents with their reports, withdrawn reports, and changes of the
/// level; see <see cref="Archive.Forgetting"/>.
/// </summary>
/// <param name="Before">Incidents are forgotten whose last event lies before this instant, UTC ticks,</param>
/// <param name="Sequence">and that were changed last by an entry of the log before this one.</param>
public sealed record ForgetInput(long Before, long Sequence) : RegionInput;

/// <summary>
/// The system was down, so that nobody could report: the silence of sources counts from its end. Recorded before anything that is
/// due later than its beginning.
/// </summary>
/// <param name="From">When it was last known to run, UTC ticks.</param>
/// <param name="To">When it ran again, UTC ticks.</param>
public sealed record OutageInput(long From, long To) : RegionInput;

/// <summary>Somebody at a desk does something to an alert of the region.</summary>
/// <param name="AlertId">Id of the alert; one that is neither open nor given as ended stays as it is.</param>
/// <param name="By">Name of who does it.</param>
/// <param name="Act">What they do.</param>
/// <param name="Key">By which the same act is known when it is sent again; null: it is not.</param>
/// <param name="Ended">
/// The last revision of an alert that has ended, which the region itself does not keep; null for one that is open.
/// </param>
public sealed record AlertActInput(string AlertId, string By, AlertAct Act, ActKey? Key = null, Alert? Ended = null) : RegionInput;
