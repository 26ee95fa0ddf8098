using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// The reports of an incident that has many: what they say together is kept as they come and go, so that one more
/// costs O(log n) however many there are.
/// </summary>
internal sealed class ManyReports(RowList<ReportRow> reports)
{
    // A factor that small shows as 1 when it is rounded.
    private const double Negligible = 1e-15;

    /// <summary>Indices of grades, greatest factor first.</summary>
    private static readonly byte[] s_gradesByFactor =
        [.. Enumerable.Range(0, Grade.Count).Select(static i => (byte)i).OrderByDescending(static i => new Grade(i).FactorUnits)];

    private readonly RankedReports _ranked = new(reports);
    private readonly BestReports<ReportSource> _sources = new(reports);
    private readonly BestReports<string> _actors = new(reports);
    private readonly Dictionary<DistinctTown, int> _places = [];

    /// <summary>How many sources have a best report of each grade.</summary>
    private readonly int[] _grades = new int[Grade.Count];
    private readonly List<int> _found = [];
    private IReadOnlyList<string>? _shownSources;
    private (IReadOnlyList<string> Actors, string[] Keys)? _shownActors;
    private List<TownChange>? _placeChanges;

    public int Count => _ranked.Count;

    /// <summary>The best-ranked report; -1 without any.</summary>
    public int First => _ranked.First;

    public int SourceCount => _sources.Count;

    /// <summary>Sum of <see cref="ReportSource.SetHash"/> over the distinct sources: the same for the same set.</summary>
    public ulong SourceSetHash { get; private set; }

    /// <summary>Number of distinct towns among the reports of precision town.</summary>
    public int PlaceCount => _places.Count;

    public IEnumerable<DistinctTown> Places => _places.Keys;

    /// <summary>Whether the correlation finds it in each of its towns apart, and not in groups; see <see cref="CorrelationIndex"/>.</summary>
    public bool IsWide => _placeChanges is not null;

    /// <summary>Earliest event time, UTC ticks.</summary>
    public long OccurredAt => _ranked.Earliest;

    /// <summary>The most distinct sources that an incident shows, best-ranked first.</summary>
    public IReadOnlyList<string> ShownSources => _shownSources ??= FindSources();

    /// <summary>The most distinct actors that an incident has, as the best-ranked reports write them, and folded and sorted.</summary>
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

    public bool Has(DistinctTown place) => _places.ContainsKey(place);

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
            _shownSources = null;
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

        if (reports[report].Place is { } place && !_places.TryAdd(place, 1))
        {
            _places[place]++;
        }
        else if (reports[report].Place is { } entered)
        {
            _placeChanges?.Add(new TownChange(entered, Entered: true));
        }
    }

    /// <summary>To be called before anything in the report changes.</summary>
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
            _shownSources = null;
            if (next >= 0)
            {
                _grades[reports[next].Grade.Index]++;
                _ranked.Mark(next, MarksOf(next));
            }
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

        if (reports[report].Place is { } place && --_places[place] == 0)
        {
            _places.Remove(place);
            _placeChanges?.Add(new TownChange(place, Entered: false));
        }
    }

    /// <summary>From now on <see cref="TakePlaceChanges"/> tells which towns come and go.</summary>
    public void Widen() => _placeChanges = [];

    public void Narrow() => _placeChanges = null;

    /// <summary>The towns that came and went since the last call, in that order.</summary>
    public IReadOnlyList<TownChange> TakePlaceChanges()
    {
        if (_placeChanges is not { Count: > 0 } changes)
        {
            return [];
        }

        _placeChanges = [];
        return changes;
    }

    private static bool IsRepeated(string[] keys, int index) => keys.AsSpan(0, index).Contains(keys[index]);

    private string[] ActorKeysOf(int report) => reports[report].Rare?.ActorKeys ?? [];

    private ReportMarks MarksOf(int report)
    {
        ref var row = ref reports[report];
        return (row.Place is null ? 0 : ReportMarks.Town)
            | (row.Killed < 0 ? 0 : ReportMarks.Killed)
            | (row.Wounded < 0 ? 0 : ReportMarks.Wounded)
            | (row.Location is null ? 0 : ReportMarks.Location)
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

/// <summary>A town that came to an incident, or left it.</summary>
internal readonly record struct TownChange(DistinctTown Place, bool Entered);
