namespace Alerting.Engine;

/// <summary>Constants of correlation and levels. Part of the meaning of a log: change them and history reads differently.</summary>
public sealed record EngineOptions
{
    /// <summary>Largest difference in event time, inclusive, at which a report joins an incident. Default 30 min.</summary>
    public TimeSpan CorrelationWindow { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Time in which an incident's contribution to the score halves. Default 24 h.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Scores from which on a region is moderate, substantial, severe, critical; ascending.</summary>
    public IReadOnlyList<double> LevelBounds { get; init; } = [2, 6, 15, 40];

    /// <summary>A level falls when the score is below this share of its bound. Default 0.8.</summary>
    public double FallBelow { get; init; } = 0.8;

    /// <summary>How far in the future an event time may lie and is then taken as now. Default 5 min.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reports of events longer ago than this are refused; null: no limit (backtests).</summary>
    public TimeSpan? Retention { get; init; } = TimeSpan.FromDays(7300);

    public static EngineOptions Default { get; } = new();
}
