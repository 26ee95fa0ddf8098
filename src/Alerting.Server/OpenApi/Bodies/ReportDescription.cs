using System.ComponentModel.DataAnnotations;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Reports;

namespace Alerting.Server.OpenApi.Bodies;

/// <summary>A report of a security incident, or its withdrawal.</summary>
internal record ReportDescription : IBodyDescription
{
    /// <summary>The reporter's idempotency key; generated when absent, required to retract.</summary>
    [StringLength(ReportTexts.MaxId, MinimumLength = 1)]
    public string? ReportId { get; init; }

    /// <summary>1 when absent; a higher one replaces what is known of the report.</summary>
    [Range(1, int.MaxValue)]
    public int? Revision { get; init; }

    /// <summary>The report is withdrawn; region, source, reportId and revision are enough then.</summary>
    public bool? Retracted { get; init; }

    /// <summary>Who reports. Copies of one wire share a source.</summary>
    [StringLength(ReportTexts.MaxSource, MinimumLength = 1)]
    public required string Source { get; init; }

    /// <summary>ISO 3166-2 code (IQ-AN), ISO 3166-1 code (IQ) or a code of the operator's.</summary>
    [StringLength(64, MinimumLength = 1)]
    public required string Region { get; init; }

    /// <summary>Place name, as people write it.</summary>
    [StringLength(ReportTexts.MaxName, MinimumLength = 1)]
    public string? Town { get; init; }

    /// <summary>How exactly the place is known; town when a town is given, else region.</summary>
    public Precision? Precision { get; init; }

    /// <summary>WGS 84 degrees.</summary>
    public Location? Location { get; init; }

    /// <summary>A kind of GET /kinds. Required unless the report is retracted.</summary>
    [StringLength(64, MinimumLength = 1)]
    public string? Kind { get; init; }

    /// <summary>When it happened, RFC 3339 with offset. Required unless the report is retracted.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Absent when not stated.</summary>
    [Range(0, 1_000_000)]
    public int? Killed { get; init; }

    /// <summary>Absent when not stated.</summary>
    [Range(0, 1_000_000)]
    public int? Wounded { get; init; }

    /// <summary>
    /// Admiralty code: reliability of the source A to F, credibility of the information 1 to 6. F6 when absent: neither can
    /// be judged.
    /// </summary>
    [RegularExpression("^[A-F][1-6]$")]
    public string? Grade { get; init; }

    /// <summary>The incident that the report tells of, if the reporter knows.</summary>
    public string? IncidentId { get; init; }

    /// <summary>Who did it, as people write their names.</summary>
    [MaxLength(ReportTexts.MaxActors)]
    public IReadOnlyList<string>? Actors { get; init; }

    /// <summary>What happened, in words.</summary>
    [StringLength(ReportTexts.MaxSummary)]
    public string? Summary { get; init; }

    /// <summary>Where it can be read.</summary>
    [StringLength(ReportTexts.MaxUrl, MinimumLength = 1)]
    public string? Url { get; init; }
}

/// <summary>A report given to a backtest.</summary>
internal sealed record BacktestReportDescription : ReportDescription
{
    /// <summary>When it is taken to come in, RFC 3339 with offset; occurredAt when absent.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }
}
