using Alerting.Series;

namespace Alerting.Grains.Series;

/// <summary>What is asked of the past of a region.</summary>
/// <param name="Steps">The steps, at most some thousand.</param>
/// <param name="Through">Incidents that occurred later (UTC ticks) are left out.</param>
/// <param name="Levels">Whether levels are asked for.</param>
/// <param name="Scores">Whether scores are.</param>
/// <param name="Incidents">Whether numbers of incidents and of those killed are.</param>
[GenerateSerializer, Immutable, Alias("alerting.RegionSeriesQuery")]
public sealed record RegionSeriesQuery(
    [property: Id(0)] TimeSteps Steps,
    [property: Id(1)] long Through,
    [property: Id(2)] bool Levels,
    [property: Id(3)] bool Scores,
    [property: Id(4)] bool Incidents);

/// <summary>The past of a region.</summary>
/// <param name="Steps">One for each step asked for; null where too many incidents would have to be read.</param>
[GenerateSerializer, Immutable, Alias("alerting.RegionSeriesAnswer")]
public sealed record RegionSeriesAnswer([property: Id(0)] IReadOnlyList<SeriesStep>? Steps);
