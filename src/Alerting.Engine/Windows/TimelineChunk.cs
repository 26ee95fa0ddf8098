using Alerting.Engine.Incidents;

namespace Alerting.Engine.Windows;

/// <summary>A part of the entries of a timeline, with an array for each member.</summary>
internal sealed class TimelineChunk
{
    /// <summary>Entries of a full chunk.</summary>
    public const int MaxSize = 256;

    private readonly IncidentTable _table;
    private readonly bool _measured;
    public long[] At;
    public int[] Row;
    public long[] Value = [];
    public long[] Measure = [];
    public bool[] Told = [];

    public TimelineChunk(IncidentTable table, bool measured, int size)
    {
        _table = table;
        _measured = measured;
        At = new long[size];
        Row = new int[size];
        if (measured)
        {
            Value = new long[size];
            Measure = new long[size];
            Told = new bool[size];
        }
    }

    public int Count { get; private set; }

    public bool IsFullSize => At.Length == MaxSize;

    /// <summary>How many entries lie before the chunk; see <see cref="Timeline.RankOf"/>.</summary>
    public long Before { get; set; }

    /// <summary>An addition to every measure of the chunk that is not carried out yet.</summary>
    public long Lazy { get; set; }

    public bool MaximumKnown { get; set; }

    public int MaximumIndex { get; private set; }

    public long LastAt => At[Count - 1];

    public long LastMeasure => Measure[Count - 1] + Lazy;

    public void FindMaximum()
    {
        if (MaximumKnown)
        {
            return;
        }

        var best = 0;
        for (var i = 1; i < Count; i++)
        {
            if (Measure[i] >= Measure[best])
            {
                best = i;
            }
        }

        MaximumIndex = best;
        MaximumKnown = true;
    }

    public void Insert(int index, long at, int row, long value, bool told, long measure)
    {
        if (Count == At.Length)
        {
            Resize(Count * 2);
        }

        var moved = Count - index;
        if (moved > 0)
        {
            At.AsSpan(index, moved).CopyTo(At.AsSpan(index + 1));
            Row.AsSpan(index, moved).CopyTo(Row.AsSpan(index + 1));
        }

        At[index] = at;
        Row[index] = row;
        if (!_measured)
        {
            Count++;
            return;
        }

        if (moved > 0)
        {
            Value.AsSpan(index, moved).CopyTo(Value.AsSpan(index + 1));
            Measure.AsSpan(index, moved).CopyTo(Measure.AsSpan(index + 1));
            Told.AsSpan(index, moved).CopyTo(Told.AsSpan(index + 1));
            MaximumKnown = false;
        }

        Value[index] = value;
        Measure[index] = measure - Lazy;
        Told[index] = told;
        Count++;
        if (Count == 1)
        {
            (MaximumIndex, MaximumKnown) = (0, true);
        }
        else
        {
            NoteMaximum(index);
        }
    }

    /// <summary>Adds to the measure of the last entry.</summary>
    public void AddToLast(long delta)
    {
        var index = Count - 1;
        Measure[index] += delta;
        if (MaximumIndex == index && delta < 0)
        {
            MaximumKnown = false;
        }

        NoteMaximum(index);
    }

    public void RemoveAt(int index) => Remove(index, 1);

    public void RemoveFirst(int count) => Remove(0, count);

    /// <summary>Moves the upper half into an empty chunk.</summary>
    public void Split(TimelineChunk upper)
    {
        var keep = Count / 2;
        var moved = Count - keep;
        upper.Lazy = Lazy;
        upper.Count = moved;
        At.AsSpan(keep, moved).CopyTo(upper.At);
        Row.AsSpan(keep, moved).CopyTo(upper.Row);
        if (_measured)
        {
            Value.AsSpan(keep, moved).CopyTo(upper.Value);
            Measure.AsSpan(keep, moved).CopyTo(upper.Measure);
            Told.AsSpan(keep, moved).CopyTo(upper.Told);
        }

        Count = keep;
        MaximumKnown = false;
    }

    /// <summary>Removes all entries, and what was known of them.</summary>
    public void Clear()
    {
        Count = 0;
        Lazy = 0;
        MaximumKnown = false;
    }

    /// <summary>The last entry has a new measure. It wins over an earlier entry with an equal one.</summary>
    private void NoteMaximum(int last)
    {
        if (MaximumKnown && Measure[last] >= Measure[MaximumIndex])
        {
            MaximumIndex = last;
        }
    }

    /// <summary>Whether an entry comes before a position, in the order of the timeline.</summary>
    public bool Precedes(int index, long at, int row, bool after)
    {
        var entry = At[index];
        return entry != at
            ? entry < at
            : after || (row >= 0 && Row[index] != row && _table.Node(Row[index]).CompareTo(_table.Node(row)) > 0);
    }

    /// <summary>The first entry that does not come before a position.</summary>
    /// <param name="at">UTC ticks.</param>
    /// <param name="row">The incident there; -1 for a position by time alone.</param>
    /// <param name="after">Whether it is after all entries of that instant.</param>
    /// <param name="hint">Where the entry may well be.</param>
    public int Search(long at, int row, bool after, int hint = 0)
    {
        int first = 0, end = Count;
        if (hint < end)
        {
            if (Precedes(hint, at, row, after))
            {
                first = hint + 1;
            }
            else if (hint == 0 || Precedes(hint - 1, at, row, after))
            {
                return hint;
            }
            else
            {
                end = hint - 1;
            }
        }

        while (first < end)
        {
            var middle = (first + end) >>> 1;
            if (Precedes(middle, at, row, after))
            {
                first = middle + 1;
            }
            else
            {
                end = middle;
            }
        }

        return first;
    }

    private void Remove(int index, int count)
    {
        var moved = Count - index - count;
        At.AsSpan(index + count, moved).CopyTo(At.AsSpan(index));
        Row.AsSpan(index + count, moved).CopyTo(Row.AsSpan(index));
        if (_measured)
        {
            Value.AsSpan(index + count, moved).CopyTo(Value.AsSpan(index));
            Measure.AsSpan(index + count, moved).CopyTo(Measure.AsSpan(index));
            Told.AsSpan(index + count, moved).CopyTo(Told.AsSpan(index));
        }

        Count -= count;
        MaximumKnown = false;
    }

    private void Resize(int size)
    {
        Array.Resize(ref At, size);
        Array.Resize(ref Row, size);
        if (_measured)
        {
            Array.Resize(ref Value, size);
            Array.Resize(ref Measure, size);
            Array.Resize(ref Told, size);
        }
    }
}
