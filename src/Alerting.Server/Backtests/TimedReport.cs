using Alerting.Engine.Regions;

namespace Alerting.Server.Backtests;

/// <summary>A report of a backtest, or an outage that a region recorded, and the instant at which it is judged.</summary>
/// <param name="Index">Position in the request, from 0; null for a stored report.</param>
/// <param name="Line">Number of its line, from 1; null when it was not on a line of its own.</param>
/// <param name="Region">Code of the region.</param>
/// <param name="Input">The report, and the rule by which its incident gets its id; null for an outage.</param>
/// <param name="Outage">Null for a report.</param>
/// <param name="Now">UTC ticks: the latest instant at which this report or an earlier one was received.</param>
internal readonly record struct TimedReport(long? Index, long? Line, string Region, ReportInput? Input, OutageInput? Outage, long Now);
