using System.Runtime.InteropServices;
using Alerting.Engine.Windows;

namespace Alerting.Engine.Sequences;

/// <summary>
/// All shortest chains of some incidents. A window has one of them if it ends at the chain's end or later, and before the chain's
/// start has left it: each chain covers such ends, and the measure is 1 where any of them does.
/// </summary>
/// <param name="steps">How many there are.</param>
/// <param name="window">Length of a window, ticks.</param>
internal sealed class ChainCover(int steps, long window)
{
    private readonly Dictionary<ChainKey, ChainGroup> _groups = [];

    /// <summary>By end, then start.</summary>
    private readonly List<Chain> _chains = [];

    /// <summary>The instants from which the chains cover no ends any more.</summary>
    private readonly SortedTimes _uncovered = new();
    private readonly BestChains _best = new();

    // Chains through the instant of a changed incident, as they were and as they are.
    private readonly List<Chain> _before = [];
    private readonly List<Chain> _after = [];

    /// <summary>From this instant on nothing is covered; <see cref="long.MinValue"/> without a chain.</summary>
    public long CoveredUntil => _uncovered.Count == 0 ? long.MinValue : _uncovered.Last;

    public void Add(ChainKey key, long at, int met)
    {
        if (!_groups.TryGetValue(key, out var group))
        {
            _groups[key] = group = new ChainGroup(key, steps, window);
        }

        // What comes in order makes a chain only where it meets the last step, and changes none.
        if (!group.IsAfterAll(at))
        {
            group.ThroughInstant(at, _before);
        }

        group.Add(at, met);
        group.ThroughInstant(at, _after);
        Replace();
        _best.Added(group, at);
    }

    public void Remove(ChainKey key, long at, int met)
    {
        var group = _groups[key];
        group.ThroughInstant(at, _before);
        group.Remove(at, met);
        group.ThroughInstant(at, _after);
        Replace();
        _best.Forget();
    }

    public void Clear()
    {
        _groups.Clear();
        _chains.Clear();
        _uncovered.Clear();
        _best.Forget();
    }

    /// <summary>Forgets the incidents up to an instant, and the chains that begin with them.</summary>
    public void TrimThrough(long at)
    {
        foreach (var (key, group) in _groups)
        {
            group.TrimThrough(at);
            if (group.IsEmpty)
            {
                _groups.Remove(key);
            }
        }

        _chains.RemoveAll(chain => chain.Start <= at);
        _uncovered.TrimThrough(at + window);
        _best.Forget();
    }

    /// <summary>Whether a window that ends at an instant has a chain.</summary>
    public bool Covers(long at) => CountThrough(at) > _uncovered.Rank(at);

    /// <summary>The latest covered instant before one that is not; <see cref="long.MinValue"/> without one.</summary>
    public long LatestCoveredBefore(long at) => _uncovered.AtOrBefore(at) is > long.MinValue and var until ? until - 1 : long.MinValue;

    /// <summary>The first instant after one from which a chain covers no ends any more.</summary>
    public long NextUncovered(long after) => _uncovered.AtOrAfter(after + 1);

    /// <summary>The first instant after one from which a chain covers ends; <see cref="long.MaxValue"/> without one.</summary>
    public long NextCovered(long after)
    {
        var next = CountThrough(after);
        return next < _chains.Count ? _chains[next].End : long.MaxValue;
    }

    /// <summary>
    /// Of the chains in the window that ends at an instant the one that ends latest, then starts latest: all of them that do, of
    /// several groups, which is rare.
    /// </summary>
    public IReadOnlyList<Chain> Best(long at) => _best.In(at) ?? _best.Search(Candidates(at), at);

    /// <summary>The groups that may have a chain in the window that ends at an instant.</summary>
    private IReadOnlyCollection<ChainGroup> Candidates(long at)
    {
        var (first, end) = (CountThrough(at - window), CountThrough(at));
        return _groups.Count <= end - first
            ? _groups.Values
            : _chains[first..end].Select(static chain => chain.Group).ToHashSet();
    }

    /// <summary>How many chains end at an instant or before.</summary>
    private int CountThrough(long at)
    {
        if (_chains.Count == 0 || _chains[^1].End <= at)
        {
            return _chains.Count;
        }

        var (low, high) = (0, _chains.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _chains[middle].End <= at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Replace()
    {
        foreach (var chain in _before)
        {
            if (!_after.Contains(chain))
            {
                _chains.RemoveAt(IndexOf(chain));
                _uncovered.Remove(chain.Start + window);
            }
        }

        foreach (var chain in _after)
        {
            if (!_before.Contains(chain))
            {
                var place = _chains.Count == 0 || _chains[^1].CompareTo(chain) <= 0 ? _chains.Count : Search(chain);
                _chains.Insert(place, chain);
                _uncovered.Add(chain.Start + window);
            }
        }

        _before.Clear();
        _after.Clear();
    }

    /// <summary>The place of the first chain that does not come before one.</summary>
    private int Search(Chain chain)
    {
        var (low, high) = (0, _chains.Count);
        var chains = CollectionsMarshal.AsSpan(_chains);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = chains[middle].CompareTo(chain) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int IndexOf(Chain chain)
    {
        var place = Search(chain);
        while (!ReferenceEquals(_chains[place].Group, chain.Group))
        {
            place++;
        }

        return place;
    }
}
