using System.Text.Json.Serialization;
using Alerting.Json;

namespace Alerting.Places;

/// <summary>Two names of one region that may be one town's, with reports that write them.</summary>
[GenerateSerializer, Immutable, Alias("alerting.NameDoubt")]
public sealed record NameDoubt
{
    /// <summary>The most reports that are listed of each name.</summary>
    public const int MaxReports = 20;

    /// <summary>By which the pair is decided on; see <see cref="NamePair"/>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Code of the region in which both were reported.</summary>
    [Id(1)] public required string Region { get; init; }

    /// <summary>Why they may be one.</summary>
    [Id(2)] public required NameDoubtReason Reason { get; init; }

    /// <summary>The two names, the one reported last first.</summary>
    [Id(3)] public required IReadOnlyList<DoubtedName> Names { get; init; }
}

/// <summary>One of two names that may be one town's.</summary>
/// <param name="Town">As the newest incident shows it.</param>
/// <param name="Incidents">In how many incidents it is shown.</param>
/// <param name="Reports">The best reports of its newest incidents, at most 20.</param>
[GenerateSerializer, Immutable, Alias("alerting.DoubtedName")]
public sealed record DoubtedName(
    [property: Id(0)] string Town,
    [property: Id(1)] int Incidents,
    [property: Id(2)] IReadOnlyList<DoubtedReport> Reports);

/// <summary>A report that writes a name that is in doubt.</summary>
/// <param name="Source">Who reports.</param>
/// <param name="ReportId">Its id there.</param>
/// <param name="IncidentId">The incident that it is part of.</param>
/// <param name="OccurredAt">Its event time.</param>
/// <param name="Town">The name as it writes it.</param>
[GenerateSerializer, Immutable, Alias("alerting.DoubtedReport")]
public sealed record DoubtedReport(
    [property: Id(0)] string Source,
    [property: Id(1)] string ReportId,
    [property: Id(2)] string IncidentId,
    [property: Id(3)] DateTimeOffset OccurredAt,
    [property: Id(4)] string Town);

/// <summary>Why two names may be one town's.</summary>
public enum NameDoubtReason : byte
{
    /// <summary>They are spelled alike.</summary>
    AlikeNames = 0,

    /// <summary>They stand within 2 km of each other.</summary>
    NearEachOther = 1,
}

/// <summary>What is decided of two names.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NameDecisionBody
{
    /// <summary>Whether they are one town's.</summary>
    public required NameVerdict Decision { get; init; }

    /// <summary>Why; kept with the decision.</summary>
    [Prose(1_000)]
    public string? Reason { get; init; }
}

/// <summary>What was decided of two names, by whom and why.</summary>
public sealed record NameDecisionView
{
    /// <summary>Region and the two names, folded.</summary>
    public required string Id { get; init; }

    /// <summary>Code of the region.</summary>
    public required string Region { get; init; }

    /// <summary>The two names, folded as names are compared.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Whether they are one town's.</summary>
    public required NameVerdict Decision { get; init; }

    /// <summary>Why; null where nothing was said.</summary>
    public required string? Reason { get; init; }

    /// <summary>Numbers go on after it was taken back.</summary>
    public required int Version { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>The version as users see it.</summary>
    /// <param name="version">Of a decision, and not that it was taken back.</param>
    public static NameDecisionView Of(PlaceVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var decision = version.Decision!;
        return new()
        {
            Id = version.Id,
            Region = decision.Region,
            Names = [decision.First, decision.Second],
            Decision = decision.Verdict,
            Reason = version.Reason,
            Version = version.Version,
            ChangedAt = version.At,
            ChangedBy = version.Author,
        };
    }
}
