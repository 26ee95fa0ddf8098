namespace Alerting.Engine.Incidents;

/// <summary>
/// Rows of structs by number, in chunks, so that growing copies nothing and a million facts are a few thousand objects
/// to the garbage collector. Rows that are given back are used again.
/// </summary>
/// <typeparam name="T">A row; a free one is <c>default</c>.</typeparam>
internal sealed class RowList<T>
    where T : struct
{
    // A whole chunk is a large object to the garbage collector, which it does not copy.
    private const int ChunkBits = 10;
    private const int ChunkSize = 1 << ChunkBits;

    // A quiet region has a few rows: the first chunk starts small.
    private const int Least = 8;

    private readonly List<int> _free = [];
    private T[][] _chunks = [];

    /// <summary>Rows are numbered from 0 up to here; free ones may lie between.</summary>
    public int End { get; private set; }

    /// <summary>Rows in use.</summary>
    public int Count => End - _free.Count;

    /// <summary>Valid until a row is added.</summary>
    public ref T this[int row] => ref _chunks[row >> ChunkBits][row & (ChunkSize - 1)];

    public int Add()
    {
        if (_free.Count > 0)
        {
            var row = _free[^1];
            _free.RemoveAt(_free.Count - 1);
            return row;
        }

        Extend();
        return End - 1;
    }

    /// <summary>Makes rows up to this number, for a caller that numbers them itself; those that it leaves free it has to <see cref="Free"/>.</summary>
    public void ExtendTo(int end)
    {
        while (End < end)
        {
            Extend();
        }
    }

    /// <summary>Notes that a row of <see cref="ExtendTo"/> is not in use.</summary>
    public void Free(int row) => _free.Add(row);

    public void Remove(int row)
    {
        this[row] = default;
        _free.Add(row);
    }

    private void Extend()
    {
        var chunk = End >> ChunkBits;
        if (chunk == _chunks.Length)
        {
            Array.Resize(ref _chunks, Math.Max(1, _chunks.Length * 2));
        }

        if (_chunks[chunk] is not { } rows)
        {
            _chunks[chunk] = new T[chunk == 0 ? Least : ChunkSize];
        }
        else if ((End & (ChunkSize - 1)) == rows.Length)
        {
            Array.Resize(ref _chunks[chunk], rows.Length * 2);
        }

        End++;
    }
}
