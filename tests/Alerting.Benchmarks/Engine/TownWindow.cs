namespace Alerting.Benchmarks;

/// <summary>
/// The distinct-towns rule as one would write it at first: in order, in memory, without corrections, late reports,
/// evidence or an end of alerts.
/// </summary>
internal sealed class TownWindow(long window)
{
    private readonly Queue<(long At, string Town)> _inWindow = new();
    private readonly Dictionary<string, int> _towns = new(StringComparer.Ordinal);

    /// <summary>Distinct towns in the window that ends with this one.</summary>
    public int Take(string town, long at)
    {
        while (_inWindow.TryPeek(out var oldest) && oldest.At <= at - window)
        {
            _inWindow.Dequeue();
            if (--_towns[oldest.Town] == 0)
            {
                _towns.Remove(oldest.Town);
            }
        }

        _inWindow.Enqueue((at, town));
        _towns[town] = _towns.GetValueOrDefault(town) + 1;
        return _towns.Count;
    }
}
