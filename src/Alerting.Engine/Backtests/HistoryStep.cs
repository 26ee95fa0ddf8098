using Alerting.Engine.Regions;

namespace Alerting.Engine.Backtests;

/// <summary>What a step of a stored history is.</summary>
public enum HistoryMark : byte
{
    /// <summary>The clock of a region ran to an instant, where an input may have been applied.</summary>
    Step = 0,

    /// <summary>What the log of the region holds begins: from here on its roll-ups are those of its log.</summary>
    LogBegins = 1,

    /// <summary>The log of the region ends: what comes from below later, and what it has not heard of, it did not hold yet.</summary>
    LogEnds = 2,
}

/// <summary>
/// A step of the stored history of a region. The steps of one region come in the order of its log. A roll-up comes after all
/// that it holds of the region below, even if the clock of that one ran ahead.
/// </summary>
/// <param name="Region">Code of the region whose log holds it.</param>
/// <param name="Mark">What it is.</param>
/// <param name="Sequence">Sequence of the entry of the log.</param>
/// <param name="Input">What was applied; null where only the clock ran, or where a backtest does not repeat what was applied.</param>
/// <param name="Now">UTC ticks at which it counts under the clock of the history; never runs backwards in a region.</param>
/// <param name="RunTo">UTC ticks to which all regions may run before it, because none has an earlier step left.</param>
/// <param name="RecordedAt">UTC ticks at which it was judged live.</param>
public readonly record struct HistoryStep(
    string Region, HistoryMark Mark, long Sequence, RegionInput? Input, long Now, long RunTo, long RecordedAt)
{
    /// <summary>Whether it is something that was told to the region from outside: reported, settled, or an outage.</summary>
    public bool IsTold => Input is not (null or RollUpInput);
}
