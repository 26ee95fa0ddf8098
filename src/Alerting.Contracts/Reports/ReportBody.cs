using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Json;

namespace Alerting.Reports;

/// <summary>A report of a security incident, or its withdrawal.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public record ReportBody
{
    /// <summary>The most code points of a report's id.</summary>
    public const int MaxId = 128;

    /// <summary>The most code points of a source.</summary>
    public const int MaxSource = 64;

    /// <summary>The most code points of the name of a town or an actor.</summary>
    public const int MaxName = 120;

    /// <summary>The most actors.</summary>
    public const int MaxActors = 16;

    /// <summary>The most code points of a summary.</summary>
    public const int MaxSummary = 4000;

    /// <summary>The most code points of an address.</summary>
    public const int MaxUrl = 2048;

    /// <summary>The most persons killed or wounded that a report may state.</summary>
    public const int MaxCasualties = 1_000_000;

    /// <summary>The reporter's idempotency key; generated when absent, required to retract.</summary>
    [Line(MaxId)]
    public string? ReportId { get; init; }

    /// <summary>1 when absent; a higher one replaces what is known of the report.</summary>
    [Range(1, int.MaxValue)]
    public int? Revision { get; init; }

    /// <summary>The report is withdrawn; region, source, reportId and revision are enough then.</summary>
    public bool? Retracted { get; init; }

    /// <summary>Who reports. Copies of one wire share a source.</summary>
    [Line(MaxSource)]
    public required string Source { get; init; }

    /// <summary>
    /// ISO 3166-2 code (IQ-AN), ISO 3166-1 code (IQ) or a code of the operator's. When absent, the one in which location lies.
    /// </summary>
    [Line(64)]
    public string? Region { get; init; }

    /// <summary>Place name, as people write it.</summary>
    [Line(MaxName)]
    public string? Town { get; init; }

    /// <summary>How exactly the place is known; town when a town is given, else region.</summary>
    public Precision? Precision { get; init; }

    /// <summary>WGS 84 degrees.</summary>
    public Location? Location { get; init; }

    /// <summary>A kind of GET /kinds. Required unless the report is retracted.</summary>
    [Line(64)]
    public string? Kind { get; init; }

    /// <summary>When it happened, RFC 3339 with offset. Required unless the report is retracted.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Absent when not stated.</summary>
    [Range(0, MaxCasualties)]
    public int? Killed { get; init; }

    /// <summary>Absent when not stated.</summary>
    [Range(0, MaxCasualties)]
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
    [Items(MaxActors, MaxItemLength = MaxName)]
    public IReadOnlyList<string>? Actors { get; init; }

    /// <summary>What happened, in words.</summary>
    [Prose(MaxSummary)]
    public string? Summary { get; init; }

    /// <summary>Where it can be read.</summary>
    [Line(MaxUrl)]
    public string? Url { get; init; }

    /// <summary>An accepted report, as it could be sent again.</summary>
    public static ReportBody Of(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ReportBody
        {
            ReportId = report.ReportId,
            Revision = report.Revision,
            Retracted = report.Retracted,
            Source = report.Source,
            Region = report.Region,
            Town = report.Town,
            Precision = report.Retracted ? null : report.Precision,
            Location = report.Location,
            Kind = report.Kind.Length == 0 ? null : report.Kind,
            OccurredAt = report.OccurredAt == default ? null : report.OccurredAt,
            Killed = report.Killed,
            Wounded = report.Wounded,
            Grade = report.Retracted ? null : report.Grade.ToString(),
            IncidentId = report.IncidentId,
            Actors = report.Actors,
            Summary = report.Summary,
            Url = report.Url,
        };
    }
}
