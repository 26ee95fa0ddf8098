using Alerting.Engine.Incidents;
using Alerting.Engine.Windows;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <content>What can be asked of a region.</content>
public sealed partial class RegionEngine
{
    // Below this a score is shown as 0 and nothing decays any more.
    private const double LeastScore = 0.000_001;

    /// <summary>Level computed from the region's own incidents.</summary>
    public ThreatLevel ComputedLevel => _level.Computed;

    public ThreatLevel Level => _shown.Level;

    public LevelOverride? Override => _shown.Override;

    /// <summary>Changes of the shown level, oldest first.</summary>
    public IReadOnlyList<LevelChange> LevelHistory => _history;

    /// <summary>Number of incidents kept, own and from below.</summary>
    public int IncidentCount => _activity.Count;

    /// <summary>Number of reports known, retracted ones included.</summary>
    public int ReportCount => _incidents.ReportCount;

    /// <summary>Ids and versions of the thresholds last adopted, in force here or not.</summary>
    public IEnumerable<(string Id, int Version)> AdoptedThresholds => _thresholds.Values.Where(static t => t.Version is not null).Select(static t => (t.Id, t.Version!.Version));

    /// <summary>Whether the region knows anything that this threshold could judge, or has an alert of it open.</summary>
    public bool IsConcernedBy(ThresholdVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var watched = _thresholds.TryGetValue(version.Id, out var state) && state.Watch is not null;
        return watched || (version.InForce && Applies(version.Definition!));
    }

    /// <summary>Score of the subtree.</summary>
    public double ScoreAt(long at) => Math.Round(_level.Subtree.At(at), 6);

    /// <summary>Score of the region's own incidents, from which its level is computed.</summary>
    public double OwnScoreAt(long at) => _level.Own.At(at);

    public bool IsOpen(string alertId) => _watches.Any(w => w.Life.Open?.Last.AlertId == alertId);

    /// <summary>The figures at an instant not before the last input.</summary>
    public RegionFigures FiguresAt(long asOf)
    {
        var day = asOf - TimeSpan.TicksPerDay;
        long killed = 0;
        var recent = 0.0;
        var halfLife = (double)_options.HalfLife.Ticks;
        var towns = new RecentTowns(RegionFigures.MaxTowns);
        foreach (var node in _activity.Newest(day, asOf))
        {
            killed += node.Killed;
            recent += node.Weight * Math.Pow(2, (node.OccurredAt - asOf) / halfLife);
            towns.Add(node);
        }

        var score = _level.Subtree.At(asOf);
        var before = Math.Max(score - recent, 0) * Math.Pow(2, TimeSpan.TicksPerDay / halfLife);
        var week = _activity.Between(asOf - (7 * TimeSpan.TicksPerDay), asOf);
        return new RegionFigures
        {
            Level = _shown.Level,
            Score = score < LeastScore ? 0 : Math.Round(score, 6),
            ScoreDayBefore = before < LeastScore ? 0 : Math.Round(before, 6),
            Since = _shown.Since,
            Override = _shown.Override,
            Incidents24h = _activity.Between(day, asOf),
            Incidents7d = week,
            Killed24h = killed,
            Towns24h = towns.Names(),
            Towns24hCount = towns.Count,
            OpenAlerts = _watches.Where(static w => w.Life.Open is not null).Select(static w => w.Life.Open!.Last.AlertId).Order(StringComparer.Ordinal).ToList(),
            LastIncidentAt = _activity.IsEmpty ? null : _activity.LastAt,
            AsOf = asOf,
            Decays = score >= LeastScore || week > 0,
        };
    }

    /// <summary>Incidents in (after, through] of the region and those below it, newest first.</summary>
    public IEnumerable<Incident> Incidents(long after, long through) => _activity.Newest(after, through).Select(static n => n.View!);

    /// <summary>
    /// The same, each with its best reports and why each joined; none for an incident of a region below, which keeps
    /// them.
    /// </summary>
    public IEnumerable<IncidentItem> IncidentsWithReports(long after, long through) => _activity.Newest(after, through).Select(ItemOf);

    /// <summary>
    /// Reports of one of the region's own incidents, best first, behind one of them; null when none of that id is in
    /// memory, see <see cref="BlocksWith"/>. Costs as much as it answers, however many reports there are.
    /// </summary>
    public IReadOnlyList<IncidentReport>? Reports(string incidentId, ReportPlace? after, int limit)
    {
        ArgumentNullException.ThrowIfNull(incidentId);
        var incident = _incidents.FindShown(incidentId);
        if (incident < 0)
        {
            return null;
        }

        var table = _incidents.Table;
        var rows = new List<int>();
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

        return ReportsOf(table, rows);
    }

    private static IncidentItem ItemOf(IncidentNode node)
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
            });
        }

        return reports;
    }

    private static string Joined(in ReportRow report) => report.Reason switch
    {
        JoinReason.Named => "names the incident",
        JoinReason.SameTownAndTime => $"same town and family, {Duration.From(TimeSpan.FromTicks(report.Difference)).ToWords()} apart, another source",
        _ => "opened the incident",
    };
}
