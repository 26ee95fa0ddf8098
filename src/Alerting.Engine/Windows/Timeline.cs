using Alerting.Engine.Incidents;

namespace Alerting.Engine.Windows;

/// <summary>
/// The incidents that a threshold counts, by event time (then by id and region, descending, so that a walk from the newest meets
/// equal instants in ascending order of id), each with the measure of the window that ends at it. Kept in chunks, so
/// that an append is O(1), a late insert moves one chunk, and adding to the measures of all ends in a range touches
/// each whole chunk once.
/// </summary>
/// <param name="table">The rows of the incidents.</param>
/// <param name="measured">False for a list by time only: without values, measures and marks of what was told.</param>
internal sealed partial class Timeline(IncidentTable table, bool measured = true)
{
    private const int MinChunkSize = 2;
    private const int NoRow = -1;

    private readonly List<TimelineChunk> _chunks = [];

    private SpareChunks? _spare;
    private Position _hint;
    private TimelineWalks? _walks;

    /// <summary>The first so many chunks know how many entries lie before them.</summary>
    private int _ranked;

    internal List<TimelineChunk> Chunks => _chunks;

    private SpareChunks Spare => _spare ??= new SpareChunks(table, measured);

    public TimelineWalks Walks => _walks ??= new TimelineWalks(this);

    public int Count { get; private set; }

    public bool IsEmpty => Count == 0;

    public long FirstAt => _chunks[0].At[0];

    public long LastAt => _chunks[^1].LastAt;

    public Position Last => new(_chunks.Count - 1, _chunks[^1].Count - 1);

    /// <summary>Whether an instant is later than that of any entry.</summary>
    public bool IsAfterAll(long at) => Count == 0 || at > LastAt;

    public Position End => new(_chunks.Count, 0);

    /// <summary>First entry at or after <paramref name="at"/>.</summary>
    public Position LowerBound(long at) => Search(at, NoRow, after: false);

    /// <summary>First entry after <paramref name="at"/>.</summary>
    public Position UpperBound(long at) => Search(at, NoRow, after: true);

    public bool IsEnd(Position position) => position.Chunk >= _chunks.Count;

    public Position Next(Position position) =>
        position.Index + 1 < _chunks[position.Chunk].Count
            ? position with { Index = position.Index + 1 }
            : new Position(position.Chunk + 1, 0);

    /// <summary>The entry before; the position before the first has <see cref="Position.Chunk"/> -1.</summary>
    public Position Previous(Position position) =>
        position.Index > 0 ? position with { Index = position.Index - 1 }
        : position.Chunk == 0 ? new Position(-1, 0)
        : new Position(position.Chunk - 1, _chunks[position.Chunk - 1].Count - 1);

    public long At(Position position) => _chunks[position.Chunk].At[position.Index];

    public IncidentNode Node(Position position) => table.Node(_chunks[position.Chunk].Row[position.Index]);

    public long Value(Position position) => _chunks[position.Chunk].Value[position.Index];

    public bool Told(Position position) => _chunks[position.Chunk].Told[position.Index];

    /// <summary>The entry of an incident, or null.</summary>
    public Position? Find(long at, IncidentNode node)
    {
        var position = Search(at, node.Row, after: false);
        return !IsEnd(position) && _chunks[position.Chunk].Row[position.Index] == node.Row ? position : null;
    }

    public void Insert(long at, IncidentNode node, long value, bool told, long measure)
    {
        var position = Search(at, node.Row, after: false);
        if (IsEnd(position))
        {
            Append(at, node, value, told, measure);
        }
        else
        {
            InsertBefore(position, at, node, value, told, measure);
        }
    }

    /// <summary>Inserts an entry before the one that it comes before.</summary>
    public void InsertBefore(Position position, long at, IncidentNode node, long value, bool told, long measure)
    {
        Count++;
        Most = Math.Max(Most, measure);
        Moved(position.Chunk);
        var chunk = _chunks[position.Chunk];
        if (chunk.Count == TimelineChunk.MaxSize)
        {
            var upper = Spare.Take();
            chunk.Split(upper);
            _chunks.Insert(position.Chunk + 1, upper);
            if (position.Index > chunk.Count)
            {
                position = new Position(position.Chunk + 1, position.Index - chunk.Count);
                chunk = _chunks[position.Chunk];
            }
        }

        chunk.Insert(position.Index, at, node.Row, value, told, measure);
    }

    /// <summary>Appends an entry that comes after all others.</summary>
    public void Append(long at, IncidentNode node, long value, bool told, long measure)
    {
        Count++;
        Most = Math.Max(Most, measure);
        if (_chunks.Count == 0 || _chunks[^1].Count == TimelineChunk.MaxSize)
        {
            // A quiet region has a few entries in each timeline, so the first chunk starts small.
            _chunks.Add(_chunks.Count == 0 ? new TimelineChunk(table, measured, MinChunkSize) : Spare.Take());
        }

        var last = _chunks[^1];
        last.Insert(last.Count, at, node.Row, value, told, measure);
    }

    public void RemoveAt(Position position)
    {
        Count--;
        var chunk = _chunks[position.Chunk];
        chunk.RemoveAt(position.Index);
        if (chunk.Count > 0)
        {
            Moved(position.Chunk);
        }
        else
        {
            _chunks.RemoveAt(position.Chunk);
            Moved(position.Chunk - 1);
        }
    }

    /// <summary>Number of entries at or before <paramref name="at"/>.</summary>
    public long Rank(long at)
    {
        var position = UpperBound(at);
        return IsEnd(position) ? Count : RankOf(position);
    }

    /// <summary>Number of entries before that one.</summary>
    public long RankOf(Position position)
    {
        for (; _ranked <= position.Chunk; _ranked++)
        {
            _chunks[_ranked].Before = _ranked == 0 ? 0 : _chunks[_ranked - 1].Before + _chunks[_ranked - 1].Count;
        }

        return _chunks[position.Chunk].Before + position.Index;
    }

    /// <summary>Removes all entries at or before <paramref name="at"/>; returns the last instant removed, if any.</summary>
    public long? TrimThrough(long at, Action<IncidentNode, bool>? dropped = null)
    {
        if (Count == 0 || FirstAt > at)
        {
            return null;
        }

        var whole = 0;
        while (whole < _chunks.Count && _chunks[whole].LastAt <= at)
        {
            Drop(_chunks[whole], _chunks[whole].Count, dropped);
            whole++;
        }

        var last = whole > 0 ? _chunks[whole - 1].LastAt : FirstAt;
        (whole > 0 ? Spare : _spare)?.Keep(_chunks, whole);
        _chunks.RemoveRange(0, whole);
        if (_chunks.Count > 0 && _chunks[0].Search(at, NoRow, after: true) is > 0 and var part)
        {
            Drop(_chunks[0], part, dropped);
            last = _chunks[0].At[part - 1];
            _chunks[0].RemoveFirst(part);
        }

        _hint = new Position(0, 0);
        Moved(-1);
        return last;
    }

    private void Drop(TimelineChunk chunk, int count, Action<IncidentNode, bool>? dropped)
    {
        Count -= count;
        for (var i = 0; i < count && dropped is not null; i++)
        {
            dropped(table.Node(chunk.Row[i]), measured && chunk.Told[i]);
        }
    }

    /// <summary>The entries of this chunk have moved, so ranks of later chunks must be computed again.</summary>
    private void Moved(int chunk)
    {
        _ranked = Math.Min(_ranked, chunk + 1);
        _walks?.ForgetFrom(chunk);
    }

    private Position Search(long at, int row, bool after)
    {
        // Reports in order mostly need the end of the timeline and the entry before it.
        var chunks = _chunks;
        if (chunks.Count == 0)
        {
            return End;
        }

        var last = chunks[^1];
        if (last.Precedes(last.Count - 1, at, row, after))
        {
            return End;
        }

        if (last.Count > 1 && last.Precedes(last.Count - 2, at, row, after))
        {
            return new Position(chunks.Count - 1, last.Count - 1);
        }

        // Most other positions are the previous one, or close to it: a step looks for one instant several times.
        var (hint, index) = _hint;
        int low = 0, high = chunks.Count - 1;
        if (hint < high)
        {
            if (EndsBefore(hint))
            {
                low = hint + 1;
                high = EndsBefore(low) ? high : low;
            }
            else
            {
                high = hint;
                low = hint > 0 && EndsBefore(hint - 1) ? hint : 0;
            }
        }

        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (EndsBefore(middle))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return _hint = new Position(low, chunks[low].Search(at, row, after, low == hint ? index : 0));

        bool EndsBefore(int chunk) => chunks[chunk].Precedes(chunks[chunk].Count - 1, at, row, after);
    }

    internal readonly record struct Position(int Chunk, int Index);
}
