using System.ComponentModel.DataAnnotations;
using Alerting.Regions;

namespace Alerting.Server.OpenApi.Bodies;

/// <summary>The level that a region is to show.</summary>
internal sealed record OverrideDescription : IBodyDescription
{
    /// <summary>Shown while the override lasts.</summary>
    public required ThreatLevel Level { get; init; }

    /// <summary>Shown with it.</summary>
    [StringLength(1_000, MinimumLength = 1)]
    public required string Reason { get; init; }

    /// <summary>In the future, RFC 3339 with offset; absent: until it is taken back.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Who does it is told by the key.</summary>
internal sealed record SetClockDescription : IBodyDescription
{
    /// <summary>Kept in the log of each region.</summary>
    [StringLength(1_000, MinimumLength = 1)]
    public required string Reason { get; init; }
}

/// <summary>Who acknowledges is told by the key.</summary>
internal sealed record AcknowledgeDescription : IBodyDescription
{
    /// <summary>Told with the revision.</summary>
    [StringLength(4_000)]
    public string? Note { get; init; }
}

/// <summary>
/// What to run: one of thresholds and thresholdIds, on one of reports and regions. As NDJSON this is the first line,
/// without reports and regions, and the reports follow.
/// </summary>
internal sealed record BacktestDescription : IBodyDescription
{
    /// <summary>Drafts, each with an id.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<DraftDescription>? Thresholds { get; init; }

    /// <summary>Thresholds in force.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<string>? ThresholdIds { get; init; }

    /// <summary>In the order in which they are taken to come in.</summary>
    public IReadOnlyList<BacktestReportDescription>? Reports { get; init; }

    /// <summary>Whose stored history is taken, with that of the regions below; "*" for all.</summary>
    [MinLength(1), MaxLength(10_000)]
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>What was before warms the state and is not told; RFC 3339 with offset.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Where the clock stops, RFC 3339 with offset; when all is quiet, if absent.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>A threshold that is not in force.</summary>
internal sealed record DraftDescription : ThresholdDescription
{
    /// <summary>Names it in the answer.</summary>
    [RegularExpression(Patterns.Slug)]
    public new required string Id { get; init; }
}
