using System.Text.Json.Serialization;
using Alerting.Reports;

namespace Alerting.Thresholds;

/// <summary>What an operator defines: where to look, what to count, and from which measure on to raise.</summary>
[GenerateSerializer, Immutable, Alias("alerting.Threshold")]
public sealed record Threshold
{
    /// <summary>The least steps of a sequence.</summary>
    public const int MinSteps = 2;

    /// <summary>The most steps of a sequence.</summary>
    public const int MaxSteps = 6;

    /// <summary>The greatest <see cref="MinReports"/>: a region keeps the instants of so many reports of each source.</summary>
    public const int MaxMinReports = 100;

    /// <summary>Slug of a-z, 0-9 and '-', 1..64 characters.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>For people, 1..200 characters; the id where none was given.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Whether regions judge by it; one that is disabled ends its open alerts and keeps its versions.</summary>
    [Id(2)] public bool Enabled { get; init; } = true;

    /// <summary>Where to look.</summary>
    [Id(3)] public required Scope Scope { get; init; }

    /// <summary>Which incidents count; all when it names none.</summary>
    [Id(4)] public Match Match { get; init; } = new();

    /// <summary>What is counted in the window.</summary>
    [Id(5)] public required Measure Measure { get; init; }

    /// <summary>
    /// Length of the half-open window (t - window, t], for quiet of the silence; null only for the measure <c>level</c>.
    /// </summary>
    [Id(6)] public Duration? Window { get; init; }

    /// <summary>Raise from this measure on; greater than 0.</summary>
    [Id(7)] public required double AtLeast { get; init; }

    /// <summary>Clear when the measure stayed below this; greater than 0, at most <c>atLeast</c>.</summary>
    [Id(8)] public required double ClearBelow { get; init; }

    /// <summary>How long the measure must have stayed low; PT0S..P366D.</summary>
    [Id(9)] public Duration ClearAfter { get; init; } = Duration.Parse("PT15M");

    /// <summary>How long after the clear of an alert no other is raised; PT0S..P366D.</summary>
    [Id(10)] public Duration Cooldown { get; init; } = Duration.Parse("PT0S");

    /// <summary>A report this old or older is never the end of a window that raises.</summary>
    [Id(11)] public Duration Lateness { get; init; } = Duration.Parse("P3D");

    /// <summary>The shortest time between a revision and an update of it; ends do not wait. PT0S..P366D.</summary>
    [Id(12)] public Duration UpdateEvery { get; init; } = Duration.Parse("PT1S");

    /// <summary>That of its alerts.</summary>
    [Id(13)] public required Severity Severity { get; init; }

    /// <summary>
    /// Surge and quiet: how far back before the window is looked for what is usual, at least 7 days (quiet: any time). Others: how
    /// many days back rarity looks, at least 28 days; null means 365 days, which it always is for surge and quiet.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(14)] public Duration? Baseline { get; init; }

    /// <summary>Surge only: with fewer incidents expected in 7 days than this there is no surge; greater than 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(15)] public double? Floor { get; init; }

    /// <summary>
    /// Raise only if at most this share of the region's past days, 0..1, reached the value that is about to be raised;
    /// null: however common it is. Ignored while fewer than 28 days are known.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(20)] public double? RarerThan { get; init; }

    /// <summary>
    /// Surge only: there is one only if so many incidents have at most this probability by chance alone, 0..1; null:
    /// whatever it is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(21)] public double? MaxProbability { get; init; }

    /// <summary>Surge only: there is none with fewer incidents in the window; null: with any number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(22)] public int? MinIncidents { get; init; }

    /// <summary>
    /// By which of its two values a window is judged; null in a threshold that was stored before there were two, which is
    /// judged by what is stated.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(40)] public Counting? Count { get; init; }

    /// <summary>
    /// Sequence only: what incidents must meet one after the other, 2 to 6 steps; null for other measures.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(50)] public IReadOnlyList<Match>? Steps { get; init; }

    /// <summary>Sequence only: one actor must be named by all incidents of the sequence; null for other measures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(51)] public bool? SameActor { get; init; }

    /// <summary>Sequence only: all incidents of the sequence must be in one town; null for other measures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(52)] public bool? SameTown { get; init; }

    /// <summary>
    /// Quiet only: how many reports a source must have had in the baseline before the window, 1 to 100; null
    /// for other measures.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(53)] public int? MinReports { get; init; }
}

/// <summary>Which regions a threshold looks at.</summary>
/// <param name="Regions">
/// Codes, 1 to 1,000 of them; "*" means all regions for leaf, those without a region above for root.
/// </param>
/// <param name="Depth">What of these regions counts.</param>
[GenerateSerializer, Immutable, Alias("alerting.Scope")]
public sealed record Scope(
    [property: Id(0)] IReadOnlyList<string> Regions,
    [property: Id(1)] Depth Depth);

/// <summary>Which incidents count. Kinds and families together are a union; the other conditions must all hold.</summary>
[GenerateSerializer, Immutable, Alias("alerting.Match")]
public sealed record Match
{
    /// <summary>Kinds of GET /kinds; with no kinds and no families all count.</summary>
    [Id(0)] public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Incidents of all their kinds count, beside those of the kinds that are named.</summary>
    [Id(1)] public IReadOnlyList<Family> Families { get; init; } = [];

    /// <summary>Incidents whose grade factor is below it do not count; 0 to 1.</summary>
    [Id(2)] public double MinGradeFactor { get; init; }

    /// <summary>Names of towns, in any spelling; incidents elsewhere do not count. Empty means all.</summary>
    [Id(3)] public IReadOnlyList<string> Towns { get; init; } = [];

    /// <summary>Names of actors, in any spelling; incidents with none of them do not count. Empty means all.</summary>
    [Id(4)] public IReadOnlyList<string> Actors { get; init; } = [];
}

/// <summary>Leaf: each region in the subtrees over its own incidents. Root: the named regions over their whole subtrees.</summary>
public enum Depth : byte
{
    /// <summary>Each region in the subtrees of those that are named is judged over its own incidents.</summary>
    Leaf = 0,

    /// <summary>The regions that are named are judged, each over the incidents of its whole subtree.</summary>
    Root = 1,
}

/// <summary>What a threshold counts over the matching incidents in its window.</summary>
public enum Measure : byte
{
    /// <summary>How many incidents there are.</summary>
    Incidents = 0,

    /// <summary>In how many towns they are; only reports precise to the town count.</summary>
    Towns = 1,

    /// <summary>In how many regions below they were reported; a region does not count beside one below itself.</summary>
    Regions = 2,

    /// <summary>How many persons were killed.</summary>
    Killed = 3,

    /// <summary>How many persons were wounded.</summary>
    Wounded = 4,

    /// <summary>How many persons were killed or wounded.</summary>
    Casualties = 5,

    /// <summary>The sum of the weights of the incidents, undecayed.</summary>
    Weight = 6,

    /// <summary>How many incidents there are, divided by how many the baseline before the window lets expect.</summary>
    Surge = 7,

    /// <summary>The level of the region, 1 to 5, as its own incidents give it; it has no window.</summary>
    Level = 8,

    /// <summary>
    /// 1 when different incidents of one region meet the steps in their order, else 0. They are at times that do not decrease.
    /// </summary>
    Sequence = 9,

    /// <summary>
    /// How many sources that used to report from the region have said nothing for the window; it counts reports, not incidents.
    /// </summary>
    Quiet = 10,
}

/// <summary>By which of its two values a window is judged.</summary>
public enum Counting : byte
{
    /// <summary>By its incidents as they are: <c>measure.value</c>.</summary>
    Stated = 0,

    /// <summary>
    /// By the least that is sure, when whatever may have been told twice counts once: <c>measure.certain</c>.
    /// </summary>
    Certain = 1,
}

/// <summary>How grave an alert is, in rising order.</summary>
public enum Severity : byte
{
    /// <summary>Has no bearing on the level of the region.</summary>
    Notice = 0,

    /// <summary>Keeps the level of its region at substantial or higher while it is open, unless that is overridden.</summary>
    Warning = 1,

    /// <summary>Keeps the level of its region at severe or higher while it is open, unless that is overridden.</summary>
    Severe = 2,

    /// <summary>Keeps the level of its region at critical while it is open, unless that is overridden.</summary>
    Critical = 3,
}

/// <summary>One version of a threshold. Numbers go on after a delete.</summary>
/// <param name="Id">Of the threshold.</param>
/// <param name="Version">From 1.</param>
/// <param name="Definition">Null when this version is the deletion.</param>
/// <param name="At">When it was put or deleted.</param>
/// <param name="Author">Name of the key that was used.</param>
/// <param name="Reason">Why, in the words of its author; null when nothing was said.</param>
[GenerateSerializer, Immutable, Alias("alerting.ThresholdVersion")]
public sealed record ThresholdVersion(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] Threshold? Definition,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string Author,
    [property: Id(5)] string? Reason) : IVersioned
{
    bool IVersioned.IsDeletion => Definition is null;

    /// <summary>Whether regions judge by it.</summary>
    [JsonIgnore]
    public bool InForce => Definition is { Enabled: true };
}
