using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>Every report that a region has accepted, and when the system was down: which sources are quiet at any instant.</summary>
internal sealed class NaiveSources
{
    private List<(string Source, long At)> _reports = [];
    private List<(long NotedAt, long To)> _outages = [];

    /// <summary>What was worked out since the last change: the same is asked many times over.</summary>
    private readonly Dictionary<(Threshold Threshold, long At), List<(string Source, long LastAt, long Since)>> _known = [];

    public void Note(string source, long now)
    {
        _known.Clear();
        _reports.Add((source, now));
    }

    public void NoteOutage(long now, long to)
    {
        _known.Clear();
        _outages.Add((now, to));
    }

    public void SetBack(long to)
    {
        _known.Clear();
        _reports = _reports.ConvertAll(r => (r.Source, Math.Min(r.At, to)));
        _outages = _outages.ConvertAll(o => (Math.Min(o.NotedAt, to), Math.Min(o.To, to)));
    }

    /// <summary>The sources that are quiet at an instant, with their last report and since when their silence counts, by name.</summary>
    public List<(string Source, long LastAt, long Since)> QuietAt(Threshold threshold, long at) =>
        _known.TryGetValue((threshold, at), out var known) ? known : _known[(threshold, at)] = WorkOut(threshold, at);

    private List<(string Source, long LastAt, long Since)> WorkOut(Threshold threshold, long at)
    {
        var window = threshold.Window!.Value.Ticks;
        var outageEnd = _outages.Where(o => o.NotedAt <= at).Select(o => o.To).DefaultIfEmpty().Max();
        return
        [
            .. _reports.Where(r => r.At <= at).GroupBy(r => r.Source, StringComparer.Ordinal)
                .Select(g => (Source: g.Key, LastAt: g.Max(r => r.At), Since: Math.Max(g.Max(r => r.At), outageEnd), Reports: g))
                .Where(s => s.Since + window <= at)
                .Where(s => threshold.MinReports
                    <= s.Reports.Count(r => at - window - threshold.Baseline!.Value.Ticks < r.At && r.At <= at - window))
                .Select(s => (s.Source, s.LastAt, s.Since))
                .OrderBy(s => s.Source, StringComparer.Ordinal),
        ];
    }

    /// <summary>All instants after one at which a source can become quiet, or be so no longer.</summary>
    public SortedSet<long> Breaks(Threshold threshold, long after)
    {
        var window = threshold.Window!.Value.Ticks;
        var breaks = new SortedSet<long>();
        foreach (var (_, at) in _reports)
        {
            breaks.UnionWith([at, at + window, at + window + threshold.Baseline!.Value.Ticks]);
        }

        foreach (var (notedAt, to) in _outages)
        {
            breaks.UnionWith([notedAt, to + window]);
        }

        breaks.RemoveWhere(at => at <= after);
        return breaks;
    }
}
