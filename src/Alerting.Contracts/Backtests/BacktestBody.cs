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

    /// <summary>What desks do meanwhile, where reports are given: whether an acknowledgement would have lapsed shows by it.</summary>
    [Items(10_000)]
    public IReadOnlyList<BacktestActBody>? Acts { get; init; }

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

/// <summary>Something that somebody at a desk does in a backtest.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BacktestActBody
{
    /// <summary>When, RFC 3339 with offset: after what comes in at this instant.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>To which alert; where it is not open then, nothing happens.</summary>
    [Line(300)]
    public required string AlertId { get; init; }

    /// <summary>What they do. What else desks do has no bearing on what is judged.</summary>
    public required BacktestAct Act { get; init; }

    /// <summary>Name of who does it; desk when absent.</summary>
    [Line(200)]
    public string? By { get; init; }

    /// <summary>Told with the acknowledgement.</summary>
    [Prose(4_000)]
    public string? Note { get; init; }
}

/// <summary>What somebody at a desk does in a backtest.</summary>
public enum BacktestAct : byte
{
    /// <summary>Takes note of an alert.</summary>
    Acknowledge = 0,

    /// <summary>Takes that back.</summary>
    Unacknowledge = 1,
}

/// <summary>A report given to a backtest.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BacktestReportBody : ReportBody
{
    /// <summary>When it is taken to come in, RFC 3339 with offset; occurredAt when absent.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }
}
