using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Incidents;

/// <summary>An incident with the reports that tell of it.</summary>
public sealed record IncidentView
{
    public required string IncidentId { get; init; }

    public required string Region { get; init; }

    public required string Kind { get; init; }

    public required Family Family { get; init; }

    public required string? Town { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required int Killed { get; init; }

    public required int Wounded { get; init; }

    public required double GradeFactor { get; init; }

    public required double Weight { get; init; }

    /// <summary>Those of the best-ranked reports, at most 100.</summary>
    public required IReadOnlyList<string> Actors { get; init; }

    /// <summary>Those of the best-ranked reports, at most 100; <c>sourcesCount</c> counts all.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public required int SourcesCount { get; init; }

    public required Location? Location { get; init; }

    /// <summary>
    /// Best first, at most 100, each with why it joined; empty for an incident of a region below, which lists them itself.
    /// </summary>
    public required IReadOnlyList<IncidentReport> Reports { get; init; }

    /// <summary>How many there are; 0 for an incident of a region below.</summary>
    public required int ReportsCount { get; init; }

    public static IncidentView Of(IncidentItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var incident = item.Incident;
        return new IncidentView
        {
            IncidentId = incident.IncidentId,
            Region = incident.Region,
            Kind = incident.Kind,
            Family = incident.Family,
            Town = incident.Town,
            OccurredAt = Instants.FromTicks(incident.OccurredAt),
            Killed = incident.Killed,
            Wounded = incident.Wounded,
            GradeFactor = incident.GradeFactor,
            Weight = incident.Weight,
            Actors = incident.Actors,
            Sources = incident.Sources,
            SourcesCount = incident.SourceCount,
            Location = incident.Location,
            Reports = item.Reports,
            ReportsCount = item.ReportCount,
        };
    }
}
