using Alerting.Engine.Incidents;
using Alerting.Reports;

namespace Alerting.Server.Backtests;

/// <summary>A report of a backtest and the instant at which it is judged.</summary>
/// <param name="Index">Position in the request, from 0; null for a stored report.</param>
/// <param name="Line">Number of its line, from 1; null when it was not on a line of its own.</param>
/// <param name="Suffix">The rule by which its incident gets its id.</param>
/// <param name="Now">UTC ticks: the latest instant at which this report or an earlier one was received.</param>
internal readonly record struct TimedReport(long? Index, long? Line, Report Report, IdSuffix Suffix, long Now);
