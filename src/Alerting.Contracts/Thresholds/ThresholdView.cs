using System.Text.Json.Serialization;

namespace Alerting.Thresholds;

/// <summary>A threshold as it was put, with its defaults, and which version of it this is.</summary>
public sealed record ThresholdView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required bool Enabled { get; init; }

    public required Scope Scope { get; init; }

    public required Match Match { get; init; }

    public required Measure Measure { get; init; }

    public required Duration? Window { get; init; }

    public required double AtLeast { get; init; }

    public required double ClearBelow { get; init; }

    public required Duration ClearAfter { get; init; }

    public required Duration Cooldown { get; init; }

    public required Duration Lateness { get; init; }

    public required Duration UpdateEvery { get; init; }

    public required Severity Severity { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Duration? Baseline { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Floor { get; init; }

    /// <summary>Numbers go on after a delete.</summary>
    public required int Version { get; init; }

    /// <summary>When this version was put.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string ChangedBy { get; init; }

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
            Version = version.Version,
            ChangedAt = version.At,
            ChangedBy = version.Author,
        };
    }
}
