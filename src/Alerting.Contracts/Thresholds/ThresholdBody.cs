using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Json;
using Alerting.Reports;

namespace Alerting.Thresholds;

/// <summary>What bodies say of a threshold; members that are absent or null have the value that is told of them.</summary>
public abstract record ThresholdSettings
{
    /// <summary>The most items of a list.</summary>
    public const int MaxItems = 1_000;

    /// <summary>The id when absent.</summary>
    [Line(200)]
    public string? Name { get; init; }

    /// <summary>Whether regions judge by it; true when absent.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Where to look.</summary>
    public required ScopeBody Scope { get; init; }

    /// <summary>What to count; everything when absent.</summary>
    public MatchBody? Match { get; init; }

    /// <summary>How to count.</summary>
    public required Measure Measure { get; init; }

    /// <summary>How long the window is; required for all measures but level, which has none.</summary>
    public Duration? Window { get; init; }

    /// <summary>Raise from this measure on; greater than 0, and 1 for sequence.</summary>
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

    /// <summary>
    /// Surge: how far back the expectation looks, P7D at least, P28D when absent. Others: how many days back rarity looks,
    /// P28D at least, P365D when absent.
    /// </summary>
    public Duration? Baseline { get; init; }

    /// <summary>Surge only: expected incidents per 7 days below which there is no surge; 1 when absent.</summary>
    public double? Floor { get; init; }

    /// <summary>
    /// Raise only if at most this share of the region's past days reached the value about to be raised, 0 to 1; however
    /// common it is when absent. Ignored while fewer than 28 days are known.
    /// </summary>
    [Range(0.0, 1.0)]
    public double? RarerThan { get; init; }

    /// <summary>
    /// Surge only: the highest probability, above 0 and at most 1, that so many incidents come by chance alone; any when
    /// absent.
    /// </summary>
    [Range(0.0, 1.0)]
    public double? MaxProbability { get; init; }

    /// <summary>Surge only: with fewer incidents in the window there is no surge, 1 to 1,000,000; any number when absent.</summary>
    [Range(1, 1_000_000)]
    public int? MinIncidents { get; init; }

    /// <summary>By which value a window is judged; certain for towns and regions when absent, stated for the others.</summary>
    public Counting? Count { get; init; }

    /// <summary>
    /// Sequence only, and required for it: what different incidents of one region must meet one after the other. Several may do
    /// so at one time. Each must also meet match.
    /// </summary>
    [MinLength(Threshold.MinSteps), Items(Threshold.MaxSteps)]
    public IReadOnlyList<MatchBody>? Steps { get; init; }

    /// <summary>Sequence only: whether one actor must be named by all of its incidents; false when absent.</summary>
    public bool? SameActor { get; init; }

    /// <summary>Sequence only: whether all of its incidents must be in one town; false when absent.</summary>
    public bool? SameTown { get; init; }

    /// <summary>Why it is changed; kept with the version.</summary>
    [Prose(1_000)]
    public string? Reason { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? Version { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedAt { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedBy { get; init; }
}

/// <summary>A threshold to put.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ThresholdBody : ThresholdSettings
{
    /// <summary>As in the address, if stated.</summary>
    [RegularExpression(Slug.Pattern)]
    public string? Id { get; init; }
}

/// <summary>A threshold that is not in force.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DraftBody : ThresholdSettings
{
    /// <summary>Names it in the answer.</summary>
    [RegularExpression(Slug.Pattern)]
    public required string Id { get; init; }
}

/// <summary>Leaf: each region in the subtrees over its own incidents. Root: the named regions over their whole subtrees.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScopeBody
{
    /// <summary>Region codes; "*" for all.</summary>
    [MinLength(1), Items(ThresholdSettings.MaxItems)]
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Leaf for the measure level.</summary>
    public required Depth Depth { get; init; }
}

/// <summary>Kinds and families together are a union, empty means all; the others must all hold.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MatchBody
{
    /// <summary>Kinds of GET /kinds.</summary>
    [Items(ThresholdSettings.MaxItems)]
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Families of GET /kinds.</summary>
    [Items(ThresholdSettings.MaxItems)]
    public IReadOnlyList<Family>? Families { get; init; }

    /// <summary>0 when absent.</summary>
    [Range(0.0, 1.0)]
    public double? MinGradeFactor { get; init; }

    /// <summary>Names of towns.</summary>
    [Items(ThresholdSettings.MaxItems, MaxItemLength = ReportBody.MaxName)]
    public IReadOnlyList<string>? Towns { get; init; }

    /// <summary>Names of actors.</summary>
    [Items(ThresholdSettings.MaxItems, MaxItemLength = ReportBody.MaxName)]
    public IReadOnlyList<string>? Actors { get; init; }
}
