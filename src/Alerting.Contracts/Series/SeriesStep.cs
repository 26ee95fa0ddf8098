using Alerting.Regions;

namespace Alerting.Series;

/// <summary>What is known of a region in a step of time; each figure is null where it was not asked for or is forgotten.</summary>
/// <param name="Level">The highest level that it showed in the step.</param>
/// <param name="Score">The highest score that it had in the step, on the facts known now.</param>
/// <param name="Incidents">How many incidents occurred in the step, on the facts known now.</param>
/// <param name="Killed">Persons killed in them.</param>
[GenerateSerializer, Immutable, Alias("alerting.SeriesStep")]
public readonly record struct SeriesStep(
    [property: Id(0)] ThreatLevel? Level,
    [property: Id(1)] double? Score,
    [property: Id(2)] long? Incidents,
    [property: Id(3)] long? Killed);
