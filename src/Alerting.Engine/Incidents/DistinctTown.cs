using Alerting.Engine.Names;
using Alerting.Engine.Windows;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>A distinct town: the pair of region and folded name. One object per pair, compared by reference.</summary>
internal sealed class DistinctTown(string region, string key)
{
    public string Region { get; } = region;

    /// <summary>Folded name.</summary>
    public string Key { get; } = key;
}

/// <summary>Interns towns and folds names once per spelling.</summary>
internal sealed class TownRegistry
{
    // Caches only: dropped when a flood of new spellings makes them large.
    private const int MaxSpellings = 50_000;

    private readonly Dictionary<string, string> _folded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, DistinctTown>> _spelled = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Region, string Key), DistinctTown> _places = [];
    private (string Region, Dictionary<string, DistinctTown> Spelled) _last = ("", []);
    private int _spellings;

    public string Fold(string name)
    {
        if (!_folded.TryGetValue(name, out var folded))
        {
            if (_folded.Count >= MaxSpellings)
            {
                _folded.Clear();
            }

            _folded[name] = folded = PlaceName.Fold(name);
        }

        return folded;
    }

    public DistinctTown Get(string region, string town)
    {
        if (!ReferenceEquals(_last.Region, region))
        {
            if (!_spelled.TryGetValue(region, out var spelled))
            {
                _spelled[region] = spelled = new Dictionary<string, DistinctTown>(StringComparer.Ordinal);
            }

            _last = (region, spelled);
        }

        if (!_last.Spelled.TryGetValue(town, out var place))
        {
            place = _last.Spelled[town] = Find(region, town);
            if (++_spellings >= MaxSpellings)
            {
                _spelled.Clear();
                _last = ("", []);
                _spellings = 0;
            }
        }

        return place;
    }

    /// <summary>Forgets all towns but these.</summary>
    public void Keep(HashSet<DistinctTown> places)
    {
        foreach (var (key, place) in _places)
        {
            if (!places.Contains(place))
            {
                _places.Remove(key);
            }
        }

        _spelled.Clear();
        _last = ("", []);
        _spellings = 0;
    }

    public int Count => _places.Count;

    private DistinctTown Find(string region, string town)
    {
        var key = (region, Fold(town));
        if (!_places.TryGetValue(key, out var place))
        {
            _places[key] = place = new DistinctTown(key.region, key.Item2);
        }

        return place;
    }
}
