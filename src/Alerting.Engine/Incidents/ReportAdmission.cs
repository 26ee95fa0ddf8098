using System.Globalization;
using Alerting.Engine.Archive;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>Decides whether a report says something new that can be accepted, and gives the answer where it does not.</summary>
internal sealed class ReportAdmission(EngineOptions options)
{
    /// <summary>The outcome of a report of which this revision or a later one is known.</summary>
    /// <param name="isDuplicate">Whether its content is the same, or its revision is older.</param>
    public static ReportOutcome Known(Report report, bool isDuplicate, string? incidentId) =>
        isDuplicate
            ? new ReportOutcome(ReportStatus.Duplicate, incidentId, null)
            : new ReportOutcome(ReportStatus.Rejected, incidentId, new Fault(
                FaultTypes.RevisionConflict,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Revision {report.Revision} of this report is known with other content; a correction needs a higher revision."),
                "$.revision"));

    /// <summary>
    /// The outcome of a report that is archived in this revision or a later one; null when the report is a newer
    /// revision.
    /// </summary>
    public static ReportOutcome? KnownFromArchive(Report report, UInt128 contentHash, in ArchivedReport old)
    {
        if (report.Revision > old.Revision)
        {
            return old.Kind == ArchivedReportKind.Retracted ? null
                : throw new InvalidOperationException($"Block {old.Block} must be restored before this report is applied.");
        }

        var incidentId = old.Kind switch
        {
            ArchivedReportKind.Opener => IncidentTable.DerivedId(report.Source, report.ReportId),
            ArchivedReportKind.Member => report.IncidentId,
            _ => null,
        };
        return Known(report, report.Revision < old.Revision || (ulong)contentHash == old.Content, incidentId);
    }

    /// <summary>Why a report cannot be accepted at this instant, whatever else is known; null when it can.</summary>
    public Fault? Refuse(Report report, long now)
    {
        if (report.Retracted)
        {
            return null;
        }

        var at = report.OccurredAt.UtcTicks;
        if (at > now + options.ClockTolerance.Ticks)
        {
            return new Fault(
                FaultTypes.InTheFuture,
                $"occurredAt {Instants.Format(report.OccurredAt)} is more than {options.ClockTolerance.TotalMinutes:0} min in the future.",
                "$.occurredAt");
        }

        return options.Retention is { } retention && at < now - retention.Ticks
            ? new Fault(
                FaultTypes.TooOld,
                $"occurredAt {Instants.Format(report.OccurredAt)} is before the retention of {retention.TotalDays:0} days.",
                "$.occurredAt")
            : null;
    }
}
