using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Places;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Backtests;

/// <summary>
/// All regions of a backtest under one clock: what the grains do, without grains. Inputs and deadlines run in the
/// order of their instants, at one instant a region before its parent, and the changes of a region reach its parent
/// at once, except where its parent's log is replayed. Deterministic.
/// </summary>
public sealed partial class RegionTree
{
    private readonly RegionCatalog _catalog;
    private readonly EngineOptions _options;
    private readonly IReadOnlyList<ThresholdVersion> _thresholds;
    private readonly IRegionTreeObserver _observer;
    private readonly bool _rollsUp;
    private readonly IArchiveStore? _archive;
    private readonly Dictionary<string, RegionTreeNode> _nodes = new(StringComparer.Ordinal);
    /// <summary>What operators have said of towns so far, the newest version of each, by id.</summary>
    private readonly SortedDictionary<string, PlaceVersion> _places = new(StringComparer.Ordinal);
    private readonly PriorityQueue<RegionTreeNode, (long At, int Depth, string Code)> _deadlines = new(DeadlineOrder.Instance);

    /// <summary>Creates a tree in which no region exists yet; each is created by its first report or roll-up.</summary>
    /// <param name="catalog">All regions.</param>
    /// <param name="options">Constants of the semantics.</param>
    /// <param name="thresholds">One version of each threshold, in force from the start.</param>
    /// <param name="observer">Is called with each result.</param>
    /// <param name="rollsUp">
    /// False where nobody looks at the levels of regions above and no threshold can be reached there: nothing is rolled up then,
    /// which saves about half of the work.
    /// </param>
    /// <param name="archive">Where old incidents are stored; null: they stay in memory.</param>
    public RegionTree(
        RegionCatalog catalog,
        EngineOptions options,
        IReadOnlyList<ThresholdVersion> thresholds,
        IRegionTreeObserver observer,
        bool rollsUp = true,
        IArchiveStore? archive = null)
    {
        _archive = archive;
        _rollsUp = rollsUp;
        _catalog = catalog;
        _options = options;
        _thresholds = thresholds;
        _observer = observer;
    }

    /// <summary>The latest instant run to, UTC ticks.</summary>
    public long Now { get; private set; }

    /// <summary>Earliest deadline of any region, or null when all is quiet.</summary>
    public long? NextDeadline
    {
        get
        {
            while (_deadlines.TryPeek(out var node, out var due))
            {
                if (node.Scheduled == due.At)
                {
                    return due.At;
                }

                _deadlines.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Runs the clock through every deadline up to and including <paramref name="now"/>.</summary>
    public void Advance(long now)
    {
        while (NextDeadline is { } due && due <= now)
        {
            var node = _deadlines.Dequeue();
            node.Scheduled = long.MaxValue;
            Now = Math.Max(Now, due);
            node.Engine.Advance(due, node.Output);
            Spread(node, due, byClock: true);
        }

        Now = Math.Max(Now, now);
    }

    /// <summary>Runs the clock to <paramref name="now"/> and judges an input of a region there.</summary>
    /// <returns>What became of a report; null for other inputs.</returns>
    public ReportOutcome? Take(string region, RegionInput input, long now)
    {
        Advance(Math.Max(now, Now));
        var node = Get(region, Now);
        var outcome = Apply(node, Now, input);
        Spread(node, Now);
        return outcome;
    }

    /// <summary>
    /// Runs the clock to <paramref name="now"/> and judges reports of one region there, one by one. What they change reaches the
    /// region above together, as that of a request does live.
    /// </summary>
    /// <param name="reports">At least one, all of the same region.</param>
    /// <param name="now">UTC ticks.</param>
    public IReadOnlyList<ReportOutcome> Take(IReadOnlyList<Report> reports, long now)
    {
        ArgumentNullException.ThrowIfNull(reports);
        Advance(Math.Max(now, Now));
        var node = Get(reports[0].Region, Now);
        var outcomes = new List<ReportOutcome>(reports.Count);
        foreach (var report in reports)
        {
            outcomes.Add(Apply(node, Now, new ReportInput(report))!.Value);
        }

        Spread(node, Now);
        return outcomes;
    }

    /// <summary>The engine of a region; null when it has no report and no roll-up yet.</summary>
    public RegionEngine? Find(string code) => _nodes.GetValueOrDefault(code)?.Engine;

    private RegionTreeNode Get(string code, long now)
    {
        if (!_nodes.TryGetValue(code, out var node))
        {
            _nodes[code] = node = new RegionTreeNode(new RegionEngine(code, _catalog, _options), _catalog.DepthOf(code));

            // A log that is replayed says itself what its region has adopted.
            if (!_replayed.Contains(code) && _places.Values.Where(node.Engine.View.IsConcernedBy).ToList() is { Count: > 0 } places)
            {
                node.Engine.Apply(node.Sequence, now, new PlacesInput(places), node.Output);
            }

            // Alerts that this raises at once are reported to the observer together with the results of the first
            // input.
            node.Engine.Apply(node.Sequence, now, new AdoptInput(_thresholds), node.Output);
        }

        return node;
    }

    /// <summary>Passes the results of a node to the observer and to the regions above, nearest first.</summary>
    /// <param name="node">The node.</param>
    /// <param name="at">UTC ticks of the results.</param>
    /// <param name="byClock">Whether no input led to them.</param>
    private void Spread(RegionTreeNode node, long at, bool byClock = false)
    {
        for (var next = node; next is not null;)
        {
            Tell(next);
            var above = PassUp(next, at, byClock);
            next.Output.Clear();
            Schedule(next);
            next = above;
        }
    }

    private void Tell(RegionTreeNode node)
    {
        foreach (var revision in node.Output.Revisions)
        {
            _observer.OnRevision(revision);
        }

        foreach (var change in node.Output.Levels)
        {
            _observer.OnLevel(node.Engine.Region.Code, change);
        }
    }

    /// <summary>Passes the results of a node to the region above.</summary>
    /// <returns>The region above; null when it has nothing to pass on.</returns>
    private RegionTreeNode? PassUp(RegionTreeNode node, long at, bool byClock)
    {
        var output = node.Output;
        if (IsHeardByLog(node))
        {
            return HoldLevel(node, at, byClock);
        }

        if (!_rollsUp || (output.IncidentChanges.Count == 0 && output.Levels.Count == 0))
        {
            return null;
        }

        if (Above(node, at) is not { } above)
        {
            return null;
        }

        NoteRecomputed(above, output.IncidentChanges.Count);
        var summary = output.Levels.Count > 0 ? node.Engine.Summary : null;
        var changes = RollUpChanges.LastVersions(output.IncidentChanges);
        Apply(above, at, new RollUpInput(node.Engine.Region.Code, ++node.RollUps, changes, summary));

        // Acknowledging frees the lists of removed incidents and of stories, which only wait for the region above.
        node.Held.AllTold(node.Sequence, AnyKeptForAbove(output.IncidentChanges));
        return above;
    }

    private static bool AnyKeptForAbove(IReadOnlyList<IncidentChange> changes)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].Value is null || changes[i].Story is not null)
            {
                return true;
            }
        }

        return false;
    }

    private ReportOutcome? Apply(RegionTreeNode node, long now, RegionInput input) => Apply(node, node.Sequence + 1, now, input);

    private ReportOutcome? Apply(RegionTreeNode node, long sequence, long now, RegionInput input)
    {
        if (_archive is not null)
        {
            ArchiveIfDue(node, _archive);
            foreach (var block in node.Engine.Archive.BlocksFor(input))
            {
                node.Engine.Archive.Restore(block, _archive.Read(block.Name!));
            }
        }

        node.Sequence = sequence;
        return node.Engine.Apply(sequence, now, input, node.Output);
    }

    private void ArchiveIfDue(RegionTreeNode node, IArchiveStore store)
    {
        if (--node.UntilArchive > 0)
        {
            return;
        }

        node.UntilArchive = RegionTreeNode.ArchiveEvery;

        if (!IsHeardByLog(node))
        {
            // The region above has the changes already, since it is called synchronously.
            node.Engine.Acknowledge(node.Sequence);
        }

        if (node.Engine.Archive.Archive(ArchiveRules.Default) == 0)
        {
            return;
        }

        foreach (var block in node.Engine.Archive.Blocks)
        {
            if (block.Content is { } content)
            {
                block.Call(store.Write(content));
                block.Release();
            }
        }
    }

    private RegionTreeNode? Above(RegionTreeNode node, long now) =>
        node.Above ??= node.Engine.Region.Parent is { } parent ? Get(parent, now) : null;

    private void Schedule(RegionTreeNode node)
    {
        var next = Math.Min(node.Engine.NextDeadline ?? long.MaxValue, node.Held.TellLevelBy);
        if (next != node.Scheduled)
        {
            node.Scheduled = next;
            if (next != long.MaxValue)
            {
                _deadlines.Enqueue(node, (next, node.Depth, node.Engine.Region.Code));
            }
        }
    }
}
