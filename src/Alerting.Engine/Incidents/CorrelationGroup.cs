namespace Alerting.Engine.Incidents;

/// <summary>Incidents with the same set of sources and of actors, by time and then id. Never empty while in a bucket.</summary>
internal sealed class CorrelationGroup(IncidentTable table, int first)
{
    private int[] _rows = [first];
    private int _count = 1;

    /// <summary>Any of them stands for all where sources and actors are concerned.</summary>
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

    /// <summary>True when nothing is left.</summary>
    public bool Remove(int row)
    {
        var index = LowerBound(table.Incidents[row].OccurredAt, row);
        _rows.AsSpan(index + 1, _count - index - 1).CopyTo(_rows.AsSpan(index));
        return --_count == 0;
    }

    public void Nearest(ref CorrelationIndex.Search search)
    {
        var right = LowerBound(search.At, -1);
        if (right < _count)
        {
            search.Consider(_rows[right]);
        }

        if (right > 0)
        {
            // Of several at that earlier instant the first has the smallest id.
            search.Consider(_rows[LowerBound(table.Incidents[_rows[right - 1]].OccurredAt, -1)]);
        }
    }

    /// <summary>Whether an entry lies before an instant and row; -1 stands for the first of the instant.</summary>
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
