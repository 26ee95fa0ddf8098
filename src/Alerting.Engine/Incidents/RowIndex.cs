using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Alerting.Engine.Incidents;

/// <summary>Whether a row has the key that is looked for.</summary>
internal interface IRowMatch
{
    bool Matches(int row);
}

/// <summary>
/// Numbers of rows by the hash of a key that lies in the row itself: eight bytes a slot and no object. Open addressing
/// with linear probing; removal moves back what follows (Knuth, The Art of Computer Programming 3, 6.4, algorithm R).
/// </summary>
internal sealed class RowIndex
{
    private const int MinSlots = 8;

    /// <summary>Hash in the upper half, row + 1 in the lower; 0 is empty.</summary>
    private ulong[] _slots = [];

    public int Count { get; private set; }

    /// <summary>Makes room for this many rows.</summary>
    public void Reserve(int count)
    {
        var size = Math.Max(MinSlots, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1) * 4 / 3));
        if (size > _slots.Length)
        {
            Resize(size);
        }
    }

    /// <summary>The row with that key, or -1.</summary>
    public int Find<TMatch>(uint hash, scoped in TMatch match)
        where TMatch : struct, IRowMatch, allows ref struct
    {
        if (_slots.Length == 0)
        {
            return -1;
        }

        var mask = _slots.Length - 1;
        for (var at = Home(hash, mask); ; at = (at + 1) & mask)
        {
            var slot = _slots[at];
            if (slot == 0)
            {
                return -1;
            }

            if ((uint)(slot >> 32) == hash && match.Matches((int)(uint)slot - 1))
            {
                return (int)(uint)slot - 1;
            }
        }
    }

    /// <summary>Adds a row whose key is not in the index.</summary>
    public void Add(uint hash, int row)
    {
        if ((Count + 1) * 4 > _slots.Length * 3)
        {
            Resize(Math.Max(MinSlots, _slots.Length * 2));
        }

        Count++;
        Put(((ulong)hash << 32) | ((uint)row + 1));
    }

    /// <summary>Removes a row that is in the index.</summary>
    public void Remove(uint hash, int row)
    {
        var mask = _slots.Length - 1;
        var entry = ((ulong)hash << 32) | ((uint)row + 1);
        var hole = Home(hash, mask);
        while (_slots[hole] != entry)
        {
            if (_slots[hole] == 0)
            {
                ThrowMissing(row);
            }

            hole = (hole + 1) & mask;
        }

        Count--;
        for (var at = (hole + 1) & mask; _slots[at] != 0; at = (at + 1) & mask)
        {
            // What would not be found any more across the hole moves into it.
            var home = Home((uint)(_slots[at] >> 32), mask);
            if (((at - home) & mask) >= ((at - hole) & mask))
            {
                _slots[hole] = _slots[at];
                hole = at;
            }
        }

        _slots[hole] = 0;
    }

    public void Clear()
    {
        _slots = [];
        Count = 0;
    }

    // Fibonacci hashing: the low bits of a hash that was not mixed well are not enough.
    private static int Home(uint hash, int mask) => (int)((hash * 2654435769u) >> BitOperations.LeadingZeroCount((uint)mask));

    [DoesNotReturn]
    private static void ThrowMissing(int row) => throw new InvalidOperationException($"Row {row} is not in the index.");

    private void Put(ulong entry)
    {
        var mask = _slots.Length - 1;
        var at = Home((uint)(entry >> 32), mask);
        while (_slots[at] != 0)
        {
            at = (at + 1) & mask;
        }

        _slots[at] = entry;
    }

    private void Resize(int size)
    {
        var former = _slots;
        _slots = new ulong[size];
        foreach (var entry in former)
        {
            if (entry != 0)
            {
                Put(entry);
            }
        }
    }
}
