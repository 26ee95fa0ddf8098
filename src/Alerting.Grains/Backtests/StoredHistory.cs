using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;

namespace Alerting.Grains.Backtests;

/// <summary>
/// The steps that regions have stored, merged by (now, region, sequence), in memory that does not grow with the history. A roll-up
/// waits until the region below has come to the entry up to which it tells, which matters where the clocks of processes differ.
/// Entries are read with <see cref="ReadOnAsync"/>, and taken from what was read with <see cref="TryTake"/>.
/// </summary>
public sealed class StoredHistory : IAsyncDisposable
{
    private readonly Dictionary<string, RegionHistory> _histories;
    private readonly PriorityQueue<RegionHistory, (long Now, string Region)> _next = new(Order.Instance);

    /// <summary>Histories whose next step has to be read first.</summary>
    private readonly List<RegionHistory> _unread = [];

    /// <summary>Histories whose next step is a roll-up that waits for the region below, by the code of that one.</summary>
    private readonly Dictionary<string, RegionHistory> _waiting = new(StringComparer.Ordinal);

    internal StoredHistory(IReadOnlyList<RegionHistory> histories)
    {
        _histories = histories.ToDictionary(static history => history.Code, StringComparer.Ordinal);
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

    /// <summary>The next step, and when it counts; false when <see cref="ReadOnAsync"/> must be called first.</summary>
    /// <exception cref="InvalidDataException">A log cannot be read.</exception>
    public bool TryTake(out HistoryStep step)
    {
        if (_unread.Count > 0)
        {
            List<RegionHistory> read = [.. _unread];
            _unread.Clear();
            read.ForEach(MoveOn);
        }

        if (_unread.Count > 0 || !_next.TryDequeue(out var first, out _))
        {
            step = default;
            return false;
        }

        step = first.Step!.Value;
        foreach (var waiting in _waiting.Values)
        {
            step = step with { RunTo = Math.Min(step.RunTo, waiting.Step!.Value.Now) };
        }

        MoveOn(first);
        return true;
    }

    /// <summary>Ends the reads of the logs.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var region in _histories.Values)
        {
            await region.DisposeAsync();
        }
    }

    private void MoveOn(RegionHistory region)
    {
        if (region.TryMove())
        {
            Enqueue(region);
        }
        else if (!region.Ended)
        {
            _unread.Add(region);
            return;
        }

        if (_waiting.Remove(region.Code, out var above))
        {
            Enqueue(above);
        }
    }

    private void Enqueue(RegionHistory region)
    {
        var step = region.Step!.Value;
        if (step.Input is RollUpInput rollUp
            && _histories.TryGetValue(rollUp.Child, out var child) && !child.HasPassed(rollUp.Sequence))
        {
            _waiting.Add(rollUp.Child, region);
        }
        else
        {
            _next.Enqueue(region, (step.Now, region.Code));
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
