using System.Text.Json.Serialization;
using Alerting.Json;
using Alerting.Reports;

namespace Alerting.Incidents;

/// <summary>The incident that is to be joined to that of the address.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JoinBody
{
    /// <summary>Id of an incident of the same region.</summary>
    [Line(2 * ReportBody.MaxId)]
    public required string With { get; init; }

    /// <summary>Why; shown with the incident.</summary>
    [Prose(1_000)]
    public string? Reason { get; init; }
}

/// <summary>What is to be parted from the incident of the address: another incident, or one of its reports.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PartBody
{
    /// <summary>Id of an incident of the same region; absent where a report is taken out.</summary>
    [Line(2 * ReportBody.MaxId)]
    public string? With { get; init; }

    /// <summary>One of the incident's reports; absent where incidents are parted.</summary>
    public PartedReport? Report { get; init; }

    /// <summary>Why; shown with the incident.</summary>
    [Prose(1_000)]
    public string? Reason { get; init; }
}

/// <summary>A report of an incident.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PartedReport
{
    /// <summary>Who reports.</summary>
    [Line(ReportBody.MaxSource)]
    public required string Source { get; init; }

    /// <summary>Its id there.</summary>
    [Line(ReportBody.MaxId)]
    public required string ReportId { get; init; }
}
