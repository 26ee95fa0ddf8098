using Alerting.Engine.Incidents;
using Alerting.Engine.Windows;

namespace Alerting.Engine.Regions;

/// <summary>All incidents of a region and of those below it by event time: for lists, figures and new thresholds.</summary>
internal sealed class ActivityBook
{
    private readonly Timeline _timeline = new();

    public bool IsEmpty => _timeline.IsEmpty;

    public long LastAt => _timeline.LastAt;

    public int Count => _timeline.Count;

    public void Change(in IncidentStep step)
    {
        if (step.Before is { } before)
        {
            if (step.After is { } after && after.OccurredAt == before.OccurredAt && ReferenceEquals(step.Node.Place, step.PlaceBefore))
            {
                return;
            }

            _timeline.RemoveAt(_timeline.Find(before.OccurredAt, step.Node)!.Value);
            step.PlaceBefore?.Times.Remove(before.OccurredAt);
        }

        if (step.After is not null)
        {
            Add(step.Node);
        }
    }

    public void Add(IncidentNode node)
    {
        var at = node.View!.OccurredAt;
        _timeline.Insert(at, node, 0, told: false, 0);
        node.Place?.Times.Add(at);
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
