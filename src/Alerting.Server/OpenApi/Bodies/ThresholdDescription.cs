using System.ComponentModel.DataAnnotations;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Server.OpenApi.Bodies;

/// <summary>A threshold to put.</summary>
internal record ThresholdDescription : IBodyDescription
{
    /// <summary>As in the address, if stated.</summary>
    [RegularExpression(Patterns.Slug)]
    public string? Id { get; init; }

    /// <summary>The id when absent.</summary>
    [StringLength(200, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>Whether regions judge by it; true when absent.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Where to look.</summary>
    public required ScopeDescription Scope { get; init; }

    /// <summary>What to count; everything when absent.</summary>
    public MatchDescription? Match { get; init; }

    /// <summary>How to count.</summary>
    public required Measure Measure { get; init; }

    /// <summary>How long the window is; required for all measures but level, which has none.</summary>
    public Duration? Window { get; init; }

    /// <summary>Raise from this measure on; greater than 0.</summary>
    public required double AtLeast { get; init; }

    /// <summary>Clear when the measure stayed below this; greater than 0 and at most atLeast, which it is when absent.</summary>
    public double? ClearBelow { get; init; }

    /// <summary>For how long it must have stayed below; PT15M when absent.</summary>
    public Duration? ClearAfter { get; init; }

    /// <summary>For how long after its end none is raised; PT0S when absent.</summary>
    public Duration? Cooldown { get; init; }

    /// <summary>A report this old or older never raises; P3D when absent.</summary>
    public Duration? Lateness { get; init; }

    /// <summary>The shortest time between two revisions; PT1S when absent.</summary>
    public Duration? UpdateEvery { get; init; }

    /// <summary>Of its alerts.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Surge only: how far back the expectation looks, P7D at least; P28D when absent.</summary>
    public Duration? Baseline { get; init; }

    /// <summary>Surge only: expected incidents per 7 days below which there is no surge; 1 when absent.</summary>
    public double? Floor { get; init; }

    /// <summary>Why it is changed; kept with the version.</summary>
    [StringLength(1_000)]
    public string? Reason { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? Version { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedAt { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedBy { get; init; }
}

/// <summary>Leaf: each region in the subtrees over its own incidents. Root: the named regions over their whole subtrees.</summary>
internal sealed record ScopeDescription : IBodyDescription
{
    /// <summary>Region codes; "*" for all.</summary>
    [MinLength(1), MaxLength(1_000)]
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Leaf for the measure level.</summary>
    public required Depth Depth { get; init; }
}

/// <summary>Kinds and families together are a union, empty means all; the others must all hold.</summary>
internal sealed record MatchDescription : IBodyDescription
{
    /// <summary>Kinds of GET /kinds.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Families of GET /kinds.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<Family>? Families { get; init; }

    /// <summary>0 when absent.</summary>
    [Range(0.0, 1.0)]
    public double? MinGradeFactor { get; init; }

    /// <summary>Names of towns.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<string>? Towns { get; init; }

    /// <summary>Names of actors.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<string>? Actors { get; init; }
}
