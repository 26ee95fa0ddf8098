using System.Runtime.InteropServices;

namespace Alerting.Engine.Windows;

/// <summary>A sorted multiset of instants. Appending is cheap; adding a late instant, removing and trimming move all that follow.</summary>
internal sealed class SortedTimes
{
    private readonly List<long> _items = [];

    public int Count => _items.Count;

    public long First => _items[0];

    public long Last => _items[^1];

    public void Add(long at)
    {
        if (Count == 0 || at >= Last)
        {
            _items.Add(at);
        }
        else
        {
            _items.Insert(Rank(at), at);
        }
    }

    /// <summary>Removes one occurrence; false when there is none, because it was trimmed.</summary>
    public bool Remove(long at)
    {
        var index = Rank(at) - 1;
        if (index < 0 || _items[index] != at)
        {
            return false;
        }

        _items.RemoveAt(index);
        return true;
    }

    /// <summary>The latest instant at or before <paramref name="at"/>, or <see cref="long.MinValue"/>.</summary>
    public long AtOrBefore(long at) => Rank(at) is > 0 and var rank ? _items[rank - 1] : long.MinValue;

    /// <summary>The earliest instant at or after <paramref name="at"/>, or <see cref="long.MaxValue"/>.</summary>
    public long AtOrAfter(long at) => Rank(at - 1) is var rank && rank < Count ? _items[rank] : long.MaxValue;

    /// <summary>Whether there is an instant in (after, through].</summary>
    public bool AnyWithin(long after, long through) => Count > 0 && (Last <= through ? Last > after : AtOrAfter(after + 1) <= through);

    /// <summary>Number of instants at or before <paramref name="at"/>.</summary>
    public int Rank(long at)
    {
        if (Count == 0 || Last <= at)
        {
            return Count;
        }

        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_items[middle] <= at)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Removes all instants at or before <paramref name="at"/> and returns how many there were.</summary>
    public int TrimThrough(long at)
    {
        var dropped = Rank(at);
        _items.RemoveRange(0, dropped);
        return dropped;
    }

    /// <summary>All instants, earliest first.</summary>
    public ReadOnlySpan<long> AsSpan() => CollectionsMarshal.AsSpan(_items);

    public void Clear() => _items.Clear();
}
