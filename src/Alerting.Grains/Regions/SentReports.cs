using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Incidents;
using Alerting.Reports;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Regions;

/// <summary>
/// Reads reports as they were sent, and their earlier revisions, from the log of their region: the region itself keeps
/// only what it needs to judge. Where the log does not have a report any more, what the region keeps is all there is.
/// </summary>
internal sealed class SentReports(ILogStore store, string log)
{
    // A page ends before it holds more text than this, however many revisions its reports have had.
    private const int MaxCharacters = 1_000_000;

    /// <summary>The first of these reports, at least one of them, as far as their texts fit into one answer.</summary>
    /// <param name="traces">Reports whose log entries are durable.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<SentReport>> ReadAsync(IReadOnlyList<ReportTrace> traces, CancellationToken cancellationToken)
    {
        var found = traces.ToDictionary(static trace => KeyOf(trace.Report), static _ => new List<SentRevision>());
        foreach (var sequence in traces.SelectMany(static trace => trace.Sequences).Distinct().Order())
        {
            foreach (var (now, report) in await ReadAsync(sequence, cancellationToken))
            {
                if (found.TryGetValue(KeyOf(report), out var revisions))
                {
                    revisions.Add(new SentRevision(report, now));
                }
            }
        }

        var sent = new List<SentReport>(traces.Count);
        var characters = 0;
        foreach (var trace in traces)
        {
            var report = Sent(trace, found[KeyOf(trace.Report)]);
            characters += SizeOf(report.Report) + report.Earlier.Sum(static earlier => SizeOf(earlier.Report));
            if (characters > MaxCharacters && sent.Count > 0)
            {
                break;
            }

            sent.Add(report);
        }

        return sent;
    }

    /// <summary>An incident with as many of its reports as were asked for, or fewer where their texts are long.</summary>
    /// <param name="found">One report more than was asked for, if there are so many.</param>
    /// <param name="limit">How many were asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IncidentDetail> ReadAsync(IncidentTraces found, int limit, CancellationToken cancellationToken)
    {
        var reports = await ReadAsync([.. found.Reports.Take(limit)], cancellationToken);
        var next = found.Reports.Count > reports.Count ? found.Reports[reports.Count - 1].Place : null;
        return new IncidentDetail(found.Incident.Incident, reports, found.Incident.ReportCount, next);
    }

    private static (string Source, string ReportId) KeyOf(Report report) => (report.Source, report.ReportId);

    private static int SizeOf(Report report) => (report.Summary?.Length ?? 0) + (report.Url?.Length ?? 0);

    private static SentReport Sent(ReportTrace trace, List<SentRevision> revisions)
    {
        var current = revisions.Find(revision => revision.Report.Revision == trace.Report.Revision);
        return new SentReport
        {
            Report = current?.Report ?? trace.Report,
            ReceivedAt = current?.ReceivedAt,
            Incident = trace.Incident,
            Joined = trace.Joined,
            Earlier = [.. revisions.Where(revision => revision.Report.Revision < trace.Report.Revision)],
        };
    }

    /// <summary>The reports of one entry; none where the entry has been trimmed.</summary>
    private async Task<IEnumerable<(long Now, Report Report)>> ReadAsync(long sequence, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var entry in store.ReadAsync(log, sequence, cancellationToken))
            {
                return entry.Sequence == sequence ? RegionLogReader.Reports(entry.Content()) : [];
            }
        }
        catch (LogTrimmedException)
        {
            // Older than what is kept.
        }

        return [];
    }
}
