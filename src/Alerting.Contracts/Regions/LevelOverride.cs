namespace Alerting.Regions;

/// <summary>What a region shows to the one above it.</summary>
/// <param name="ShownLevel">Its level, which those above it show at the least.</param>
[GenerateSerializer, Immutable, Alias("alerting.ChildSummary")]
public sealed record ChildSummary([property: Id(0)] ThreatLevel ShownLevel);

/// <summary>A level that an operator has a region show, whatever its figures say.</summary>
/// <param name="Level">Shown while the override lasts.</param>
/// <param name="Reason">Why, 1..1,000 characters of one line.</param>
/// <param name="Author">Name of the key that set it.</param>
/// <param name="Expires">UTC ticks; from this instant on the override is over. Null: until taken back.</param>
[GenerateSerializer, Immutable, Alias("alerting.LevelOverride")]
public sealed record LevelOverride(
    [property: Id(0)] ThreatLevel Level,
    [property: Id(1)] string Reason,
    [property: Id(2)] string Author,
    [property: Id(3)] long? Expires);

/// <summary>What an override must be for a change of it to be made.</summary>
/// <param name="Present">The one that is there; null: none.</param>
[GenerateSerializer, Immutable, Alias("alerting.OverrideExpectation")]
public sealed record OverrideExpectation([property: Id(0)] LevelOverride? Present);

/// <summary>What became of a change of an override.</summary>
public enum OverrideChange : byte
{
    /// <summary>There was none before.</summary>
    WasNone = 0,

    /// <summary>There was one before.</summary>
    WasSet = 1,

    /// <summary>Not made: there is another than the expected one.</summary>
    Conflict = 2,
}
