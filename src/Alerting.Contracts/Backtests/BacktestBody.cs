using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Json;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Backtests;

/// <summary>What a backtest is to do, apart from the reports that it may be given.</summary>
public record BacktestSettings
{
    /// <summary>Drafts, each with an id.</summary>
    [Items(1_000)]
    public IReadOnlyList<DraftBody>? Thresholds { get; init; }

    /// <summary>Thresholds in force.</summary>
    [Items(1_000)]
    public IReadOnlyList<string>? ThresholdIds { get; init; }

    /// <summary>Whose stored history is taken, with that of the regions below; none: all that the caller may see.</summary>
    [Items(10_000)]
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>What was before warms the state and is not told; RFC 3339 with offset.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Where the clock stops, RFC 3339 with offset; when all is quiet, if absent.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>When the facts of stored history count; recorded when absent. Given reports say so themselves.</summary>
    public HistoryClock? Clock { get; init; }
}

/// <summary>
/// What to run: one of thresholds and thresholdIds, on one of reports and regions. As NDJSON this is the first line,
/// without reports and regions, and the reports follow.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BacktestBody : BacktestSettings
{
    /// <summary>In the order in which they are taken to come in.</summary>
    public IReadOnlyList<BacktestReportBody>? Reports { get; init; }
}

/// <summary>A report given to a backtest.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BacktestReportBody : ReportBody
{
    /// <summary>When it is taken to come in, RFC 3339 with offset; occurredAt when absent.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }
}
