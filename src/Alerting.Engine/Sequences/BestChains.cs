namespace Alerting.Engine.Sequences;

/// <summary>
/// Remembers which chains of a window end latest, then start latest. What comes can only add a better one of its own group, so
/// they need be searched for only when incidents have gone or the chains have left the window.
/// </summary>
internal sealed class BestChains
{
    private readonly List<Chain> _best = [];
    private long _through;

    /// <summary>Those in the window that ends at an instant; null where they must be searched for.</summary>
    public IReadOnlyList<Chain>? In(long at)
    {
        if (_best.Count == 0 || at < _through || !_best[0].Group.IsInWindow(_best[0], at))
        {
            return null;
        }

        _through = at;
        return _best;
    }

    public IReadOnlyList<Chain> Search(IReadOnlyCollection<ChainGroup> groups, long at)
    {
        _best.Clear();
        _through = at;
        foreach (var group in groups)
        {
            Offer(group);
        }

        return _best;
    }

    /// <summary>An incident was added to a group.</summary>
    public void Added(ChainGroup group, long at)
    {
        if (_best.Count > 0)
        {
            _through = Math.Max(_through, at);
            Offer(group);
        }
    }

    public void Forget() => _best.Clear();

    private void Offer(ChainGroup group)
    {
        if (group.BestIn(_through) is not { } chain)
        {
            return;
        }

        var order = _best.Count == 0 ? 1 : chain.CompareTo(_best[0]);
        if (order > 0)
        {
            _best.Clear();
        }

        if (order > 0 || (order == 0 && !_best.Contains(chain)))
        {
            _best.Add(chain);
        }
    }
}
