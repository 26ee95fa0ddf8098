
namespace Alerting.Grains.Backtests;

/// <summary>
/// The reports that regions have stored, merged by (now, region, sequence), in memory that does not grow with
/// the history. Entries are read with <see cref="ReadOnAsync"/>, and taken from what was read with <see cref="TryTake"/>.
/// </summary>
public sealed class StoredHistory : IAsyncDisposable
{
    private readonly IReadOnlyList<RegionHistory> _histories;
    private readonly PriorityQueue<RegionHistory, (long Now, string Region)> _next = new(Order.Instance);

    /// <summary>Histories whose next report has to be read first.</summary>
    private readonly List<RegionHistory> _unread = [];

    internal StoredHistory(IReadOnlyList<RegionHistory> histories)
    {
        _histories = histories;
        _unread.AddRange(histories);
    }

    /// <summary>Reads on where <see cref="TryTake"/> stopped; false at the end of all histories.</summary>
    public async ValueTask<bool> ReadOnAsync()
    {
        foreach (var region in _unread)
        {
            await region.ReadOnAsync();
        }

        return _unread.Count > 0 || _next.Count > 0;
    }

    /// <summary>
    /// The next report, and when it counts; false when <see cref="ReadOnAsync"/> must be called first.
    /// </summary>
    /// <exception cref="InvalidDataException">A log cannot be read.</exception>
    public bool TryTake(out StoredReport report)
    {
        for (var i = _unread.Count - 1; i >= 0; i--)
        {
            var region = _unread[i];
            if (region.TryMove())
            {
                _next.Enqueue(region, (region.Report.Now, region.Code));
            }
            else if (!region.Ended)
            {
                continue;
            }

            _unread.RemoveAt(i);
        }

        if (_unread.Count > 0 || !_next.TryDequeue(out var first, out _))
        {
            report = default;
            return false;
        }

        report = first.Report;
        if (first.TryMove())
        {
            _next.Enqueue(first, (first.Report.Now, first.Code));
        }
        else if (!first.Ended)
        {
            _unread.Add(first);
        }

        return true;
    }

    /// <summary>Ends the reads of the logs.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var region in _histories)
        {
            await region.DisposeAsync();
        }
    }

    private sealed class Order : IComparer<(long Now, string Region)>
    {
        public static Order Instance { get; } = new();

        public int Compare((long Now, string Region) x, (long Now, string Region) y)
        {
            var order = x.Now.CompareTo(y.Now);
            return order != 0 ? order : string.CompareOrdinal(x.Region, y.Region);
        }
    }
}
