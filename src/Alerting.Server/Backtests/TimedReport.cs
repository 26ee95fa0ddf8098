using Alerting.Engine.Regions;

namespace Alerting.Server.Backtests;

/// <summary>A report of a backtest, or what operators settled in the stored history, and the instant at which it is judged.</summary>
/// <param name="Index">Position in the request, from 0; null for what is stored.</param>
/// <param name="Line">Number of its line, from 1; null when it was not on a line of its own.</param>
/// <param name="Region">Code of its region.</param>
/// <param name="Input">A report, with the rule by which its incident gets its id; or what was settled.</param>
/// <param name="Now">UTC ticks: the latest instant at which this or an earlier one was received.</param>
internal readonly record struct TimedReport(long? Index, long? Line, string Region, RegionInput Input, long Now);
