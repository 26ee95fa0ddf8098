namespace Alerting.Engine.Backtests;

/// <summary>What of a backtest is answered. What happens before it warms the state, what comes after it is left out.</summary>
/// <param name="From">UTC ticks, inclusive; 0 for everything.</param>
/// <param name="To">UTC ticks, inclusive, up to which the clock runs; null: until all is quiet.</param>
public readonly record struct BacktestPeriod(long From, long? To)
{
    /// <summary>Everything, until all is quiet.</summary>
    public static BacktestPeriod Whole { get; } = new(0, null);
}
