using Alerting.Reports;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Reports;

/// <summary>What became of one report of a request.</summary>
internal sealed record ReportResult(long Index, string? ReportId, ReportStatus Outcome, string? IncidentId, ProblemDetails? Error);

/// <summary>The answer to POST /reports.</summary>
internal sealed record ReportAnswer(IReadOnlyList<ReportResult> Results, int Accepted, int Duplicates, int Rejected);
