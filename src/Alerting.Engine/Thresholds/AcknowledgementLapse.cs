using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>
/// Whoever acknowledged an alert knew it as it was then. When it has become graver, or what is judged has reached twice the measure
/// that they knew, somebody must look again: the acknowledgement lapses.
/// </summary>
internal static class AcknowledgementLapse
{
    private const double Twice = 2;

    /// <summary>Whether the next update takes back the acknowledgement, and so must not wait.</summary>
    /// <param name="open">With its measure as of now.</param>
    /// <param name="definition">By which it is judged now.</param>
    public static bool IsDue(OpenAlert open, Threshold definition) =>
        open.Last.Acknowledged is { } acknowledged
        && (definition.Severity > open.Last.Severity
            || (acknowledged.Value is { } value && Outgrows(definition.Measure, open.Peak.Value, value)));

    /// <summary>
    /// An update of an alert without the acknowledgement where that has lapsed, else with the measure from which it can be told that
    /// it has: one that was made before another thing is judged, or before versions that kept it, has none.
    /// </summary>
    public static Alert Update(Alert next, double judged) => next switch
    {
        { Reason: AlertReasons.Grown } => next with { Acknowledged = null },
        { Acknowledged: { Value: null } acknowledged } => next with { Acknowledged = acknowledged with { Value = judged } },
        _ => next,
    };

    private static bool Outgrows(Measure measure, double value, double acknowledged) =>
        value > acknowledged && (measure == Measure.Level || value >= Twice * acknowledged);
}
