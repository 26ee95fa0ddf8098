using Alerting.Engine.Regions;

namespace Alerting.Engine.Backtests;

/// <summary>Something that somebody at a desk does in a backtest.</summary>
/// <param name="Index">Position in the request, from 0.</param>
/// <param name="Region">Code of the region of the alert.</param>
/// <param name="At">When, UTC ticks.</param>
/// <param name="Input">What they do.</param>
public sealed record TimedAct(int Index, string Region, long At, AlertActInput Input);
