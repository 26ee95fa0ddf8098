
namespace Alerting.Reports;

/// <summary>The answer to POST /reports.</summary>
/// <param name="Results">One for each report, in their order.</param>
/// <param name="Accepted">How many were accepted.</param>
/// <param name="Duplicates">How many were known already.</param>
/// <param name="Rejected">How many were rejected.</param>
public sealed record ReportAnswer(IReadOnlyList<ReportResult> Results, int Accepted, int Duplicates, int Rejected);

/// <summary>What became of one report of a request.</summary>
/// <param name="Index">How many-th report of the request, from 0.</param>
/// <param name="ReportId">As it was stated or generated; null where it could not be read.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="IncidentId">The incident that the report is part of now; null where it is part of none.</param>
/// <param name="Error">Why it was rejected; null otherwise.</param>
public sealed record ReportResult(long Index, string? ReportId, ReportStatus Outcome, string? IncidentId, Problem? Error);
