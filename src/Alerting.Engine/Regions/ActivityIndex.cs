using Alerting.Engine.Incidents;
using Alerting.Engine.Windows;

namespace Alerting.Engine.Regions;

/// <summary>All incidents of a region and of those below it by event time: for lists, figures and new thresholds.</summary>
internal sealed class ActivityIndex(IncidentTable table)
{
    private readonly Timeline _timeline = new(table, measured: false);

    public bool IsEmpty => _timeline.IsEmpty;

    public long FirstAt => _timeline.FirstAt;

    public long LastAt => _timeline.LastAt;

    public IncidentNode Last => _timeline.Node(_timeline.Last);

    public int Count => _timeline.Count;

    public void Change(in IncidentStep step)
    {
        if (step.Before is { } before)
        {
            if (step.IsShown && step.Node.OccurredAt == before.OccurredAt)
            {
                return;
            }

            _timeline.RemoveAt(_timeline.Find(before.OccurredAt, step.Node)!.Value);
        }

        if (step.IsShown)
        {
            Add(step.Node);
        }
    }

    public void Add(IncidentNode node) => _timeline.Insert(node.OccurredAt, node, 0, told: false, 0);

    public long CountThrough(long through) => _timeline.Rank(through);

    /// <summary>Removes the incidents up to an instant that may go.</summary>
    public List<IncidentNode> TakeThrough(long through, Predicate<IncidentNode> mayGo)
    {
        var taken = new List<IncidentNode>();
        var kept = new List<IncidentNode>();
        _timeline.TrimThrough(through, (node, _) => (mayGo(node) ? taken : kept).Add(node));
        foreach (var node in kept)
        {
            Add(node);
        }

        return taken;
    }

    /// <summary>Earliest first.</summary>
    public IEnumerable<IncidentNode> Nodes()
    {
        for (var p = new Timeline.Position(0, 0); !_timeline.IsEnd(p); p = _timeline.Next(p))
        {
            yield return _timeline.Node(p);
        }
    }

    /// <summary>Those in (after, through], newest first.</summary>
    public IEnumerable<IncidentNode> Newest(long after, long through)
    {
        for (var p = _timeline.Previous(_timeline.UpperBound(through)); p.Chunk >= 0 && _timeline.At(p) > after; p = _timeline.Previous(p))
        {
            yield return _timeline.Node(p);
        }
    }

    /// <summary>Number of incidents in (after, through].</summary>
    public long Between(long after, long through) => _timeline.Rank(through) - _timeline.Rank(after);
}
