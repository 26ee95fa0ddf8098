using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Incidents;

/// <summary>
/// What happened, once, however many reports tell of it: the figures that the best-ranked reports give.
/// It is what a region passes to the regions above it, so it stands on its own.
/// </summary>
[GenerateSerializer, Immutable, Alias("alerting.Incident"), SuppressReferenceTracking]
public sealed record Incident
{
    /// <summary>The most sources that are listed; <see cref="SourceCount"/> counts all.</summary>
    public const int MaxSources = 100;

    /// <summary>The most distinct actors that an incident has: those of its best-ranked reports.</summary>
    public const int MaxActors = 100;

    /// <summary>The most UTF-16 code units of <see cref="Summary"/>; the reports themselves have all of it.</summary>
    public const int MaxSummary = 280;

    /// <summary>
    /// Unique within <see cref="Region"/>: as a reporter named it, else made of source and report id; 1..204 characters.
    /// </summary>
    [Id(0)] public required string IncidentId { get; init; }

    /// <summary>Code of the region in which it was reported.</summary>
    [Id(1)] public required string Region { get; init; }

    /// <summary>Slug of the kind catalogue: that of the best-ranked report.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>The family of that kind.</summary>
    [Id(3)] public required Family Family { get; init; }

    /// <summary>The weight of that kind, 0..100.</summary>
    [Id(4)] public required double KindWeight { get; init; }

    /// <summary>From the best-ranked report with precision town; null when there is none.</summary>
    [Id(5)] public string? Town { get; init; }

    /// <summary>Grade factor of the report that named the town, 0 when none did.</summary>
    [Id(6)] public double TownFactor { get; init; }

    /// <summary>Earliest event time of its reports, UTC ticks.</summary>
    [Id(7)] public required long OccurredAt { get; init; }

    /// <summary>Persons, by the best-ranked report that states them; never summed over reports, 0 when none does.</summary>
    [Id(8)] public int Killed { get; init; }

    /// <summary>Persons, by the best-ranked report that states them; never summed over reports, 0 when none does.</summary>
    [Id(9)] public int Wounded { get; init; }

    /// <summary>1 - product over sources of (1 - the source's greatest f); 0.0625..1.</summary>
    [Id(10)] public required double GradeFactor { get; init; }

    /// <summary>kind weight x gradeFactor x (1 + log2(1 + killed + wounded/4)).</summary>
    [Id(11)] public required double Weight { get; init; }

    /// <summary>Union over its reports, as the best-ranked writes them; at most <see cref="MaxActors"/>.</summary>
    [Id(12)] public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary>Distinct sources in the order of their best-ranked reports; at most <see cref="MaxSources"/>.</summary>
    [Id(13)] public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>From the best-ranked report that states it; null when none does.</summary>
    [Id(14)] public Location? Location { get; init; }

    /// <summary>Event time of the report that named the town, UTC ticks; 0 when none did. Decides which spelling is shown.</summary>
    [Id(15)] public long TownReportedAt { get; init; }

    /// <summary>Number of distinct sources beyond those that are listed.</summary>
    [Id(16)] public int UnlistedSources { get; init; }

    /// <summary>
    /// What happened in words, from the best-ranked report that says it, shortened to <see cref="MaxSummary"/>; null when
    /// none does.
    /// </summary>
    [Id(17)] public string? Summary { get; init; }

    /// <summary>Where it can be read, from the best-ranked report that states it; null when none does.</summary>
    [Id(18)] public string? Url { get; init; }

    /// <summary>
    /// Those of <see cref="Sources"/> with a report that names the incident by its id, in the same order. What one source names
    /// twice is not one incident.
    /// </summary>
    [Id(40)] public IReadOnlyList<string> NamedBy { get => field ?? []; init; }

    /// <summary>Ids of other incidents of its region of which an operator says that they are not this one.</summary>
    [Id(41)] public IReadOnlyList<string> Apart { get => field ?? []; init; }

    /// <summary>
    /// <see cref="Location"/> lies more than 50 km outside of the region, by the boundaries when it was reported.
    /// </summary>
    [Id(70)] public bool LocationDoubt { get; init; }

    /// <summary>Number of distinct sources.</summary>
    public int SourceCount => Sources.Count + UnlistedSources;
}

/// <summary>The arrival, change or removal of one incident.</summary>
/// <param name="IncidentId">Unique within <paramref name="Region"/>.</param>
/// <param name="Region">The region in which the incident was reported.</param>
/// <param name="Value">The incident as it is now; null when no report tells of it any more.</param>
/// <param name="Cause">The correction that made it, in words; null for news.</param>
/// <param name="Story">The story of the alerts that it raised in the regions below; null where it raised none.</param>
[GenerateSerializer, Immutable, Alias("alerting.IncidentChange"), SuppressReferenceTracking]
public sealed record IncidentChange(
    [property: Id(0)] string Region,
    [property: Id(1)] string IncidentId,
    [property: Id(2)] Incident? Value,
    [property: Id(3)] string? Cause,
    [property: Id(4)] string? Story = null);
