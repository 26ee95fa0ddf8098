using Alerting.Thresholds;

namespace Alerting.Silences;

/// <summary>
/// Holds deliveries and calls back for a time: once, or again and again. It never holds back an alert: that is raised, shown and counted as
/// ever.
/// </summary>
[GenerateSerializer, Immutable, Alias("alerting.Silence")]
public sealed record Silence
{
    /// <summary>The most regions, and the most thresholds, that a silence names.</summary>
    public const int MaxNamed = 1_000;

    /// <summary>Why, 1..1,000 characters.</summary>
    [Id(0)] public required string Comment { get; init; }

    /// <summary>Codes, each with its subtree, or "*"; empty: all.</summary>
    [Id(1)] public IReadOnlyList<string> Regions { get => field ?? []; init; }

    /// <summary>Ids; empty: all.</summary>
    [Id(2)] public IReadOnlyList<string> Thresholds { get => field ?? []; init; }

    /// <summary>Alerts that are graver are delivered all the same.</summary>
    [Id(3)] public Severity MaxSeverity { get; init; } = Severity.Severe;

    /// <summary>When it begins; with a schedule, the instant from which that is counted (DTSTART of RFC 5545).</summary>
    [Id(4)] public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it ends; null with a schedule.</summary>
    [Id(5)] public DateTimeOffset? EndsAt { get; init; }

    /// <summary>When it holds again and again; null: once.</summary>
    [Id(6)] public SilenceSchedule? Schedule { get; init; }

    /// <summary>Name of who made it.</summary>
    [Id(7)] public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    [Id(8)] public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>When a silence holds again and again.</summary>
[GenerateSerializer, Immutable, Alias("alerting.SilenceSchedule")]
public sealed record SilenceSchedule
{
    /// <summary>A recurrence rule of RFC 5545 without the name, such as <c>FREQ=WEEKLY;BYDAY=SA,SU</c>, at most 500 characters.</summary>
    [Id(0)] public required string Rrule { get; init; }

    /// <summary>How long it holds each time, 1 min to 31 days, of elapsed time: the clocks may change meanwhile.</summary>
    [Id(1)] public required Duration Duration { get; init; }

    /// <summary>
    /// Name of the time zone (IANA) in whose local time the rule repeats. A local time that the clocks leave out is that of the
    /// offset before; of one that comes twice, the first counts (RFC 5545, 3.3.5).
    /// </summary>
    [Id(2)] public required string TimeZone { get; init; }
}

/// <summary>Whether a silence holds.</summary>
public enum SilenceStatus : byte
{
    /// <summary>Not now, but it will.</summary>
    Pending = 0,

    /// <summary>Now.</summary>
    Active = 1,

    /// <summary>Never again.</summary>
    Ended = 2,
}

/// <summary>A version of a silence. Numbers go on after a delete.</summary>
/// <param name="Id">Of the silence.</param>
/// <param name="Version">From 1.</param>
/// <param name="Definition">Null when this version is the deletion.</param>
/// <param name="At">When it was made.</param>
/// <param name="Author">By whom.</param>
/// <param name="Reason">Null: the comment says it.</param>
[GenerateSerializer, Immutable, Alias("alerting.SilenceVersion")]
public sealed record SilenceVersion(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] Silence? Definition,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string Author,
    [property: Id(5)] string? Reason) : IVersioned
{
    bool IVersioned.IsDeletion => Definition is null;
}
