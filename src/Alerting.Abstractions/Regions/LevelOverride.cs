namespace Alerting.Regions;

/// <summary>What a region shows to the one above it.</summary>
[GenerateSerializer, Immutable, Alias("alerting.ChildSummary")]
public sealed record ChildSummary([property: Id(0)] ThreatLevel ShownLevel);

/// <param name="Expires">UTC ticks; from this instant on the override is over. Null: until taken back.</param>
[GenerateSerializer, Immutable, Alias("alerting.LevelOverride")]
public sealed record LevelOverride(
    [property: Id(0)] ThreatLevel Level,
    [property: Id(1)] string Reason,
    [property: Id(2)] string Author,
    [property: Id(3)] long? Expires);
