using Alerting.Engine.Names;
using Alerting.Engine.Places;
using Alerting.Engine.Windows;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// A distinct town: the pair of region and folded name or, where operators have said something of it, of region and place. One
/// object per pair, compared by reference.
/// </summary>
internal sealed class DistinctTown(string region, string key, SettledTown? settled)
{
    public string Region { get; } = region;

    /// <summary>The folded name, see <see cref="Names.NameFolding"/>; of a place what tells it from names.</summary>
    public string Key { get; } = key;

    /// <summary>What operators have said of it; null where they have not.</summary>
    public SettledTown? Settled { get; } = settled;

    /// <summary>What its names tell of it. Found when it is first asked for.</summary>
    public TownLook Look => field ??= Settled is null ? new TownLook(Region, Key) : new TownLook(Region, Settled);

    /// <summary>Whether it has one of these folded names.</summary>
    public bool IsAmong(HashSet<string> names) => Settled is null ? names.Contains(Key) : Settled.Names.Any(names.Contains);
}

/// <summary>Interns distinct towns, and folds each spelling once.</summary>
internal sealed class TownRegistry(PlaceTable places)
{
    // The spellings are a cache: it is emptied when a flood of new ones makes it large.
    private const int MaxSpellings = 50_000;

    private readonly Dictionary<string, string> _folded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, DistinctTown>> _spelled = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Region, string Key), DistinctTown> _distinct = [];
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

            _folded[name] = folded = NameFolding.Fold(name);
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

        if (!_last.Spelled.TryGetValue(town, out var distinct))
        {
            distinct = _last.Spelled[town] = Find(region, town);
            if (++_spellings >= MaxSpellings)
            {
                _spelled.Clear();
                _last = ("", []);
                _spellings = 0;
            }
        }

        return distinct;
    }

    /// <summary>Drops all distinct towns but these.</summary>
    public void Keep(HashSet<DistinctTown> kept)
    {
        foreach (var (key, distinct) in _distinct)
        {
            if (!kept.Contains(distinct))
            {
                _distinct.Remove(key);
            }
        }

        Settle();
    }

    public int Count => _distinct.Count;

    /// <summary>Other things are said of towns now: <see cref="Get"/> may answer another object than before.</summary>
    public void Settle()
    {
        _spelled.Clear();
        _last = ("", []);
        _spellings = 0;
    }

    private DistinctTown Find(string region, string town)
    {
        var folded = Fold(town);
        var settled = places.Find(region, folded);
        var key = (region, settled?.Key ?? folded);
        if (!_distinct.TryGetValue(key, out var distinct) || !ReferenceEquals(distinct.Settled, settled))
        {
            _distinct[key] = distinct = new DistinctTown(region, key.Item2, settled);
        }

        return distinct;
    }
}
