namespace Alerting.Engine.Incidents;

/// <summary>
/// The reports of an incident in the order of <see cref="ReportRanking"/>: a treap (Seidel and Aragon, Randomized
/// Search Trees, Algorithmica 16, 1996) whose nodes know the marks and the earliest event time of their subtree.
/// Every operation takes O(log n), whatever the order in which reports come. The rank of a report must not change
/// while it is held.
/// </summary>
internal sealed class RankedReports(RowList<ReportRow> reports)
{
    // Random per process, so that nobody can choose an order of arrival for which the tree degenerates into a list.
    private static readonly uint s_seed = (uint)Random.Shared.Next();

    private readonly RowList<Node> _nodes = new();
    private int _root = -1;

    public int Count => _nodes.Count;

    /// <summary>Earliest event time, UTC ticks; <see cref="long.MaxValue"/> without reports.</summary>
    public long Earliest => _root < 0 ? long.MaxValue : _nodes[_root].Earliest;

    /// <summary>The best-ranked report, or -1.</summary>
    public int First => FirstWith(ReportMarks.Any);

    public void Add(int report, ReportMarks marks)
    {
        var node = _nodes.Add();
        _nodes[node] = new Node
        {
            Report = report,
            Left = -1,
            Right = -1,
            Priority = Mix((uint)report ^ s_seed),
            Own = marks | ReportMarks.Any,
        };
        Derive(node);
        _root = Insert(_root, node);
    }

    /// <exception cref="InvalidOperationException">The report is not there, or its rank has changed.</exception>
    public void Remove(int report) => _root = Remove(_root, report);

    /// <summary>Replaces the marks of a report.</summary>
    /// <exception cref="InvalidOperationException">The report is not there, or its rank has changed.</exception>
    public void Mark(int report, ReportMarks marks) => Mark(_root, report, marks | ReportMarks.Any);

    /// <summary>The best-ranked report with a mark, or -1.</summary>
    public int FirstWith(ReportMarks mark)
    {
        for (var at = _root; at >= 0;)
        {
            ref var node = ref _nodes[at];
            if ((node.All & mark) == 0)
            {
                return -1;
            }

            if (node.Left >= 0 && (_nodes[node.Left].All & mark) != 0)
            {
                at = node.Left;
            }
            else if ((node.Own & mark) != 0)
            {
                return node.Report;
            }
            else
            {
                at = node.Right;
            }
        }

        return -1;
    }

    /// <summary>Adds the reports with a mark to a list, best first, until it holds <paramref name="max"/>.</summary>
    public void CopyTo(List<int> target, ReportMarks mark, int max) => CopyTo(_root, target, mark, max);

    /// <summary>
    /// Adds the reports that rank behind a given one, which need not be held, to a list, best first, until the list
    /// holds <paramref name="max"/>.
    /// </summary>
    public void CopyAfter(in ReportRow after, List<int> target, int max) => CopyAfter(_root, after, target, max);

    // The finalizer of MurmurHash3 (Appleby, public domain): row numbers that follow each other lie far apart.
    private static uint Mix(uint value)
    {
        value = (value ^ (value >> 16)) * 0x85EBCA6B;
        value = (value ^ (value >> 13)) * 0xC2B2AE35;
        return value ^ (value >> 16);
    }

    private void CopyTo(int at, List<int> target, ReportMarks mark, int max)
    {
        while (at >= 0 && target.Count < max && (_nodes[at].All & mark) != 0)
        {
            ref var node = ref _nodes[at];
            CopyTo(node.Left, target, mark, max);
            if ((node.Own & mark) != 0 && target.Count < max)
            {
                target.Add(node.Report);
            }

            at = node.Right;
        }
    }

    private void CopyAfter(int at, in ReportRow after, List<int> target, int max)
    {
        while (at >= 0 && target.Count < max)
        {
            ref var node = ref _nodes[at];
            if (ReportRanking.Compare(reports[node.Report], after) > 0)
            {
                CopyAfter(node.Left, after, target, max);
                if (target.Count < max)
                {
                    target.Add(node.Report);
                }
            }

            at = node.Right;
        }
    }

    private int Insert(int at, int node)
    {
        if (at < 0)
        {
            return node;
        }

        if (_nodes[node].Priority > _nodes[at].Priority)
        {
            Split(at, _nodes[node].Report, out _nodes[node].Left, out _nodes[node].Right);
            Derive(node);
            return node;
        }

        if (Compare(_nodes[node].Report, at) < 0)
        {
            _nodes[at].Left = Insert(_nodes[at].Left, node);
        }
        else
        {
            _nodes[at].Right = Insert(_nodes[at].Right, node);
        }

        Derive(at);
        return at;
    }

    private int Remove(int at, int report)
    {
        ThrowIfMissing(at, report);
        if (_nodes[at].Report == report)
        {
            var rest = Merge(_nodes[at].Left, _nodes[at].Right);
            _nodes.Remove(at);
            return rest;
        }

        if (Compare(report, at) < 0)
        {
            _nodes[at].Left = Remove(_nodes[at].Left, report);
        }
        else
        {
            _nodes[at].Right = Remove(_nodes[at].Right, report);
        }

        Derive(at);
        return at;
    }

    private void Mark(int at, int report, ReportMarks marks)
    {
        ThrowIfMissing(at, report);
        if (_nodes[at].Report == report)
        {
            _nodes[at].Own = marks;
        }
        else
        {
            Mark(Compare(report, at) < 0 ? _nodes[at].Left : _nodes[at].Right, report, marks);
        }

        Derive(at);
    }

    private void Split(int at, int report, out int before, out int behind)
    {
        if (at < 0)
        {
            (before, behind) = (-1, -1);
        }
        else if (Compare(report, at) < 0)
        {
            Split(_nodes[at].Left, report, out before, out _nodes[at].Left);
            behind = at;
            Derive(at);
        }
        else
        {
            Split(_nodes[at].Right, report, out _nodes[at].Right, out behind);
            before = at;
            Derive(at);
        }
    }

    private int Merge(int before, int behind)
    {
        if (before < 0 || behind < 0)
        {
            return Math.Max(before, behind);
        }

        if (_nodes[before].Priority > _nodes[behind].Priority)
        {
            _nodes[before].Right = Merge(_nodes[before].Right, behind);
            Derive(before);
            return before;
        }

        _nodes[behind].Left = Merge(before, _nodes[behind].Left);
        Derive(behind);
        return behind;
    }

    private int Compare(int report, int node) => ReportRanking.Compare(reports[report], reports[_nodes[node].Report]);

    private void Derive(int at)
    {
        ref var node = ref _nodes[at];
        var (all, earliest) = (node.Own, reports[node.Report].OccurredAt);
        if (node.Left >= 0)
        {
            ref var left = ref _nodes[node.Left];
            (all, earliest) = (all | left.All, Math.Min(earliest, left.Earliest));
        }

        if (node.Right >= 0)
        {
            ref var right = ref _nodes[node.Right];
            (all, earliest) = (all | right.All, Math.Min(earliest, right.Earliest));
        }

        (node.All, node.Earliest) = (all, earliest);
    }

    private static void ThrowIfMissing(int at, int report)
    {
        if (at < 0)
        {
            throw new InvalidOperationException($"Report {report} is not among the ranked ones.");
        }
    }

    private struct Node
    {
        public long Earliest;

        public int Report;

        public int Left;

        public int Right;

        public uint Priority;

        public ReportMarks Own;

        /// <summary>The marks of the report and of its whole subtree.</summary>
        public ReportMarks All;
    }
}
