namespace Alerting.Engine;

/// <summary>
/// Constants of correlation and levels. They are part of the meaning of a log: with other values a replay leads to
/// other incidents and levels.
/// </summary>
public sealed record EngineOptions
{
    /// <summary>Largest difference in event time, inclusive, at which a report joins an incident. Default 30 min.</summary>
    public TimeSpan CorrelationWindow { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Time in which an incident's contribution to the score halves. Default 24 h.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Scores from which a region is moderate, substantial, severe and critical; four, ascending. Default 2, 6, 15, 40.</summary>
    public IReadOnlyList<double> LevelBounds { get; init; } = [2, 6, 15, 40];

    /// <summary>A level falls when the score is below this share of its bound, 0..1. Default 0.8.</summary>
    public double FallBelow { get; init; } = 0.8;

    /// <summary>An event time this far in the future is accepted and counts as now; later ones are rejected. Default 5 min.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reports of older events are rejected; null: no limit (backtests). Default 7,300 days.</summary>
    public TimeSpan? Retention { get; init; } = TimeSpan.FromDays(7300);

    /// <summary>The constants of the product.</summary>
    public static EngineOptions Default { get; } = new();
}
