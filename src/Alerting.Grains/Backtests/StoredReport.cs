using Alerting.Engine.Regions;

namespace Alerting.Grains.Backtests;

/// <summary>A report of a stored history.</summary>
/// <param name="Input">The report, and how its incident got its id.</param>
/// <param name="Now">UTC ticks at which it counts under the clock of the history; never runs backwards in a region.</param>
/// <param name="RecordedAt">UTC ticks at which it was judged live.</param>
public readonly record struct StoredReport(ReportInput Input, long Now, long RecordedAt);
