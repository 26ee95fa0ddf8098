namespace Alerting.Engine.Incidents;

/// <summary>
/// Rows of structs by number, in chunks, so that growing copies nothing and a million facts are a few thousand
/// objects to the garbage collector. Removed rows are used again.
/// </summary>
/// <typeparam name="T">A row; an unused one is <c>default</c>.</typeparam>
internal sealed class RowList<T>
    where T : struct
{
    // A whole chunk is on the large object heap, which the garbage collector does not compact.
    private const int ChunkBits = 10;
    private const int ChunkSize = 1 << ChunkBits;

    // A quiet region has one or two rows, of which each is more than a hundred bytes: the first chunk starts small.
    private const int MinSize = 1;

    private readonly List<int> _free = [];
    private T[][] _chunks = [];

    /// <summary>One above the highest row number that was ever used; unused rows may lie below it.</summary>
    public int End { get; private set; }

    /// <summary>Rows in use.</summary>
    public int Count => End - _free.Count;

    /// <summary>The row by reference. Valid until a row is added.</summary>
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

    /// <summary>
    /// Creates rows up to this number, for a caller that numbers rows itself. It has to <see cref="Free"/> those that it
    /// leaves unused.
    /// </summary>
    public void ExtendTo(int end)
    {
        while (End < end)
        {
            Extend();
        }
    }

    /// <summary>Marks a row that <see cref="ExtendTo"/> created as unused.</summary>
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
            _chunks[chunk] = new T[chunk == 0 ? MinSize : ChunkSize];
        }
        else if ((End & (ChunkSize - 1)) == rows.Length)
        {
            Array.Resize(ref _chunks[chunk], rows.Length * 2);
        }

        End++;
    }
}
