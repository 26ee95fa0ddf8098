using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>The changes of a region that the region above may not have yet.</summary>
internal sealed class RollUpBacklog(ActivityIndex activity, RegionCatalog catalog)
{
    /// <summary>Incidents that are gone, with the sequence of their removal.</summary>
    private readonly List<(string Region, string Id, long Sequence)> _removed = [];

    /// <summary>Changes that raised alerts, with the story of these.</summary>
    private readonly List<(string Region, string Id, long Sequence, string Story)> _stories = [];

    /// <summary>Sequence of this region's log up to which the region above has all changes.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Incidents that are gone, until the region above has their removal.</summary>
    public IReadOnlyList<(string Region, string Id, long Sequence)> Removed => _removed;

    /// <summary>Changes that raised alerts, until the region above has them, oldest first.</summary>
    public IReadOnlyList<(string Region, string Id, long Sequence, string Story)> Stories => _stories;

    public void AddRemoved(string region, string id, long sequence) => _removed.Add((region, id, sequence));

    public void AddStory(string region, string id, long sequence, string story) => _stories.Add((region, id, sequence, story));

    /// <summary>The region above has all changes up to this sequence.</summary>
    public void Acknowledge(long sequence)
    {
        Acknowledged = Math.Max(Acknowledged, sequence);
        _removed.RemoveAll(r => r.Sequence <= sequence);
        _stories.RemoveAll(s => s.Sequence <= sequence);
    }

    /// <summary>The last story of each change up to this sequence that the region above has not; null without any.</summary>
    public Dictionary<(string Region, string Id), string>? StoriesThrough(long sequence)
    {
        Dictionary<(string Region, string Id), string>? stories = null;
        foreach (var (region, id, at, story) in _stories)
        {
            if (at <= sequence)
            {
                (stories ??= [])[(region, id)] = story;
            }
        }

        return stories;
    }

    /// <inheritdoc cref="RegionEngine.ChangesAfter"/>
    public IReadOnlyList<(long Sequence, IncidentChange Change)> ChangesAfter(long sequence)
    {
        var changes = new List<(long Sequence, IncidentChange Change)>();
        var stories = new Dictionary<(string Region, string Id), string>();
        foreach (var (region, id, at, story) in _stories)
        {
            if (at > sequence)
            {
                stories[(region, id)] = story;
            }
        }

        foreach (var node in activity.Nodes())
        {
            if (node.Version > sequence)
            {
                changes.Add((node.Version, Change(node.Region, node.Id, node.View, null)));
            }
        }

        foreach (var (region, id, at) in _removed)
        {
            if (at > sequence)
            {
                changes.Add((at, Change(region, id, null, $"a correction in {catalog[region].Name}")));
            }
        }

        // An incident that was removed and came back in one entry: its return counts.
        changes.Sort(static (a, b) => a.Sequence != b.Sequence
            ? a.Sequence.CompareTo(b.Sequence)
            : (a.Change.Value is null ? 0 : 1) - (b.Change.Value is null ? 0 : 1));
        return changes;

        IncidentChange Change(string region, string id, Incident? value, string? cause) =>
            new(region, id, value, cause, stories.GetValueOrDefault((region, id)));
    }
}
