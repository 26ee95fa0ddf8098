namespace Alerting.Regions;

/// <summary>A change of the level that a region shows.</summary>
/// <param name="At">The instant of the change, UTC ticks.</param>
/// <param name="From">The level shown until then.</param>
/// <param name="To">The level shown from then on.</param>
/// <param name="Score">The shown score at that instant.</param>
/// <param name="Reason">
/// Where the new level comes from, in words: the score, an open alert, a region below or an override.
/// </param>
[GenerateSerializer, Immutable, Alias("alerting.LevelChange")]
public sealed record LevelChange(
    [property: Id(0)] long At,
    [property: Id(1)] ThreatLevel From,
    [property: Id(2)] ThreatLevel To,
    [property: Id(3)] double Score,
    [property: Id(4)] string Reason);
