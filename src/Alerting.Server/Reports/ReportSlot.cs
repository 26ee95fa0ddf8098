using Alerting.Reports;

namespace Alerting.Server.Reports;

/// <summary>The place of one report in the answer to its request.</summary>
internal sealed class ReportSlot(long index, string? reportId)
{
    public long Index { get; } = index;

    public string? ReportId { get; } = reportId;

    /// <summary>Completes when <see cref="Outcome"/> is known; null when it is from the start.</summary>
    public Task? Pending { get; set; }

    public ReportOutcome Outcome { get; set; }

    public static ReportSlot Refused(long index, string? reportId, Fault fault) =>
        new(index, reportId) { Outcome = new ReportOutcome(ReportStatus.Rejected, null, fault) };
}
