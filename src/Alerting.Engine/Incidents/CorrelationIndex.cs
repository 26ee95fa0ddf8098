using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// Finds the incident that a report without an incident id joins. Incidents lie in buckets of one correlation
/// window by town, family and time; within a bucket those with the same sources and actors form a group sorted by
/// time. A report looks at three buckets and at one place of each group whose sources and actors suit, so a
/// thousand incidents of one wire in one town cost no more than one.
/// </summary>
internal sealed class CorrelationIndex(long windowTicks)
{
    private readonly Dictionary<(Place Place, Family Family, long Bucket), List<Group>> _buckets = [];

    public void Add(IncidentNode node) => ForEachTown(node, static (index, place, node) => index.Add(place, node));

    /// <summary>To be called while the node still shows what it showed when it was added.</summary>
    public void Remove(IncidentNode node) => ForEachTown(node, static (index, place, node) => index.Remove(place, node));

    /// <summary>The best candidate and its distance in ticks, or null.</summary>
    public IncidentNode? Find(StoredReport report, ReadOnlySpan<string> actorKeys, out long difference)
    {
        IncidentNode? best = null;
        difference = long.MaxValue;
        var bucket = Bucket(report.OccurredAt);
        for (var at = bucket - 1; at <= bucket + 1; at++)
        {
            if (!_buckets.TryGetValue((report.Place!, report.Family, at), out var groups))
            {
                continue;
            }

            foreach (var group in groups)
            {
                if (group.Suits(report.Source, actorKeys))
                {
                    group.Nearest(report.OccurredAt, windowTicks, ref best, ref difference);
                }
            }
        }

        return best;
    }

    private static void ForEachTown(CorrelationIndex index, IncidentNode node, Action<CorrelationIndex, Place, IncidentNode> action)
    {
        Place? first = null;
        HashSet<Place>? more = null;
        foreach (var report in node.Reports)
        {
            if (report.Place is not { } place || ReferenceEquals(place, first))
            {
                continue;
            }

            if (first is null)
            {
                first = place;
                action(index, place, node);
            }
            else if ((more ??= []).Add(place))
            {
                action(index, place, node);
            }
        }
    }

    private void ForEachTown(IncidentNode node, Action<CorrelationIndex, Place, IncidentNode> action) => ForEachTown(this, node, action);

    private long Bucket(long at) => at / windowTicks;

    private void Add(Place place, IncidentNode node)
    {
        var view = node.View!;
        var key = (place, view.Family, Bucket(view.OccurredAt));
        if (!_buckets.TryGetValue(key, out var groups))
        {
            _buckets[key] = groups = new List<Group>(1);
        }

        foreach (var group in groups)
        {
            if (group.Holds(node))
            {
                group.Add(node);
                return;
            }
        }

        var created = new Group(node);
        created.Add(node);
        groups.Add(created);
    }

    private void Remove(Place place, IncidentNode node)
    {
        var view = node.View!;
        var key = (place, view.Family, Bucket(view.OccurredAt));
        var groups = _buckets[key];
        var index = groups.FindIndex(g => g.Holds(node));
        if (groups[index].Remove(node))
        {
            groups.RemoveAt(index);
            if (groups.Count == 0)
            {
                _buckets.Remove(key);
            }
        }
    }

    /// <summary>Incidents with the same set of sources and of actors, by time and then id.</summary>
    private sealed class Group
    {
        private readonly string[] _sources;
        private readonly string[] _actors;
        private readonly List<(long At, IncidentNode Node)> _nodes = new(1);

        public Group(IncidentNode node)
        {
            _sources = [.. node.View!.Sources];
            _actors = node.ActorKeys;
        }

        public bool Holds(IncidentNode node)
        {
            var sources = node.View!.Sources;
            if (sources.Count != _sources.Length || !_actors.AsSpan().SequenceEqual(node.ActorKeys))
            {
                return false;
            }

            foreach (var source in sources)
            {
                if (Array.IndexOf(_sources, source) < 0)
                {
                    return false;
                }
            }

            return true;
        }

        public bool Suits(string source, ReadOnlySpan<string> actors) =>
            Array.IndexOf(_sources, source) < 0
            && (_actors.Length == 0 || actors.Length == 0 || _actors.AsSpan().ContainsAny(actors));

        public void Add(IncidentNode node)
        {
            var at = node.View!.OccurredAt;
            var index = _nodes.Count > 0 && Compare(_nodes[^1], at, node.Id) < 0 ? _nodes.Count : LowerBound(at, node.Id);
            _nodes.Insert(index, (at, node));
        }

        /// <summary>True when nothing is left.</summary>
        public bool Remove(IncidentNode node)
        {
            _nodes.RemoveAt(LowerBound(node.View!.OccurredAt, node.Id));
            return _nodes.Count == 0;
        }

        public void Nearest(long at, long window, ref IncidentNode? best, ref long difference)
        {
            var right = LowerBound(at, "");
            if (right < _nodes.Count)
            {
                Consider(_nodes[right], at, window, ref best, ref difference);
            }

            if (right > 0)
            {
                // Of several at that earlier instant the first has the smallest id.
                var left = LowerBound(_nodes[right - 1].At, "");
                Consider(_nodes[left], at, window, ref best, ref difference);
            }
        }

        private static void Consider((long At, IncidentNode Node) candidate, long at, long window, ref IncidentNode? best, ref long difference)
        {
            var distance = Math.Abs(candidate.At - at);
            if (distance <= window && (best is null || distance < difference
                || (distance == difference && string.CompareOrdinal(candidate.Node.Id, best.Id) < 0)))
            {
                best = candidate.Node;
                difference = distance;
            }
        }

        private static int Compare((long At, IncidentNode Node) entry, long at, string id)
        {
            var order = entry.At.CompareTo(at);
            return order != 0 ? order : string.CompareOrdinal(entry.Node.Id, id);
        }

        private int LowerBound(long at, string id)
        {
            var (low, high) = (0, _nodes.Count);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (Compare(_nodes[middle], at, id) < 0)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }
    }
}
