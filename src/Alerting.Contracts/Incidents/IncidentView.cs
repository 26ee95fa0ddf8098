using System.Diagnostics.CodeAnalysis;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Incidents;

/// <summary>What is known of an incident, without its reports.</summary>
public abstract record IncidentFigures
{
    /// <summary>An incident that has yet to be described.</summary>
    protected IncidentFigures()
    {
    }

    /// <summary>The incident as users see it: instants instead of ticks, and without what only regions above need.</summary>
    [SetsRequiredMembers]
    protected IncidentFigures(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        IncidentId = incident.IncidentId;
        Region = incident.Region;
        Kind = incident.Kind;
        Family = incident.Family;
        Town = incident.Town;
        OccurredAt = Instants.FromTicks(incident.OccurredAt);
        Killed = incident.Killed;
        Wounded = incident.Wounded;
        GradeFactor = incident.GradeFactor;
        Weight = incident.Weight;
        Actors = incident.Actors;
        Sources = incident.Sources;
        SourcesCount = incident.SourceCount;
        Location = incident.Location;
        LocationDoubt = incident.LocationDoubt;
        Summary = incident.Summary;
        Url = incident.Url;
    }

    /// <summary>Names the incident within its region.</summary>
    public required string IncidentId { get; init; }

    /// <summary>Code of the region in which it was reported.</summary>
    public required string Region { get; init; }

    /// <summary>A kind of GET /kinds: that of the best-ranked report.</summary>
    public required string Kind { get; init; }

    /// <summary>The family of that kind.</summary>
    public required Family Family { get; init; }

    /// <summary>As the best-ranked report that is precise to the town writes it; null when there is none.</summary>
    public required string? Town { get; init; }

    /// <summary>The earliest time that any of its reports states.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Persons, by the best-ranked report that states them; 0 when none does.</summary>
    public required int Killed { get; init; }

    /// <summary>Persons, by the best-ranked report that states them; 0 when none does.</summary>
    public required int Wounded { get; init; }

    /// <summary>How far its reports are to be believed, 0.0625 to 1; grows with every independent source.</summary>
    public required double GradeFactor { get; init; }

    /// <summary>
    /// What it adds to the score of its region when it occurs: the weight of its kind times the grade factor times (1 +
    /// log2(1 + killed + wounded / 4)).
    /// </summary>
    public required double Weight { get; init; }

    /// <summary>Those of the best-ranked reports, at most 100.</summary>
    public required IReadOnlyList<string> Actors { get; init; }

    /// <summary>Those of the best-ranked reports, at most 100; <c>sourcesCount</c> counts all.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>How many independent sources there are, those not listed included.</summary>
    public required int SourcesCount { get; init; }

    /// <summary>From the best-ranked report that states it; null when none does.</summary>
    public required Location? Location { get; init; }

    /// <summary>That location lies more than 50 km outside of the region.</summary>
    public bool LocationDoubt { get; init; }

    /// <summary>
    /// What happened in words, at most 280 characters, from the best-ranked report that says it; null when none does.
    /// </summary>
    public required string? Summary { get; init; }

    /// <summary>Where it can be read, from the best-ranked report that states it; null when none does.</summary>
    public required string? Url { get; init; }
}

/// <summary>An incident with the reports that tell of it.</summary>
public sealed record IncidentView : IncidentFigures
{
    /// <summary>An incident that has yet to be described.</summary>
    public IncidentView()
    {
    }

    /// <summary>The incident as lists show it.</summary>
    [SetsRequiredMembers]
    public IncidentView(IncidentItem item)
        : base((item ?? throw new ArgumentNullException(nameof(item))).Incident)
    {
        Reports = item.Reports;
        ReportsCount = item.ReportCount;
    }

    /// <summary>
    /// Best first, at most 100, each with why it joined; empty for an incident of a region below, which lists them itself.
    /// </summary>
    public required IReadOnlyList<IncidentReport> Reports { get; init; }

    /// <summary>How many there are; 0 for an incident of a region below.</summary>
    public required int ReportsCount { get; init; }
}

/// <summary>An incident with its reports as they were sent, page by page.</summary>
public sealed record IncidentDetailView : IncidentFigures
{
    /// <summary>An incident that has yet to be described.</summary>
    public IncidentDetailView()
    {
    }

    /// <summary>The incident as users see it.</summary>
    [SetsRequiredMembers]
    public IncidentDetailView(IncidentDetail detail)
        : base((detail ?? throw new ArgumentNullException(nameof(detail))).Incident)
    {
        Reports = [.. detail.Reports.Select(static report => new ReportView(report))];
        ReportsCount = detail.ReportCount;
        Next = detail.Next?.ToString();
        Settled = detail.Settled;
    }

    /// <summary>Best first, each with why it joined and its earlier revisions.</summary>
    public required IReadOnlyList<ReportView> Reports { get; init; }

    /// <summary>How many there are in all.</summary>
    public required int ReportsCount { get; init; }

    /// <summary>To be given as <c>after</c> for the next page of reports; null when this is the last.</summary>
    public required string? Next { get; init; }

    /// <summary>What operators have settled of it and other incidents of its region: joined to it, or said to be another.</summary>
    public required IReadOnlyList<SettledIncident> Settled { get; init; }
}
