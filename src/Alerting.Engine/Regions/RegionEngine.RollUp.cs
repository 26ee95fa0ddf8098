using Alerting.Engine.Incidents;
using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <content>What the region above has yet to hear.</content>
public sealed partial class RegionEngine
{
    /// <summary>Incidents that are gone, with the sequence of their removal, until the region above knows.</summary>
    private readonly List<(string Region, string Id, long Sequence)> _removed = [];

    /// <summary>
    /// Every incident that changed after a log sequence, as it is now, with the sequence of its change, in that order: all that the region above needs
    /// to catch up, whatever it missed.
    /// </summary>
    public IReadOnlyList<(long Sequence, IncidentChange Change)> ChangesAfter(long sequence)
    {
        var changes = new List<(long Sequence, IncidentChange Change)>();
        foreach (var node in _activity.Nodes())
        {
            if (node.Version > sequence)
            {
                changes.Add((node.Version, new IncidentChange(node.Region, node.Id, node.View, null)));
            }
        }

        foreach (var (region, id, at) in _removed)
        {
            if (at > sequence)
            {
                changes.Add((at, new IncidentChange(region, id, null, $"a correction in {_catalog[region].Name}")));
            }
        }

        // A removal and a return in one entry: the return counts.
        changes.Sort(static (a, b) => a.Sequence != b.Sequence ? a.Sequence.CompareTo(b.Sequence) : (a.Change.Value is null ? 0 : 1) - (b.Change.Value is null ? 0 : 1));
        return changes;
    }

    /// <summary>The region above knows everything up to this sequence.</summary>
    public void Acknowledge(long sequence)
    {
        _toldAbove = Math.Max(_toldAbove, sequence);
        _removed.RemoveAll(r => r.Sequence <= sequence);
    }
}
