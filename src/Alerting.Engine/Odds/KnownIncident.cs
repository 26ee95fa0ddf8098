using Alerting.Reports;

namespace Alerting.Engine.Odds;

/// <summary>An incident of a period, with the reports that tell of it.</summary>
/// <param name="Region">Code of its region.</param>
/// <param name="Id">Its id, unique in the region.</param>
/// <param name="Reports">At least one, in an order that depends on what they are and not on when they came.</param>
public sealed record KnownIncident(string Region, string Id, IReadOnlyList<HeardReport> Reports)
{
    /// <summary>When it happened: the earliest time that a report states.</summary>
    public DateTimeOffset OccurredAt { get; } = Reports.Min(static r => r.Report.OccurredAt);
}

/// <summary>A report in its last revision.</summary>
/// <param name="Report">What it tells.</param>
/// <param name="Delay">Ticks from the event to the instant at which it was first judged, 0 or more.</param>
public readonly record struct HeardReport(Report Report, long Delay);
