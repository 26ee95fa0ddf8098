using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Server.Regions;

/// <summary>An incident with the reports that tell of it.</summary>
internal sealed record IncidentView
{
    /// <summary>At most this many of what an incident has without a bound are listed with it.</summary>
    public const int MaxListed = IncidentReport.MaxListed;

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

    /// <summary>The first <see cref="MaxListed"/>.</summary>
    public required IReadOnlyList<string> Actors { get; init; }

    /// <summary>How many actors there are, those not listed included.</summary>
    public required int ActorsCount { get; init; }

    /// <summary>In the order of their best-ranked reports; the first <see cref="MaxListed"/>.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>How many sources there are, those not listed included.</summary>
    public required int SourcesCount { get; init; }

    public required Location? Location { get; init; }

    /// <summary>
    /// Best first, at most <see cref="MaxListed"/>, each with why it joined; empty for an incident of a region below, which
    /// lists them itself.
    /// </summary>
    public required IReadOnlyList<IncidentReport> Reports { get; init; }

    /// <summary>How many reports there are, those not listed included.</summary>
    public required int ReportsCount { get; init; }

    public static IncidentView Of(IncidentItem item)
    {
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
            Actors = First(incident.Actors),
            ActorsCount = incident.Actors.Count,
            Sources = First(incident.Sources),
            SourcesCount = incident.Sources.Count,
            Location = incident.Location,
            Reports = item.Reports,
            ReportsCount = item.ReportsCount,
        };
    }

    private static IReadOnlyList<string> First(IReadOnlyList<string> all) => all.Count <= MaxListed ? all : [.. all.Take(MaxListed)];
}
