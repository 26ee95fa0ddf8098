namespace Alerting.Engine.Backtests;

/// <summary>
/// The period for which a backtest reports results. What happens before it only warms up the state; what comes after
/// it is left out.
/// </summary>
/// <param name="From">UTC ticks, inclusive; 0 for everything.</param>
/// <param name="To">UTC ticks, inclusive, up to which the clock runs; null: until all is quiet.</param>
public readonly record struct BacktestPeriod(long From, long? To)
{
    /// <summary>No bounds: from the first report until nothing is due any more.</summary>
    public static BacktestPeriod Whole { get; } = new(0, null);
}
