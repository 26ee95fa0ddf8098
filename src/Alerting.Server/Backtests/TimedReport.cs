using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;

namespace Alerting.Server.Backtests;

/// <summary>A report of a backtest, or a step of the stored history, and the instant at which it is judged.</summary>
/// <param name="Index">Position in the request, from 0; null for what is stored.</param>
/// <param name="Line">Number of its line, from 1; null when it was not on a line of its own.</param>
/// <param name="Step">
/// A step; of a given report its input and, as its <c>Now</c>, the latest instant at which it or an earlier one was received.
/// </param>
internal readonly record struct TimedReport(long? Index, long? Line, HistoryStep Step)
{
    /// <summary>Code of its region.</summary>
    public string Region => Step.Region;

    /// <summary>A given report.</summary>
    public static TimedReport Given(GivenReport given, RegionInput input, string region, long now) =>
        new(given.Index, given.Line, new HistoryStep(region, HistoryMark.Step, 0, input, now, now, now));
}
