using Alerting.Engine.Incidents;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <summary>Something that a region's engine judges. The engine's state is a function of its inputs and their instants alone.</summary>
public abstract record RegionInput;

/// <summary>A report or a correction of one, reported in this region.</summary>
/// <param name="Suffix">How it is told apart where the id of the incident that it opens is taken.</param>
public sealed record ReportInput(Report Report, IdSuffix Suffix = IdSuffix.NextFree) : RegionInput;

/// <summary>Incidents of a region directly below (and of those below that), and what it shows.</summary>
/// <param name="Child">Code of the region directly below.</param>
/// <param name="Sequence">Log sequence of the child up to which this holds everything; lower or equal ones are ignored.</param>
/// <param name="Summary">What the child shows now; null when unchanged.</param>
public sealed record RollUpInput(string Child, long Sequence, IReadOnlyList<IncidentChange> Changes, ChildSummary? Summary) : RegionInput;

/// <summary>Threshold versions that apply from now on: created, replaced, disabled, deleted, or no longer in scope.</summary>
public sealed record AdoptInput(IReadOnlyList<ThresholdVersion> Versions) : RegionInput;

/// <summary>An operator sets (or, with a null level, takes back) the level that is shown.</summary>
public sealed record OverrideInput(LevelOverride? Value, string Author, string? Reason) : RegionInput;

/// <summary>
/// An operator sets back the clock of a region that ran ahead: what is left of that time counts as of the instant set.
/// </summary>
/// <param name="To">UTC ticks; nothing happens where the region is not ahead of it.</param>
public sealed record SetClockInput(long To, string Author, string Reason) : RegionInput;

/// <summary>A desk takes note of an open alert.</summary>
public sealed record AcknowledgeInput(string AlertId, string By, string? Note) : RegionInput;
