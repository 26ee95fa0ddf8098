namespace Alerting.Engine.Series;

/// <summary>What counts of an incident in a series.</summary>
/// <param name="OccurredAt">Its event time, UTC ticks.</param>
/// <param name="Killed">Persons.</param>
/// <param name="Weight">In the score, at its event time.</param>
public readonly record struct CountedIncident(long OccurredAt, int Killed, double Weight);
