using Alerting.Reports;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>The highest revision known of a report.</summary>
/// <param name="OccurredAt">Event time in ticks, never after the instant at which the report was accepted.</param>
/// <param name="IncidentId">The incident it tells of; null when it is withdrawn.</param>
internal sealed record KnownReport(Report Report, long OccurredAt, string? IncidentId)
{
    public bool IsTownPrecise => IsPrecise(Report);

    public static bool IsPrecise(Report report) => report.Precision == Precision.Town && report.Town is not null;

    /// <summary>Compared after parsing; when it was received is no content.</summary>
    public static bool SameContent(Report left, Report right) =>
        left.Actors.SequenceEqual(right.Actors, StringComparer.Ordinal)
        && (left with { Actors = [], ReceivedAt = null }) == (right with { Actors = [], ReceivedAt = null });
}
