using Alerting.Reports;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>That an operator has a report where it is.</summary>
/// <param name="From">The incident that was joined to the one it is in, or that it was taken out of.</param>
internal sealed record HandPlace(string From, bool TakenOut);

/// <summary>The highest revision known of a report.</summary>
/// <param name="OccurredAt">Event time in ticks, never after the instant at which the report was accepted.</param>
/// <param name="IncidentId">The incident it tells of; null when it is withdrawn.</param>
internal sealed record KnownReport(Report Report, long OccurredAt, string? IncidentId, HandPlace? ByHand = null)
{
    public bool IsTownPrecise => IsPrecise(Report);

    public static bool IsPrecise(Report report) => report.Precision == Precision.Town && report.Town is not null;

    /// <summary>Compared after parsing; when it was received is no content.</summary>
    public static bool SameContent(Report left, Report right) =>
        left.Actors.SequenceEqual(right.Actors, StringComparer.Ordinal)
        && (left with { Actors = [], ReceivedAt = null }) == (right with { Actors = [], ReceivedAt = null });
}
