using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// The reports of an incident that has many. What it shows is kept current as reports come and go, so one more costs
/// O(log n) however many there are.
/// </summary>
internal sealed class ManyReports(RowList<ReportRow> reports)
{
    // A remaining product below this makes no difference any more: the grade factor is 1 when rounded.
    private const double Negligible = 1e-15;

    /// <summary>Indices of grades, greatest factor first.</summary>
    private static readonly byte[] s_gradesByFactor =
        [.. Enumerable.Range(0, Grade.Count).Select(static i => (byte)i).OrderByDescending(static i => new Grade(i).FactorUnits)];

    private readonly RankedReports _ranked = new(reports);
    private readonly BestReports<ReportSource> _sources = new(reports);
    private readonly BestReports<string> _actors = new(reports);
    private readonly Dictionary<DistinctTown, int> _towns = [];

    /// <summary>For each source with reports that name the incident, how many do.</summary>
    private readonly Dictionary<string, int> _naming = new(StringComparer.Ordinal);

    /// <summary>For each grade, the number of sources whose best report has it.</summary>
    private readonly int[] _grades = new int[Grade.Count];
    private readonly List<int> _found = [];
    private IReadOnlyList<string>? _shownSources;
    private IReadOnlyList<string>? _namedBy;
    private (IReadOnlyList<string> Actors, string[] Keys)? _shownActors;
    private List<TownChange>? _townChanges;

    public int Count => _ranked.Count;

    /// <summary>The best-ranked report; -1 without any.</summary>
    public int First => _ranked.First;

    public int SourceCount => _sources.Count;

    /// <summary>Sum of <see cref="ReportSource.SetHash"/> over the distinct sources: the same for the same set.</summary>
    public ulong SourceSetHash { get; private set; }

    /// <summary>Number of distinct towns among the reports of precision town.</summary>
    public int TownCount => _towns.Count;

    public IEnumerable<DistinctTown> Towns => _towns.Keys;

    /// <summary>
    /// Whether the correlation index holds the incident separately for each town and not in groups; see
    /// <see cref="CorrelationIndex"/>.
    /// </summary>
    public bool IsWide => _townChanges is not null;

    /// <summary>Earliest event time, UTC ticks.</summary>
    public long OccurredAt => _ranked.Earliest;

    /// <summary>Latest event time, UTC ticks. Looks at each report.</summary>
    public long LastEventAt
    {
        get
        {
            _found.Clear();
            _ranked.CopyTo(_found, ReportMarks.Any, int.MaxValue);
            return _found.Max(report => reports[report].OccurredAt);
        }
    }

    /// <summary>The sources that an incident lists, as many as it may, best-ranked first.</summary>
    public IReadOnlyList<string> ShownSources => _shownSources ??= FindSources();

    /// <summary>Those of <see cref="ShownSources"/> that have a report which names the incident, in the same order.</summary>
    public IReadOnlyList<string> NamedBy => _naming.Count == 0 ? [] : _namedBy ??= Listed(ShownSources, _naming.Keys);

    /// <summary>
    /// The actors that an incident lists, as many as it may: as the best-ranked reports write them, and folded and
    /// sorted.
    /// </summary>
    public (IReadOnlyList<string> Actors, string[] Keys) ShownActors => _shownActors ??= FindActors();

    /// <summary>1 - product over sources of (1 - the source's greatest f).</summary>
    public double GradeFactor
    {
        get
        {
            if (SourceCount == 1)
            {
                return reports[First].Grade.Factor;
            }

            var unlikely = 1.0;
            foreach (var index in s_gradesByFactor)
            {
                for (var i = _grades[index]; i > 0 && unlikely > Negligible; i--)
                {
                    unlikely *= 1 - new Grade(index).Factor;
                }
            }

            return IncidentFacts.Factor(unlikely);
        }
    }

    public bool Has(ReportSource source) => _sources.Contains(source);

    public bool Has(DistinctTown town) => _towns.ContainsKey(town);

    /// <summary>The best-ranked report with a mark, or -1.</summary>
    public int FirstWith(ReportMarks mark) => _ranked.FirstWith(mark);

    /// <summary>Adds the reports to a list, best first, until it holds <paramref name="max"/>.</summary>
    public void CopyTo(List<int> target, int max) => _ranked.CopyTo(target, ReportMarks.Any, max);

    /// <inheritdoc cref="RankedReports.CopyAfter(in ReportRow, List{int}, int)"/>
    public void CopyAfter(in ReportRow after, List<int> target, int max) => _ranked.CopyAfter(after, target, max);

    public void Add(int report)
    {
        var source = reports[report].From;
        var before = _sources.Add(source, report);
        if (before < 0)
        {
            SourceSetHash += source.SetHash;
        }

        if (_sources.Of(source) == report)
        {
            _grades[reports[report].Grade.Index]++;
            _shownSources = _namedBy = null;
        }

        if (reports[report].Reason == JoinReason.Named)
        {
            _namedBy = _naming.ContainsKey(source.Name) ? _namedBy : null;
            _naming[source.Name] = _naming.GetValueOrDefault(source.Name) + 1;
        }

        var keys = ActorKeysOf(report);
        var displaced = keys.Length == 0 ? [] : new int[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            displaced[i] = IsRepeated(keys, i) ? -1 : _actors.Add(keys[i], report);
            _shownActors = null;
        }

        _ranked.Add(report, MarksOf(report));
        if (before >= 0 && _sources.Of(source) == report)
        {
            _grades[reports[before].Grade.Index]--;
            _ranked.Mark(before, MarksOf(before));
        }

        foreach (var other in displaced)
        {
            if (other >= 0)
            {
                _ranked.Mark(other, MarksOf(other));
            }
        }

        if (reports[report].DistinctTown is { } town && !_towns.TryAdd(town, 1))
        {
            _towns[town]++;
        }
        else if (reports[report].DistinctTown is { } entered)
        {
            _townChanges?.Add(new TownChange(entered, Entered: true));
        }
    }

    /// <summary>Removes a report. To be called before anything in the report changes.</summary>
    public void Remove(int report)
    {
        var source = reports[report].From;
        var wasBest = _sources.Of(source) == report;
        _ranked.Remove(report);
        var next = _sources.Remove(source, report);
        if (next < 0)
        {
            SourceSetHash -= source.SetHash;
        }

        if (wasBest)
        {
            _grades[reports[report].Grade.Index]--;
            _shownSources = _namedBy = null;
            if (next >= 0)
            {
                _grades[reports[next].Grade.Index]++;
                _ranked.Mark(next, MarksOf(next));
            }
        }

        if (reports[report].Reason == JoinReason.Named && --_naming[source.Name] == 0)
        {
            _naming.Remove(source.Name);
            _namedBy = null;
        }

        var keys = ActorKeysOf(report);
        for (var i = 0; i < keys.Length; i++)
        {
            _shownActors = null;
            if (!IsRepeated(keys, i) && _actors.Remove(keys[i], report) is >= 0 and var heir)
            {
                _ranked.Mark(heir, MarksOf(heir));
            }
        }

        if (reports[report].DistinctTown is { } town && --_towns[town] == 0)
        {
            _towns.Remove(town);
            _townChanges?.Add(new TownChange(town, Entered: false));
        }
    }

    /// <summary>From now on the towns that come and go are recorded for <see cref="TakeTownChanges"/>.</summary>
    public void Widen() => _townChanges = [];

    public void Narrow() => _townChanges = null;

    /// <summary>The distinct towns that came and went since the last call, in that order.</summary>
    public IReadOnlyList<TownChange> TakeTownChanges()
    {
        if (_townChanges is not { Count: > 0 } changes)
        {
            return [];
        }

        _townChanges = [];
        return changes;
    }

    /// <summary>Those of some sources that are listed, in the order of the list; the list itself where all are.</summary>
    internal static IReadOnlyList<string> Listed(IReadOnlyList<string> sources, IReadOnlyCollection<string> some)
    {
        List<string> listed = [.. sources.Where(some.Contains)];
        return listed.Count == sources.Count ? sources : listed;
    }

    private static bool IsRepeated(string[] keys, int index) => keys.AsSpan(0, index).Contains(keys[index]);

    private string[] ActorKeysOf(int report) => reports[report].Rare?.ActorKeys ?? [];

    private ReportMarks MarksOf(int report)
    {
        ref var row = ref reports[report];
        return (row.DistinctTown is null ? 0 : ReportMarks.Town)
            | (row.Killed < 0 ? 0 : ReportMarks.Killed)
            | (row.Wounded < 0 ? 0 : ReportMarks.Wounded)
            | (row.Location is null ? 0 : ReportMarks.Location)
            | (row.Summary is null ? 0 : ReportMarks.Summary)
            | (row.Url is null ? 0 : ReportMarks.Url)
            | (_sources.Of(row.From) == report ? ReportMarks.BestOfSource : 0)
            | (Array.Exists(ActorKeysOf(report), key => _actors.Of(key) == report) ? ReportMarks.BestOfActor : 0);
    }

    private IReadOnlyList<string> FindSources()
    {
        if (SourceCount == 1)
        {
            return reports[First].From.Alone;
        }

        _found.Clear();
        _ranked.CopyTo(_found, ReportMarks.BestOfSource, Incident.MaxSources);
        return [.. _found.Select(report => reports[report].From.Name)];
    }

    private (IReadOnlyList<string> Actors, string[] Keys) FindActors()
    {
        _found.Clear();
        _ranked.CopyTo(_found, ReportMarks.BestOfActor, Incident.MaxActors);
        var actors = new ActorUnion();
        foreach (var report in _found)
        {
            actors.Add(reports[report].Rare!);
        }

        return (actors.Names, actors.Keys);
    }
}

/// <summary>A distinct town whose first report came to an incident, or whose last report left it.</summary>
internal readonly record struct TownChange(DistinctTown Town, bool Entered);
