using System.Diagnostics.CodeAnalysis;
using Alerting.Engine.Archive;
using Alerting.Engine.Series;

namespace Alerting.Grains.Series;

/// <summary>
/// What counts of archived incidents, by block, for whoever asks for the same past again and again. A block never changes: a late
/// report or a correction of one of its incidents takes the whole of it back into memory, under which it is asked for no more. When
/// this is full, the block that was added first is removed first.
/// </summary>
internal sealed class ArchivedCounts
{
    /// <summary>Of all regions together; with 1,024 incidents each these take some 12 MB.</summary>
    public const int MaxBlocks = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<ArchiveBlock, CountedIncident[]> _counts = [];
    private readonly Queue<ArchiveBlock> _order = new();

    public bool TryGet(ArchiveBlock block, [NotNullWhen(true)] out CountedIncident[]? counted)
    {
        lock (_lock)
        {
            return _counts.TryGetValue(block, out counted);
        }
    }

    public void Add(ArchiveBlock block, CountedIncident[] counted)
    {
        lock (_lock)
        {
            if (!_counts.TryAdd(block, counted))
            {
                return;
            }

            _order.Enqueue(block);
            if (_order.Count > MaxBlocks)
            {
                _counts.Remove(_order.Dequeue());
            }
        }
    }
}
