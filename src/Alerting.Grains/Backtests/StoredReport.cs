using Alerting.Engine.Regions;

namespace Alerting.Grains.Backtests;

/// <summary>A report of a stored history, or an outage of the system that a region recorded.</summary>
/// <param name="Region">Code of the region that recorded it.</param>
/// <param name="Input">The report, and how its incident got its id; null for an outage.</param>
/// <param name="Outage">Null for a report.</param>
/// <param name="Now">UTC ticks at which it counts under the clock of the history; never runs backwards in a region.</param>
/// <param name="RecordedAt">UTC ticks at which it was judged live.</param>
public readonly record struct StoredReport(string Region, ReportInput? Input, OutageInput? Outage, long Now, long RecordedAt);
