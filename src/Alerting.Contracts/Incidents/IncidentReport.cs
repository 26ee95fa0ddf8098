namespace Alerting.Incidents;

/// <summary>A report as part of its incident.</summary>
[GenerateSerializer, Immutable, Alias("alerting.IncidentReport")]
public sealed record IncidentReport
{
    /// <summary>The most reports of an incident that are listed with it, best-ranked first.</summary>
    public const int MaxListed = 100;

    [Id(0)] public required string Source { get; init; }

    [Id(1)] public required string ReportId { get; init; }

    [Id(2)] public required int Revision { get; init; }

    [Id(3)] public required string Grade { get; init; }

    [Id(4)] public required DateTimeOffset OccurredAt { get; init; }

    [Id(5)] public required string Kind { get; init; }

    [Id(6)] public string? Town { get; init; }

    [Id(7)] public int? Killed { get; init; }

    [Id(8)] public int? Wounded { get; init; }

    /// <summary>Why the report is in this incident, in words.</summary>
    [Id(9)] public required string Joined { get; init; }
}
