namespace Alerting.Backtests;

/// <summary>When the facts of a stored history count.</summary>
public enum HistoryClock : byte
{
    /// <summary>
    /// At the instant at which each was recorded, as they did live. What was loaded long after it happened was late then, and is
    /// late here.
    /// </summary>
    Recorded = 0,

    /// <summary>At the instant at which each occurred, or the latest before it in the log of its region.</summary>
    Occurred = 1,
}
