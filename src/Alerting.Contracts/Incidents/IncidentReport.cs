namespace Alerting.Incidents;

/// <summary>A report as part of its incident.</summary>
[GenerateSerializer, Immutable, Alias("alerting.IncidentReport")]
public sealed record IncidentReport
{
    /// <summary>The most reports of an incident that are listed with it, best-ranked first.</summary>
    public const int MaxListed = 100;

    /// <summary>Who reports.</summary>
    [Id(0)] public required string Source { get; init; }

    /// <summary>Names the report within region and source.</summary>
    [Id(1)] public required string ReportId { get; init; }

    /// <summary>The one in force, from 1.</summary>
    [Id(2)] public required int Revision { get; init; }

    /// <summary>Admiralty code, A1 to F6.</summary>
    [Id(3)] public required string Grade { get; init; }

    /// <summary>When it happened, as the report has it.</summary>
    [Id(4)] public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>A kind of GET /kinds.</summary>
    [Id(5)] public required string Kind { get; init; }

    /// <summary>As the report writes it; null when it names none.</summary>
    [Id(6)] public string? Town { get; init; }

    /// <summary>Persons; null when not stated.</summary>
    [Id(7)] public int? Killed { get; init; }

    /// <summary>Persons; null when not stated.</summary>
    [Id(8)] public int? Wounded { get; init; }

    /// <summary>Why the report is in this incident, in words.</summary>
    [Id(9)] public required string Joined { get; init; }

    /// <summary>Its location lies more than 50 km outside of the region.</summary>
    [Id(70)] public bool LocationDoubt { get; init; }
}
