using Alerting.Engine.Regions;

namespace Alerting.Engine.Backtests;

/// <summary>A region of a <see cref="RegionTree"/>.</summary>
internal sealed class RegionTreeNode(RegionEngine engine, int depth)
{
    /// <summary>So many inputs after the last time, old incidents are archived.</summary>
    public const int ArchiveEvery = 256;

    public RegionEngine Engine { get; } = engine;

    public int Depth { get; } = depth;

    /// <summary>The parent; null for a root, and until it is needed first.</summary>
    public RegionTreeNode? Above { get; set; }

    public RegionOutput Output { get; } = new();

    public long Scheduled { get; set; } = long.MaxValue;

    /// <summary>Of the input applied last: that of its log's entry where the log is replayed, else a number of its own.</summary>
    public long Sequence { get; set; }

    /// <summary>Number of roll-ups so far.</summary>
    public long RollUps { get; set; }

    /// <summary>What the region above will hear of by the roll-ups of its log.</summary>
    public HeldNews Held { get; } = new(engine);

    public int UntilArchive { get; set; } = ArchiveEvery;
}
