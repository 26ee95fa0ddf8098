using Alerting.Thresholds;

namespace Alerting.Inhibitions;

/// <summary>
/// Holds deliveries and calls of some alerts back while another one is open that says it all, as Alertmanager does. It never holds back an
/// alert: that is raised, shown and counted as ever. What is held back itself holds nothing back; of two alerts that would hold
/// back each other, that is delivered which was raised first.
/// </summary>
[GenerateSerializer, Immutable, Alias("alerting.Inhibition")]
public sealed record Inhibition
{
    /// <summary>The most regions, and the most thresholds of a side, that an inhibition names.</summary>
    public const int MaxNamed = 1_000;

    /// <summary>The alerts that hold others back while they are open.</summary>
    [Id(0)] public required InhibitionSource Source { get; init; }

    /// <summary>The alerts that are held back.</summary>
    [Id(1)] public required InhibitionTarget Target { get; init; }

    /// <summary>Where those lie.</summary>
    [Id(2)] public InhibitionPlace Where { get; init; }

    /// <summary>Codes, each with its subtree, or "*": alerts are held back there alone; empty: everywhere.</summary>
    [Id(3)] public IReadOnlyList<string> Regions { get => field ?? []; init; }

    /// <summary>Why, 1..1,000 characters; null: nobody said.</summary>
    [Id(4)] public string? Comment { get; init; }
}

/// <summary>The alerts that hold others back while they are open.</summary>
[GenerateSerializer, Immutable, Alias("alerting.InhibitionSource")]
public sealed record InhibitionSource
{
    /// <summary>Ids; empty: of all.</summary>
    [Id(0)] public IReadOnlyList<string> Thresholds { get => field ?? []; init; }

    /// <summary>Less grave ones hold nothing back.</summary>
    [Id(1)] public Severity MinSeverity { get; init; }
}

/// <summary>The alerts that are held back.</summary>
[GenerateSerializer, Immutable, Alias("alerting.InhibitionTarget")]
public sealed record InhibitionTarget
{
    /// <summary>Ids; empty: of all.</summary>
    [Id(0)] public IReadOnlyList<string> Thresholds { get => field ?? []; init; }

    /// <summary>Graver ones are delivered all the same.</summary>
    [Id(1)] public Severity MaxSeverity { get; init; } = Severity.Severe;
}

/// <summary>Where the alerts lie that are held back.</summary>
public enum InhibitionPlace : byte
{
    /// <summary>In the region of the source.</summary>
    Same = 0,

    /// <summary>In the region of the source, or in one below it.</summary>
    Below = 1,
}

/// <summary>A version of an inhibition. Numbers go on after a delete.</summary>
/// <param name="Id">Of the inhibition.</param>
/// <param name="Version">From 1.</param>
/// <param name="Definition">Null when this version is the deletion.</param>
/// <param name="At">When it was made.</param>
/// <param name="Author">By whom.</param>
[GenerateSerializer, Immutable, Alias("alerting.InhibitionVersion")]
public sealed record InhibitionVersion(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] Inhibition? Definition,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string Author) : IVersioned
{
    bool IVersioned.IsDeletion => Definition is null;
}
