using Alerting.Reports;

namespace Alerting.Incidents;

/// <summary>One of a region's own incidents, with a page of its reports as they were sent.</summary>
/// <param name="Incident">The figures.</param>
/// <param name="Reports">Best first.</param>
/// <param name="ReportCount">How many reports there are in all.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
[GenerateSerializer, Immutable, Alias("alerting.IncidentDetail")]
public sealed record IncidentDetail(
    [property: Id(0)] Incident Incident,
    [property: Id(1)] IReadOnlyList<SentReport> Reports,
    [property: Id(2)] int ReportCount,
    [property: Id(3)] ReportPlace? Next)
{
    /// <summary>What operators have settled of it and others.</summary>
    [Id(40)] public IReadOnlyList<SettledIncident> Settled { get => field ?? []; init; }
}
