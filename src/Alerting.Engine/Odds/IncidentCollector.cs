using Alerting.Reports;

namespace Alerting.Engine.Odds;

/// <summary>Collects what a run makes of its reports: the incidents that occurred in a period, as they are known in the end.</summary>
/// <param name="from">Beginning of the period, UTC ticks, inclusive.</param>
/// <param name="to">Its end, UTC ticks, inclusive.</param>
/// <param name="maxReports">How many reports are kept at most: all are in memory at a time.</param>
public sealed class IncidentCollector(long from, long to, int maxReports)
{
    private readonly Dictionary<(string Region, string Source, string ReportId), Heard> _reports = [];

    /// <summary>There were more reports than are kept, and none is kept any more.</summary>
    public bool IsOverfull { get; private set; }

    /// <summary>How many reports are kept.</summary>
    public int Reports => _reports.Count;

    /// <summary>Notes a report that was judged.</summary>
    /// <param name="report">The report.</param>
    /// <param name="outcome">What the run made of it; only what was accepted is noted.</param>
    /// <param name="now">UTC ticks at which it was judged.</param>
    public void Add(Report report, in ReportOutcome outcome, long now)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (IsOverfull || outcome.Status != ReportStatus.Accepted)
        {
            return;
        }

        var key = (report.Region, report.Source, report.ReportId);
        var first = _reports.Remove(key, out var before) ? before.FirstJudgedAt : now;
        var at = report.OccurredAt.UtcTicks;
        if (outcome.IncidentId is not { } incident || at < from || at > to)
        {
            return;
        }

        // No threshold looks at the texts, which are most of what a report takes.
        _reports.Add(key, new Heard(report with { Summary = null, Url = null }, incident, first));
        if (_reports.Count > maxReports)
        {
            IsOverfull = true;
            _reports.Clear();
            _reports.TrimExcess();
        }
    }

    /// <summary>The incidents; their order depends on that of the reports.</summary>
    public List<KnownIncident> Incidents() =>
    [
        .. _reports.Values.GroupBy(static heard => (heard.Report.Region, heard.IncidentId))
            .Select(static incident => new KnownIncident(incident.Key.Region, incident.Key.IncidentId, ReportsOf(incident))),
    ];

    private static List<HeardReport> ReportsOf(IEnumerable<Heard> incident) =>
    [
        .. incident.OrderBy(static heard => heard.FirstJudgedAt)
            .ThenBy(static heard => heard.Report.Source, StringComparer.Ordinal)
            .ThenBy(static heard => heard.Report.ReportId, StringComparer.Ordinal)
            .Select(static heard => new HeardReport(
                heard.Report, Math.Max(0, heard.FirstJudgedAt - heard.Report.OccurredAt.UtcTicks))),
    ];

    private readonly record struct Heard(Report Report, string IncidentId, long FirstJudgedAt);
}
