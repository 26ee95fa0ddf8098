using Alerting.Regions;
using Alerting.Series;

namespace Alerting.Engine.Series;

/// <summary>All that the figures of a series follow from.</summary>
public sealed record SeriesFacts
{
    /// <summary>The steps asked for.</summary>
    public required TimeSteps Steps { get; init; }

    /// <summary>The highest level shown in each step, null where it is forgotten; null where levels were not asked for.</summary>
    public IReadOnlyList<ThreatLevel?>? Levels { get; init; }

    /// <summary>
    /// Incidents in any order: those of the steps and, for the score, those before that still weigh; null where they were not asked for.
    /// </summary>
    public IReadOnlyCollection<CountedIncident>? Incidents { get; init; }

    /// <summary>Half-life of the score in ticks; null where it was not asked for.</summary>
    public long? HalfLife { get; init; }

    /// <summary>Before this instant (UTC ticks) incidents may be forgotten; 0 where none is.</summary>
    public long KnownFrom { get; init; }
}
