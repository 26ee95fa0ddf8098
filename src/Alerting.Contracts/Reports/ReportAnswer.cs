
namespace Alerting.Reports;

/// <summary>The answer to POST /reports.</summary>
public sealed record ReportAnswer(IReadOnlyList<ReportResult> Results, int Accepted, int Duplicates, int Rejected);

/// <summary>What became of one report of a request.</summary>
public sealed record ReportResult(long Index, string? ReportId, ReportStatus Outcome, string? IncidentId, Problem? Error);
