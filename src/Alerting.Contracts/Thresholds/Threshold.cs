using System.Text.Json.Serialization;
using Alerting.Reports;

namespace Alerting.Thresholds;

/// <summary>What an operator defines: where to look, what to count, and from which measure on to raise.</summary>
[GenerateSerializer, Immutable, Alias("alerting.Threshold")]
public sealed record Threshold
{
    /// <summary>Slug of a-z, 0-9 and '-', 1..64 characters.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string Name { get; init; }

    [Id(2)] public bool Enabled { get; init; } = true;

    [Id(3)] public required Scope Scope { get; init; }

    [Id(4)] public Match Match { get; init; } = new();

    [Id(5)] public required Measure Measure { get; init; }

    /// <summary>Length of the half-open window (t - window, t]; null only for the measure <c>level</c>.</summary>
    [Id(6)] public Duration? Window { get; init; }

    /// <summary>Raise from this measure on; greater than 0.</summary>
    [Id(7)] public required double AtLeast { get; init; }

    /// <summary>Clear when the measure stayed below this; greater than 0, at most <c>atLeast</c>.</summary>
    [Id(8)] public required double ClearBelow { get; init; }

    [Id(9)] public Duration ClearAfter { get; init; } = Duration.Parse("PT15M");

    [Id(10)] public Duration Cooldown { get; init; } = Duration.Parse("PT0S");

    /// <summary>A report this old or older is never the end of a window that raises.</summary>
    [Id(11)] public Duration Lateness { get; init; } = Duration.Parse("P3D");

    [Id(12)] public Duration UpdateEvery { get; init; } = Duration.Parse("PT1S");

    [Id(13)] public required Severity Severity { get; init; }

    /// <summary>Surge only: how far back the expectation looks, at least 7 days.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(14)] public Duration? Baseline { get; init; }

    /// <summary>Surge only: least expected incidents per 7 days for which a ratio means anything.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(15)] public double? Floor { get; init; }
}

/// <param name="Regions">Region codes, or "*".</param>
[GenerateSerializer, Immutable, Alias("alerting.Scope")]
public sealed record Scope(
    [property: Id(0)] IReadOnlyList<string> Regions,
    [property: Id(1)] Depth Depth);

[GenerateSerializer, Immutable, Alias("alerting.Match")]
public sealed record Match
{
    /// <summary>Together with <c>families</c> a union; both empty means all.</summary>
    [Id(0)] public IReadOnlyList<string> Kinds { get; init; } = [];

    [Id(1)] public IReadOnlyList<Family> Families { get; init; } = [];

    /// <summary>0..1.</summary>
    [Id(2)] public double MinGradeFactor { get; init; }

    [Id(3)] public IReadOnlyList<string> Towns { get; init; } = [];

    [Id(4)] public IReadOnlyList<string> Actors { get; init; } = [];
}

/// <summary>Leaf: each region in the subtrees over its own incidents. Root: the named regions over their whole subtrees.</summary>
public enum Depth : byte
{
    Leaf = 0,
    Root = 1,
}

public enum Measure : byte
{
    Incidents = 0,
    Towns = 1,
    Regions = 2,
    Killed = 3,
    Wounded = 4,
    Casualties = 5,
    Weight = 6,
    Surge = 7,
    Level = 8,
}

public enum Severity : byte
{
    Notice = 0,
    Warning = 1,
    Severe = 2,
    Critical = 3,
}

/// <summary>One version of a threshold. Numbers go on after a delete.</summary>
/// <param name="Definition">Null when this version is the deletion.</param>
[GenerateSerializer, Immutable, Alias("alerting.ThresholdVersion")]
public sealed record ThresholdVersion(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] Threshold? Definition,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string Author,
    [property: Id(5)] string? Reason)
{
    /// <summary>Whether regions judge by it.</summary>
    [JsonIgnore]
    public bool InForce => Definition is { Enabled: true };
}
