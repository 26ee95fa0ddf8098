using System.Text.Json.Serialization;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Alerts;

/// <summary>One revision of an alert, complete in itself. (<c>alertId</c>, <c>revision</c>) is the idempotency key.</summary>
[GenerateSerializer, Immutable, Alias("alerting.Alert")]
public sealed record Alert
{
    /// <summary>At most this many towns are listed.</summary>
    public const int MaxTowns = 100;

    /// <summary>At most this many items of evidence are listed.</summary>
    public const int MaxEvidence = 50;

    /// <summary><c>region.threshold.ordinal</c>: a replay gives the same ids.</summary>
    [Id(0)] public required string AlertId { get; init; }

    /// <summary>1 is the raise; gapless.</summary>
    [Id(1)] public required int Revision { get; init; }

    [Id(2)] public required AlertChange Change { get; init; }

    /// <summary>Why it changed, where the facts alone do not say: the correction that cancelled it, or <c>threshold-changed</c>.</summary>
    [Id(3)] public string? Reason { get; init; }

    [Id(4)] public required AlertStatus Status { get; init; }

    /// <summary>Position in the alert ledger, gapless from 1; 0 before the ledger took it.</summary>
    [Id(5)] public long Seq { get; init; }

    [Id(6)] public required AlertThreshold Threshold { get; init; }

    [Id(7)] public required AlertRegion Region { get; init; }

    [Id(8)] public required Severity Severity { get; init; }

    [Id(9)] public required AlertMeasure Measure { get; init; }

    /// <summary>
    /// Towns of the evidence as the best-ranked reports write them, sorted: all of them, or, where there are more than
    /// 100, the 100 that were hit most recently.
    /// </summary>
    [Id(10)] public IReadOnlyList<string> Towns { get; init; } = [];

    /// <summary>How many towns the evidence has, those left out of <c>towns</c> included.</summary>
    [Id(18)] public int TownsCount { get => Math.Max(field, Towns.Count); init; }

    /// <summary>All of the evidence, that left out of <c>evidence</c> included.</summary>
    [Id(11)] public int EvidenceCount { get; init; }

    /// <summary>The newest, at most 50, latest first.</summary>
    [Id(12)] public IReadOnlyList<EvidenceItem> Evidence { get; init; } = [];

    /// <summary>A sentence that a duty officer understands.</summary>
    [Id(13)] public required string Explanation { get; init; }

    [Id(14)] public required DateTimeOffset RaisedAt { get; init; }

    [Id(15)] public required DateTimeOffset UpdatedAt { get; init; }

    [Id(16)] public DateTimeOffset? EndedAt { get; init; }

    [Id(17)] public Acknowledgement? Acknowledged { get; init; }
}

[GenerateSerializer, Immutable, Alias("alerting.AlertThreshold")]
public sealed record AlertThreshold(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] int RaisedByVersion,
    [property: Id(3)] string Name);

[GenerateSerializer, Immutable, Alias("alerting.AlertRegion")]
public sealed record AlertRegion(
    [property: Id(0)] string Code,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Parent);

/// <summary>What was measured, over (From, To].</summary>
[GenerateSerializer, Immutable, Alias("alerting.AlertMeasure")]
public sealed record AlertMeasure
{
    [Id(0)] public required Measure Name { get; init; }

    [Id(1)] public required double Value { get; init; }

    [Id(2)] public required double AtLeast { get; init; }

    [Id(3)] public Duration? Window { get; init; }

    [Id(4)] public DateTimeOffset? From { get; init; }

    [Id(5)] public DateTimeOffset? To { get; init; }

    /// <summary>Surge only: incidents expected in the window.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(6)] public double? Expected { get; init; }

    /// <summary>Surge only: Poisson probability of at least this many incidents where so many are expected, 0..1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(7)] public double? Probability { get; init; }
}

[GenerateSerializer, Immutable, Alias("alerting.EvidenceItem")]
public sealed record EvidenceItem
{
    /// <summary>At most this many sources are listed: an alert has many such items, and is sent whole with every revision.</summary>
    public const int MaxSources = 20;

    [Id(0)] public required string IncidentId { get; init; }

    [Id(1)] public required string Region { get; init; }

    [Id(2)] public required string Kind { get; init; }

    [Id(3)] public string? Town { get; init; }

    [Id(4)] public required DateTimeOffset OccurredAt { get; init; }

    [Id(5)] public int Killed { get; init; }

    [Id(6)] public int Wounded { get; init; }

    [Id(7)] public required double GradeFactor { get; init; }

    /// <summary>Distinct, in the order of their best-ranked reports; the first 20.</summary>
    [Id(8)] public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>How many there are, those left out of <c>sources</c> included.</summary>
    [Id(9)] public int SourcesCount { get => Math.Max(field, Sources.Count); init; }
}

[GenerateSerializer, Immutable, Alias("alerting.Acknowledgement")]
public sealed record Acknowledgement(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By,
    [property: Id(2)] string? Note);

public enum AlertChange : byte
{
    Raised = 0,
    Updated = 1,
    Acknowledged = 2,
    Cleared = 3,
    Cancelled = 4,
}

public enum AlertStatus : byte
{
    Open = 0,
    Cleared = 1,
    Cancelled = 2,
}
