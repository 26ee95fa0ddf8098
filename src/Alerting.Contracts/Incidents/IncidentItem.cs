namespace Alerting.Incidents;

/// <summary>An incident with its reports, as lists show it.</summary>
/// <param name="Incident">The figures.</param>
/// <param name="Reports">
/// Those of the region's own incidents, best first, at most <see cref="IncidentReport.MaxListed"/>; empty for an
/// incident of a region below.
/// </param>
/// <param name="ReportCount">How many there are; 0 for an incident of a region below.</param>
[GenerateSerializer, Immutable, Alias("alerting.IncidentItem")]
public sealed record IncidentItem(
    [property: Id(0)] Incident Incident,
    [property: Id(1)] IReadOnlyList<IncidentReport> Reports,
    [property: Id(2)] int ReportCount);
