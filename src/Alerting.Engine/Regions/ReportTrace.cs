using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <summary>A report as the engine knows it, and which entries of the region's log hold its revisions.</summary>
/// <param name="Report">
/// The revision in force, as far as it is kept in memory: the summary is shortened, and an id of an incident that the
/// report may have named is missing.
/// </param>
/// <param name="Incident">The incident that it is part of; null while it is withdrawn.</param>
/// <param name="Joined">Why it is part of that incident, in words; null while it is withdrawn.</param>
/// <param name="Sequences">Sequences of those entries, ascending; empty where they are not known.</param>
/// <param name="Place">Where it stands in its incident; null while it is withdrawn.</param>
public sealed record ReportTrace(
    Report Report, string? Incident, string? Joined, IReadOnlyList<long> Sequences, ReportPlace? Place);
