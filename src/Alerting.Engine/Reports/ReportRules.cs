using Alerting.Engine;
using Alerting.Reports;

namespace Alerting.Engine.Reports;

/// <summary>The rules for reading a report that depend on the moment and the occasion.</summary>
public readonly record struct ReportRules
{
    /// <summary>The instant of receipt.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How far after <see cref="Now"/> an event may lie; null: any time.</summary>
    public TimeSpan? Tolerance { get; init; }

    /// <summary>How long before <see cref="Now"/> an event may lie; null: any time.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Whether a report may state <c>receivedAt</c>.</summary>
    public bool AllowsReceivedAt { get; init; }

    /// <summary>Creates the id of a report that states none; null: a ULID of <see cref="Now"/>.</summary>
    public Func<string>? NewReportId { get; init; }

    /// <summary>How many unknown names of the request are still looked up for hints; null: all.</summary>
    public HintBudget? Hints { get; init; }

    /// <summary>The rules for reports that are posted to be stored.</summary>
    public static ReportRules Live(DateTimeOffset now, EngineOptions options, HintBudget? hints = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ReportRules { Now = now, Tolerance = options.ClockTolerance, Retention = options.Retention, Hints = hints };
    }

    /// <summary>The rules for reports that are posted for a backtest: of any time, and with ids that are the same in every run.</summary>
    public static ReportRules Backtest(Func<string> newReportId) =>
        new() { Now = DateTimeOffset.UnixEpoch, AllowsReceivedAt = true, NewReportId = newReportId, Hints = new HintBudget() };
}

/// <summary>The result of reading: a report, or the fault for which there is none.</summary>
/// <param name="Report">Null when there is a fault.</param>
/// <param name="Fault">Null when there is a report.</param>
/// <param name="ReportId">
/// The id that was stated or made; with a fault, where one can be made out, so that the reporter knows which report it was.
/// </param>
public readonly record struct ParsedReport(Report? Report, Fault? Fault, string? ReportId);
