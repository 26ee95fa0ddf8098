namespace Alerting.Engine.Incidents;

/// <summary>Incidents with the same set of sources and the same set of actors, sorted by time and then id. Never empty.</summary>
internal sealed class CorrelationGroup(IncidentTable table, int first)
{
    private int[] _rows = [first];
    private int _count = 1;

    /// <summary>Any of its incidents: sources and actors are the same for all.</summary>
    public int First => _rows[0];

    public void Add(int row)
    {
        var at = table.Incidents[row].OccurredAt;
        var index = Precedes(_rows[_count - 1], at, row) ? _count : LowerBound(at, row);
        if (_count == _rows.Length)
        {
            Array.Resize(ref _rows, _count * 2);
        }

        _rows.AsSpan(index, _count - index).CopyTo(_rows.AsSpan(index + 1));
        _rows[index] = row;
        _count++;
    }

    /// <summary>Removes an incident; true when none is left.</summary>
    public bool Remove(int row)
    {
        var index = LowerBound(table.Incidents[row].OccurredAt, row);
        _rows.AsSpan(index + 1, _count - index - 1).CopyTo(_rows.AsSpan(index));
        return --_count == 0;
    }

    public void Nearest(ref CorrelationSearch search)
    {
        var right = LowerBound(search.At, -1);
        if (right < _count)
        {
            search.Consider(_rows[right]);
        }

        if (right > 0)
        {
            // Several incidents may share that earlier instant: the first of them has the smallest id.
            search.Consider(_rows[LowerBound(table.Incidents[_rows[right - 1]].OccurredAt, -1)]);
        }
    }

    /// <summary>Whether an entry comes before an instant and row; row -1 comes first of its instant.</summary>
    private bool Precedes(int entry, long at, int row)
    {
        var order = table.Incidents[entry].OccurredAt.CompareTo(at);
        return order < 0 || (order == 0 && row >= 0 && table.CompareIds(entry, row) < 0);
    }

    private int LowerBound(long at, int row)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Precedes(_rows[middle], at, row))
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
}

/// <summary>The set of sources, by its hash, and the folded actors, sorted.</summary>
internal readonly record struct CorrelationGroupKey(ulong Sources, string[] Actors)
{
    public override int GetHashCode() => HashCode.Combine(Sources, Actors.Length == 0 ? "" : Actors[0]);

    public bool Equals(CorrelationGroupKey other) => Sources == other.Sources && Actors.AsSpan().SequenceEqual(other.Actors);
}
