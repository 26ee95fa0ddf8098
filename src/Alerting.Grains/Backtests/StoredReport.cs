using Alerting.Engine.Regions;

namespace Alerting.Grains.Backtests;

/// <summary>A report of a stored history, or what operators settled of towns and incidents.</summary>
/// <param name="Region">Code of the region that stored it.</param>
/// <param name="Input">
/// A <see cref="ReportInput"/>, which says how its incident got its id, a <see cref="PlacesInput"/>, a <see cref="JoinInput"/> or a
/// <see cref="PartInput"/>.
/// </param>
/// <param name="Now">UTC ticks at which it counts under the clock of the history; never runs backwards in a region.</param>
/// <param name="RecordedAt">UTC ticks at which it was judged live.</param>
public readonly record struct StoredReport(string Region, RegionInput Input, long Now, long RecordedAt);
