using System.Text.Json.Serialization;

namespace Alerting.Thresholds;

/// <summary>A threshold as it was put, with its defaults, and which version of it this is.</summary>
public sealed record ThresholdView
{
    /// <summary>a-z, 0-9 and -, 1 to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>For people; the id where none was given.</summary>
    public required string Name { get; init; }

    /// <summary>Whether regions judge by it.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Where to look.</summary>
    public required Scope Scope { get; init; }

    /// <summary>Which incidents count; all when it names none.</summary>
    public required Match Match { get; init; }

    /// <summary>What is counted in the window.</summary>
    public required Measure Measure { get; init; }

    /// <summary>Length of the window; null for level, which has none.</summary>
    public required Duration? Window { get; init; }

    /// <summary>From which measure on an alert is raised; greater than 0.</summary>
    public required double AtLeast { get; init; }

    /// <summary>An alert is cleared when the measure stayed below this; greater than 0 and at most atLeast.</summary>
    public required double ClearBelow { get; init; }

    /// <summary>For how long it must have stayed below.</summary>
    public required Duration ClearAfter { get; init; }

    /// <summary>For how long after the clear of an alert no other is raised.</summary>
    public required Duration Cooldown { get; init; }

    /// <summary>A report this old or older never raises.</summary>
    public required Duration Lateness { get; init; }

    /// <summary>The shortest time between a revision and an update of it.</summary>
    public required Duration UpdateEvery { get; init; }

    /// <summary>That of its alerts.</summary>
    public required Severity Severity { get; init; }

    /// <summary>
    /// Surge: how far back the expectation looks, 7 days at the least. Others: how many days back rarity looks; absent
    /// where none was given, which means 365 days.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Duration? Baseline { get; init; }

    /// <summary>Surge only, else absent: with fewer incidents expected in 7 days than this there is no surge.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Floor { get; init; }

    /// <summary>
    /// Raise only if at most this share of the region's past days reached the value; absent: however common it is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RarerThan { get; init; }

    /// <summary>Surge only, else absent: the highest probability by chance alone at which there is a surge.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaxProbability { get; init; }

    /// <summary>Surge only, else absent: with fewer incidents in the window there is no surge.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MinIncidents { get; init; }

    /// <summary>By which value a window is judged: as stated, or by what is certain of it.</summary>
    public required Counting Count { get; init; }

    /// <summary>Sequence only, else absent: what incidents must meet one after the other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Match>? Steps { get; init; }

    /// <summary>Sequence only, else absent: whether one actor must be named by all of its incidents.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? SameActor { get; init; }

    /// <summary>Sequence only, else absent: whether all of its incidents must be in one town.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? SameTown { get; init; }

    /// <summary>Numbers go on after a delete.</summary>
    public required int Version { get; init; }

    /// <summary>When this version was put.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>The version as users see it.</summary>
    /// <param name="version">No deletion.</param>
    public static ThresholdView Of(ThresholdVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var definition = version.Definition!;
        return new()
        {
            Id = definition.Id,
            Name = definition.Name,
            Enabled = definition.Enabled,
            Scope = definition.Scope,
            Match = definition.Match,
            Measure = definition.Measure,
            Window = definition.Window,
            AtLeast = definition.AtLeast,
            ClearBelow = definition.ClearBelow,
            ClearAfter = definition.ClearAfter,
            Cooldown = definition.Cooldown,
            Lateness = definition.Lateness,
            UpdateEvery = definition.UpdateEvery,
            Severity = definition.Severity,
            Baseline = definition.Baseline,
            Floor = definition.Floor,
            RarerThan = definition.RarerThan,
            MaxProbability = definition.MaxProbability,
            MinIncidents = definition.MinIncidents,
            Count = definition.Count ?? Counting.Stated,
            Steps = definition.Steps,
            SameActor = definition.SameActor,
            SameTown = definition.SameTown,
            Version = version.Version,
            ChangedAt = version.At,
            ChangedBy = version.Author,
        };
    }
}
