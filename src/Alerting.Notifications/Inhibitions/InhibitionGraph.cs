namespace Alerting.Notifications.Inhibitions;

/// <summary>
/// Decides which open alerts are held back. An alert passes when all that would hold it back are held back themselves, and is held
/// back by one that passes. That decides everything but rings, in which each waits for another: of a ring that nothing outside it
/// can still decide, the alert that was raised first passes.
/// </summary>
/// <param name="decided">What is decided already, to which is added; null: it passes.</param>
internal sealed class InhibitionGraph(InhibitionSet inhibitions, OpenAlerts open, Dictionary<string, Inhibitor?> decided)
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    /// <summary>Those of which an inhibitor has been decided.</summary>
    private readonly Queue<Node> _ready = new();

    /// <summary>Decides on an alert, and on all on which that depends.</summary>
    public void Decide(OpenAlert alert)
    {
        Build(alert);
        foreach (var node in _nodes.Values)
        {
            _ready.Enqueue(node);
        }

        Settle();
        while (_nodes.Values.FirstOrDefault(static node => node.Passes is null) is { } stuck)
        {
            var first = FirstOf(RingAbove(stuck));
            Put(first, passes: true);
            Settle();
        }

        foreach (var (alertId, node) in _nodes)
        {
            decided[alertId] = node.Passes!.Value ? null : node.Sources.First(Passes);
        }
    }

    /// <summary>Of the alerts that are still undecided, collects this one and what it depends on.</summary>
    private void Build(OpenAlert alert)
    {
        var next = new Queue<Node>();
        next.Enqueue(Add(alert));
        while (next.TryDequeue(out var node))
        {
            foreach (var source in node.Sources.Select(static source => source.Source))
            {
                if (decided.ContainsKey(source.AlertId))
                {
                    continue;
                }

                if (!_nodes.TryGetValue(source.AlertId, out var above))
                {
                    next.Enqueue(above = Add(source));
                }

                node.Above.Add(above);
                above.Below.Add(node);
            }
        }
    }

    private Node Add(OpenAlert alert)
    {
        var sources = inhibitions.SourcesOver(alert.AlertId, alert.Region, alert.Threshold, alert.Severity, open);
        return _nodes[alert.AlertId] = new Node(alert, sources);
    }

    /// <summary>Decides whatever follows from what is decided.</summary>
    private void Settle()
    {
        while (_ready.TryDequeue(out var node))
        {
            if (node.Passes is null)
            {
                if (node.Sources.Any(Passes))
                {
                    Put(node, passes: false);
                }
                else if (node.Above.All(static above => above.Passes is false))
                {
                    Put(node, passes: true);
                }
            }
        }
    }

    private void Put(Node node, bool passes)
    {
        node.Passes = passes;
        foreach (var below in node.Below)
        {
            _ready.Enqueue(below);
        }
    }

    private bool Passes(Inhibitor source) => _nodes.TryGetValue(source.Source.AlertId, out var node)
        ? node.Passes is true
        : decided.TryGetValue(source.Source.AlertId, out var inhibitor) && inhibitor is null;

    private static Node FirstOf(IEnumerable<Node> ring) => ring.MinBy(static node => node.Alert.Seq)!;

    /// <summary>
    /// Undecided alerts of which each depends on all others and on nothing else that is undecided: reached by going on to what a
    /// ring depends on, which can be done only so often, for that depends on less each time.
    /// </summary>
    private static HashSet<Node> RingAbove(Node node)
    {
        while (true)
        {
            var above = Reached(node, static one => one.Above);
            var ring = Reached(node, static one => one.Below);
            ring.IntersectWith(above);
            if (above.FirstOrDefault(one => !ring.Contains(one)) is not { } further)
            {
                return ring;
            }

            node = further;
        }
    }

    /// <summary>What is undecided and reached from an alert, itself included.</summary>
    private static HashSet<Node> Reached(Node from, Func<Node, List<Node>> steps)
    {
        var reached = new HashSet<Node> { from };
        var next = new Queue<Node>(reached);
        while (next.TryDequeue(out var node))
        {
            foreach (var one in steps(node))
            {
                if (one.Passes is null && reached.Add(one))
                {
                    next.Enqueue(one);
                }
            }
        }

        return reached;
    }

    private sealed class Node(OpenAlert alert, IReadOnlyList<Inhibitor> sources)
    {
        public OpenAlert Alert => alert;

        public IReadOnlyList<Inhibitor> Sources => sources;

        /// <summary>Those of the sources that were undecided at first.</summary>
        public List<Node> Above { get; } = [];

        public List<Node> Below { get; } = [];

        /// <summary>Null: undecided.</summary>
        public bool? Passes { get; set; }
    }
}
