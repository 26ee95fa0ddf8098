using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Archive;
using Alerting.Engine.Doubts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Quiet;
using Alerting.Engine.Series;
using Alerting.Engine.Windows;
using Alerting.Incidents;
using Alerting.Places;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <summary>Answers what can be asked of a region, as of the last input or deadline. Changes nothing.</summary>
public sealed class RegionQueries
{
    private readonly RegionModel _model;
    private readonly ShownFigures _figures;

    internal RegionQueries(RegionModel model)
    {
        _model = model;
        _figures = new ShownFigures(model);
    }

    /// <summary>Reports, and where the log of the region has them.</summary>
    public ReportTraces Traces => field ??= new ReportTraces(_model, this);

    /// <summary>The past of the region, for series.</summary>
    public SeriesQueries Series => field ??= new SeriesQueries(_model);

    /// <summary>The operator's override of the shown level; null when there is none.</summary>
    public LevelOverride? Override => _model.Shown.Override;

    /// <summary>Changes of the shown level, oldest first.</summary>
    public IReadOnlyList<LevelChange> LevelHistory => _model.LevelHistory;

    /// <summary>Number of reports known, withdrawn and archived ones included.</summary>
    public int ReportCount => _model.Facts.Table.Reports.Count + _model.Archived.Reports.Count;

    /// <summary>Ids and versions of the thresholds adopted last, whether they apply here or not.</summary>
    public IEnumerable<(string Id, int Version)> AdoptedThresholds =>
        _model.Thresholds.All.Where(static t => t.Version is not null).Select(static t => (t.Id, t.Version!.Version));

    /// <summary>
    /// Whether this region must adopt a threshold version: it applies here, or an evaluator of it exists, which may
    /// have an open alert.
    /// </summary>
    public bool IsConcernedBy(ThresholdVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return _model.Thresholds.Find(version.Id)?.Evaluator is not null
            || (version.InForce && _model.Thresholds.Applies(version.Definition!));
    }

    /// <summary>Whether the region has yet to learn of an outage: a source was heard before its end.</summary>
    public bool IsConcernedBy(OutageInput outage)
    {
        ArgumentNullException.ThrowIfNull(outage);
        return outage.To > _model.Context.Heard.OutageEnd && _model.Context.Heard.All.Any(source => source.LastAt < outage.To);
    }

    /// <summary>Whether this region must adopt a version of a place or of a decision on names.</summary>
    public bool IsConcernedBy(PlaceVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return _model.Places.IsNews(version);
    }

    /// <summary>
    /// Pairs of names, of the region's own incidents in memory, that may be one town's, those reported last first. Of very many
    /// towns those hit last are compared.
    /// </summary>
    public IReadOnlyList<NameDoubt> NameDoubts() => new NameDoubts(_model).Find();

    /// <summary>Ids of the open alerts of the region, in ordinal order.</summary>
    public IReadOnlyList<string> OpenAlerts => _model.Thresholds.OpenAlerts;

    /// <summary>The last revision of an open alert of the region, without <c>seq</c>; null when it is not open.</summary>
    public Alert? OpenAlert(string alertId) => _model.Thresholds.LastOf(alertId);

    /// <summary>Whether what somebody at a desk does would make a revision of its alert, which is open or brought along.</summary>
    public bool IsNews(AlertActInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return (input.Ended ?? OpenAlert(input.AlertId)) is { } last
            && AlertWriter.Next(last, input.Act, input.By, null, _model.Now) is not null;
    }

    /// <summary>The act that was sent with a key within the last day; null when there is none.</summary>
    public KnownAct? ActOf(string key) => _model.ActKeys.Find(key, _model.Now);

    /// <summary>What the region shows at an instant (UTC ticks) not before the last input.</summary>
    public RegionFigures FiguresAt(long asOf) => _figures.At(asOf);

    /// <inheritdoc cref="ShownFigures.OutlookFrom"/>
    public RegionOutlook? OutlookFrom(RegionFigures now, long changedAt) => _figures.OutlookFrom(now, changedAt);

    /// <summary>
    /// Incidents in memory with an event time in (after, through], UTC ticks, of the region and of those below it,
    /// newest first. Each comes with its best reports and the reason why each joined it; incidents of regions below
    /// come without, since those regions keep the reports.
    /// </summary>
    public IEnumerable<IncidentItem> Incidents(long after, long through) => _model.Activity.Newest(after, through).Select(ItemOf);

    /// <summary>
    /// Reports of one of the region's own incidents, best first, after a given one; null when no incident with this
    /// id is in memory (see <see cref="IncidentArchive.BlocksWith"/>). The cost depends on the length of the answer
    /// alone.
    /// </summary>
    public IReadOnlyList<IncidentReport>? Reports(string incidentId, ReportPlace? after, int limit)
    {
        var rows = new List<int>();
        return FindReports(incidentId, after, limit, rows) < 0 ? null : ReportsOf(_model.Facts.Table, rows);
    }

    /// <summary>
    /// Codes of the regions, among this one and those below it, in which an incident with this id may have been reported;
    /// each must be asked itself, since an archived incident is known by a hash of its id alone.
    /// </summary>
    public IReadOnlyList<string> RegionsOf(string incidentId)
    {
        ArgumentNullException.ThrowIfNull(incidentId);
        var found = new List<string>();
        if (FindShown(incidentId) >= 0 || _model.Archived.Contains(KnownAs(incidentId)))
        {
            found.Add(_model.Region.Code);
        }

        foreach (var code in _model.Catalog.Below(_model.Region.Code))
        {
            if (_model.Facts.FindBelow(code, incidentId, out _) >= 0
                || _model.Archived.Ids.Contains(ArchivedIncidentIds.KeyOf(code, incidentId)))
            {
                found.Add(code);
            }
        }

        return found;
    }

    /// <summary>Adds the rows of reports of one of the region's own incidents, and returns the row of the incident, or -1.</summary>
    internal int FindReports(string incidentId, ReportPlace? after, int limit, List<int> rows)
    {
        ArgumentNullException.ThrowIfNull(incidentId);
        var incident = FindShown(incidentId);
        if (incident < 0)
        {
            return -1;
        }

        var table = _model.Facts.Table;
        if (after is null)
        {
            table.Members.CopyTo(incident, rows, limit);
        }
        else
        {
            var place = new ReportRow
            {
                Grade = after.Grade,
                OccurredAt = after.OccurredAt,
                Killed = after.Killed,
                Wounded = after.Wounded,
                From = new ReportSource(after.Source),
                ReportId = after.ReportId,
            };
            table.Members.CopyAfter(incident, place, rows, limit);
        }

        return incident;
    }

    internal static IncidentItem ItemOf(IncidentNode node)
    {
        var table = node.Table;
        var rows = new List<int>();
        table.Members.CopyTo(node.Row, rows, IncidentReport.MaxListed);
        return new IncidentItem(node.View!, ReportsOf(table, rows), table.Members.Count(node.Row));
    }

    private static List<IncidentReport> ReportsOf(IncidentTable table, List<int> rows)
    {
        var reports = new List<IncidentReport>(rows.Count);
        foreach (var row in rows)
        {
            var report = table.Reports[row];
            reports.Add(new IncidentReport
            {
                Source = report.From.Name,
                ReportId = report.ReportId,
                Revision = report.Revision,
                Grade = report.Grade.ToString(),
                OccurredAt = Instants.FromTicks(report.OccurredAt),
                Kind = report.Kind!.Slug,
                Town = report.Town,
                Killed = report.Killed < 0 ? null : report.Killed,
                Wounded = report.Wounded < 0 ? null : report.Wounded,
                Joined = Joined(report),
                LocationDoubt = report.LocationDoubt,
            });
        }

        return reports;
    }

    internal static string Joined(in ReportRow report) => report.Reason switch
    {
        JoinReason.Named => "names the incident",
        JoinReason.ByHand => HandWords.Joined(report.Rare?.Mark),
        JoinReason.SameTownAndTime =>
            $"same town and family, {Duration.From(TimeSpan.FromTicks(report.Difference)).ToWords()} apart, another source",
        _ => "opened the incident",
    };

    /// <summary>The id under which one of the region's own incidents is known now: operators may have joined it to another.</summary>
    public string KnownAs(string incidentId) => _model.Facts.ByHand.Resolve(incidentId);

    /// <summary>What operators have settled of one of the region's own incidents, by the id under which it is known.</summary>
    public IReadOnlyList<SettledIncident> SettledOf(string incidentId) => [.. _model.Facts.ByHand.Of(incidentId)];

    /// <summary>How many reports one of the region's own incidents has; null where it is not in memory.</summary>
    public int? ReportsOf(string incidentId) =>
        FindShown(incidentId) is >= 0 and var row ? _model.Facts.Table.Members.Count(row) : null;

    /// <summary>Whether a report is in one of the region's own incidents.</summary>
    public bool IsOf(string incidentId, string source, string reportId) =>
        FindShown(incidentId) is >= 0 and var row && _model.Facts.Sources.Find(source) is { } known
            && _model.Facts.FindReport(known, reportId) is >= 0 and var report && _model.Facts.Table.Reports[report].Incident == row;

    /// <summary>Whether an operator took a report out of an incident, which is known under this id.</summary>
    public bool WasTakenOut(string incidentId, string source, string reportId) =>
        _model.Facts.ByHand.TakenOut(source, reportId) is { } taken && KnownAs(taken.OutOf) == incidentId
            && KnownAs(taken.Into) != incidentId;

    private int FindShown(string incidentId)
    {
        _model.Facts.Build();
        return _model.Facts.FindShown(KnownAs(incidentId));
    }
}
