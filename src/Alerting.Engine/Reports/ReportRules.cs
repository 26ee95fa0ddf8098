using Alerting.Engine;
using Alerting.Reports;

namespace Alerting.Engine.Reports;

/// <summary>What depends on the moment and the occasion when a report is read.</summary>
public readonly record struct ReportRules
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>How far after <see cref="Now"/> an event may lie; null: any time.</summary>
    public TimeSpan? Tolerance { get; init; }

    /// <summary>How long before <see cref="Now"/> an event may lie; null: any time.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Whether a report may state <c>receivedAt</c>.</summary>
    public bool AllowsReceivedAt { get; init; }

    /// <summary>Makes the id of a report that states none; null: a ULID of <see cref="Now"/>.</summary>
    public Func<string>? NewReportId { get; init; }

    /// <summary>How many unknown names of the request are still looked up to tell the nearest known one; null: all are.</summary>
    public HintBudget? Hints { get; init; }

    /// <summary>Reports as they come in.</summary>
    public static ReportRules Live(DateTimeOffset now, EngineOptions options, HintBudget? hints = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ReportRules { Now = now, Tolerance = options.ClockTolerance, Retention = options.Retention, Hints = hints };
    }

    /// <summary>Given reports of a backtest: of any time, and with ids that are the same in every run.</summary>
    public static ReportRules Backtest(Func<string> newReportId) =>
        new() { Now = DateTimeOffset.UnixEpoch, AllowsReceivedAt = true, NewReportId = newReportId, Hints = new HintBudget() };
}

/// <summary>What was read: a report or why there is none.</summary>
/// <param name="ReportId">
/// The id that was stated or made; with a fault, where one can be made out, so that the reporter knows which report it was.
/// </param>
public readonly record struct ParsedReport(Report? Report, Fault? Fault, string? ReportId);
