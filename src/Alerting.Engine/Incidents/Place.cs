using Alerting.Engine.Windows;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>A distinct town: the pair of region and folded name. One object per pair, compared by reference.</summary>
internal sealed class Place(string region, string key)
{
    public string Region { get; } = region;

    /// <summary>Folded name.</summary>
    public string Key { get; } = key;
}

/// <summary>Interns towns and folds names once per spelling.</summary>
internal sealed class PlaceBook
{
    // A cache only: dropped when a flood of new spellings makes it large.
    private const int MostSpellings = 50_000;

    private readonly Dictionary<string, string> _folded = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Region, string Key), Place> _places = [];

    public IEnumerable<Place> All => _places.Values;

    public string Fold(string name)
    {
        if (!_folded.TryGetValue(name, out var folded))
        {
            if (_folded.Count >= MostSpellings)
            {
                _folded.Clear();
            }

            _folded[name] = folded = PlaceName.Fold(name);
        }

        return folded;
    }

    public Place Get(string region, string town)
    {
        var key = (region, Fold(town));
        if (!_places.TryGetValue(key, out var place))
        {
            _places[key] = place = new Place(key.region, key.Item2);
        }

        return place;
    }
}
