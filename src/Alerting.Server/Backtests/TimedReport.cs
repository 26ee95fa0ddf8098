using Alerting.Engine.Incidents;
using Alerting.Reports;

namespace Alerting.Server.Backtests;

/// <summary>A report of a backtest and the instant at which it is judged.</summary>
/// <param name="Index">How many-th of the request, from 0; null for a stored one.</param>
/// <param name="Line">Number of its line, from 1; null when it stood in none.</param>
/// <param name="Suffix">By which rule its incident is given an id.</param>
/// <param name="Now">UTC ticks: the latest at which this report or one before it came in.</param>
internal readonly record struct TimedReport(long? Index, long? Line, Report Report, IdSuffix Suffix, long Now);
