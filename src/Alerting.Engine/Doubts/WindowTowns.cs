using Alerting.Engine.Incidents;
using Alerting.Engine.Places;
using Alerting.Places;
using Alerting.Reports;

namespace Alerting.Engine.Doubts;

/// <summary>The towns that the incidents of a window show, the one hit last first, and which of their names may be one town's.</summary>
internal sealed class WindowTowns
{
    /// <summary>Of each region the towns hit last are compared, up to this number: each with each.</summary>
    public const int MaxCompared = 100;

    private readonly List<Entry> _towns = [];
    private readonly Dictionary<DistinctTown, int> _numbers = [];
    private readonly Dictionary<string, List<int>> _compared = new(StringComparer.Ordinal);
    private readonly int _maxCompared;
    private readonly int _incidents;

    /// <param name="incidents">Newest first.</param>
    /// <param name="maxCompared">Of each region so many towns are compared.</param>
    public WindowTowns(IReadOnlyList<IncidentNode> incidents, int maxCompared = MaxCompared)
    {
        _maxCompared = maxCompared;
        for (var i = 0; i < incidents.Count; i++)
        {
            if (incidents[i].DistinctTown is { } town)
            {
                _incidents++;
                Add(town, i, incidents[i].Data.Rare?.Location);
            }
        }
    }

    /// <summary>How many distinct towns there are.</summary>
    public int Count => _towns.Count;

    /// <summary>Whether there are not two incidents that show a town, so that none can be in doubt.</summary>
    public bool IsFree => _incidents < 2;

    /// <summary>The number of a town that one of the incidents shows.</summary>
    public int NumberOf(DistinctTown town) => _numbers[town];

    /// <summary>The place of a town's newest incident.</summary>
    public int NewestIn(int number) => _towns[number].Newest;

    /// <summary>Numbers of pairs of towns that are alike; the smaller number, which is the town hit later, first.</summary>
    public IEnumerable<(int Newer, int Older)> Alike()
    {
        foreach (var numbers in _compared.Values)
        {
            for (var i = 1; i < numbers.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (Likeness(numbers[j], numbers[i]) is not null)
                    {
                        yield return (numbers[j], numbers[i]);
                    }
                }
            }
        }
    }

    /// <summary>Why two towns of one region may be one; null when they are two.</summary>
    public NameDoubtReason? Likeness(int newer, int older)
    {
        var (first, second) = (_towns[newer], _towns[older]);
        return TownLikeness.Between(first.Town, first.Point, second.Town, second.Point);
    }

    private void Add(DistinctTown town, int incident, Location? location)
    {
        if (!_numbers.TryGetValue(town, out var number))
        {
            number = _numbers[town] = _towns.Count;
            _towns.Add(new Entry(town, incident));
            if (!_compared.TryGetValue(town.Region, out var compared))
            {
                _compared[town.Region] = compared = [];
            }

            if (compared.Count < _maxCompared)
            {
                compared.Add(number);
            }
        }

        if (location is { } stated)
        {
            _towns[number].Note(stated);
        }
    }

    private sealed class Entry(DistinctTown town, int newest)
    {
        private List<Location>? _stated;
        private Location? _median;

        public DistinctTown Town { get; } = town;

        public int Newest { get; } = newest;

        /// <summary>Where the gazetteer has it, else the median of what the incidents state; null where nobody says.</summary>
        public Location? Point => Town.Look.Point ?? (_median ??= _stated is null ? null : MedianOf(_stated));

        public void Note(Location location) => (_stated ??= []).Add(location);

        private static Location MedianOf(List<Location> stated)
        {
            var middle = (stated.Count - 1) / 2;
            return new Location(
                stated.Select(static l => l.Lat).Order().ElementAt(middle), stated.Select(static l => l.Lon).Order().ElementAt(middle));
        }
    }
}
