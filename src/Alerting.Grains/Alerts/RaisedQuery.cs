using Alerting.Series;
using Alerting.Thresholds;

namespace Alerting.Grains.Alerts;

/// <summary>Which alerts are counted.</summary>
/// <param name="Steps">By when they were raised; at most some thousand.</param>
/// <param name="Regions">Codes, each with its subtree; empty: all.</param>
/// <param name="MinSeverity">The least severity with which they were raised.</param>
/// <param name="Threshold">Id of their threshold; null: any.</param>
[GenerateSerializer, Immutable, Alias("alerting.RaisedQuery")]
public sealed record RaisedQuery(
    [property: Id(0)] TimeSteps Steps,
    [property: Id(1)] IReadOnlyList<string> Regions,
    [property: Id(2)] Severity MinSeverity,
    [property: Id(3)] string? Threshold);

/// <summary>How many alerts were raised in steps of time.</summary>
/// <param name="Counts">By step and, within it, by severity in ascending order; null where too many would have to be counted.</param>
/// <param name="FirstKnown">The first step of which no alert may be forgotten.</param>
[GenerateSerializer, Immutable, Alias("alerting.RaisedCounts")]
public sealed record RaisedCounts(
    [property: Id(0)] IReadOnlyList<int>? Counts,
    [property: Id(1)] int FirstKnown)
{
    /// <summary>Of severities.</summary>
    public const int Severities = Severity.Critical - Severity.Notice + 1;

    /// <summary>How many were raised in a step with a severity.</summary>
    /// <exception cref="InvalidOperationException">They were not counted.</exception>
    public int Of(int step, Severity severity) =>
        (Counts ?? throw new InvalidOperationException("They were not counted."))[IndexOf(step, severity)];

    internal static int IndexOf(int step, Severity severity) => (step * Severities) + (severity - Severity.Notice);
}
