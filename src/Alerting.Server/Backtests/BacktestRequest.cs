using Alerting.Backtests;
using Alerting.Engine.Backtests;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Server.Backtests;

/// <summary>What a backtest is asked to do, apart from the reports it is given.</summary>
/// <param name="Thresholds">Drafts; empty when thresholds are named.</param>
/// <param name="ThresholdIds">Thresholds in force; empty when drafts are given.</param>
/// <param name="Regions">Regions whose stored history, with that of their subtrees, is taken; null when reports are given.</param>
/// <param name="Clock">When the facts of stored history count.</param>
/// <param name="Acts">What desks do meanwhile; null: nothing was said of it.</param>
internal sealed record BacktestRequest(
    IReadOnlyList<Threshold> Thresholds,
    IReadOnlyList<string> ThresholdIds,
    IReadOnlyList<string>? Regions,
    BacktestPeriod Period,
    HistoryClock Clock,
    IReadOnlyList<TimedAct>? Acts);
