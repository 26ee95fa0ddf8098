using Alerting.Regions;

namespace Alerting.Series;

/// <summary>How a region went over time, in steps of one length.</summary>
/// <param name="Region">Its code.</param>
/// <param name="From">Begin of the first step.</param>
/// <param name="To">End of the last step, which may lie in the future.</param>
/// <param name="Step">Length of each, as it was asked for.</param>
/// <param name="Points">One a step, oldest first; steps that have not begun are left out.</param>
public sealed record RegionSeries(
    string Region, DateTimeOffset From, DateTimeOffset To, Duration Step, IReadOnlyList<RegionSeriesPoint> Points);

/// <summary>
/// A step of time; figures of the region include those of the regions below. Each is null where it was not asked for or is older than
/// what the region remembers.
/// </summary>
/// <param name="At">Begin of the step.</param>
/// <param name="Level">The highest level that the region showed in the step: what was shown stays, whatever became known later.</param>
/// <param name="LevelNumber">The same as a number, 1 (low) to 5 (critical).</param>
/// <param name="Score">The highest score of the step, 0 or more, on the facts known now, as of when they occurred.</param>
/// <param name="Incidents">How many incidents occurred in the step, on the facts known now.</param>
/// <param name="Killed">Persons killed in them, likewise.</param>
public sealed record RegionSeriesPoint(
    DateTimeOffset At, ThreatLevel? Level, int? LevelNumber, double? Score, long? Incidents, long? Killed);
