namespace Alerting.Benchmarks;

/// <summary>The distinct-towns rule by looking at everything in the window again for each report.</summary>
internal sealed class NaiveRescan(long window)
{
    private readonly List<(long At, string Town)> _all = [];
    private readonly HashSet<string> _towns = new(StringComparer.Ordinal);

    /// <summary>Without a look: to fill a large window by <see cref="Take"/> takes minutes.</summary>
    public void Put(string town, long at) => _all.Add((at, town));

    public int Take(string town, long at)
    {
        _all.RemoveAll(one => one.At <= at - window);
        _all.Add((at, town));
        _towns.Clear();
        foreach (var (_, one) in _all)
        {
            _towns.Add(one);
        }

        return _towns.Count;
    }
}
