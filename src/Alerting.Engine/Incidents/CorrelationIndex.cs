using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// Finds the incident that a report without an incident id joins. Incidents lie in buckets of a few correlation
/// windows by town, family and time; a bucket with more than one has them in groups of the same sources and actors,
/// sorted by time. A report looks at one or two buckets and at one place of each group whose sources and actors suit,
/// so a thousand incidents of one wire in one town cost no more than one.
/// </summary>
internal sealed class CorrelationIndex(long windowTicks)
{
    // Wide enough that most reports look at one bucket, narrow enough that a bucket has few groups.
    private const int WindowsPerBucket = 8;

    /// <summary>An incident that is alone in its bucket, or a list of groups.</summary>
    private readonly Dictionary<BucketKey, object> _buckets = [];

    private readonly long _bucketTicks = windowTicks * WindowsPerBucket;

    public void Add(IncidentNode node)
    {
        if (node.Sole is { } report)
        {
            if (report.Place is { } place)
            {
                Add(place, node);
            }

            return;
        }

        foreach (var place in TownsOf(node))
        {
            Add(place, node);
        }
    }

    /// <summary>To be called while the node still shows what it showed when it was added.</summary>
    public void Remove(IncidentNode node)
    {
        foreach (var place in TownsOf(node))
        {
            Remove(place, node);
        }
    }

    /// <summary>The best candidate and its distance in ticks, or null.</summary>
    public IncidentNode? Find(StoredReport report, ReadOnlySpan<string> actorKeys, out long difference)
    {
        var search = new Search(report.OccurredAt, windowTicks);
        var last = Bucket(report.OccurredAt + windowTicks);
        for (var at = Bucket(report.OccurredAt - windowTicks); at <= last; at++)
        {
            if (!_buckets.TryGetValue(new BucketKey(report.Place!, report.Family, at), out var bucket))
            {
                continue;
            }

            if (bucket is IncidentNode alone)
            {
                if (Suits(alone, report.Source, actorKeys))
                {
                    search.Consider(alone);
                }

                continue;
            }

            foreach (var group in (List<Group>)bucket)
            {
                if (Suits(group.First, report.Source, actorKeys))
                {
                    group.Nearest(ref search);
                }
            }
        }

        difference = search.Difference;
        return search.Best;
    }

    private static List<Place> TownsOf(IncidentNode node)
    {
        var places = new List<Place>(1);
        foreach (var report in node.Reports)
        {
            if (report.Place is { } place && !places.Contains(place))
            {
                places.Add(place);
            }
        }

        return places;
    }

    /// <summary>No report of that source is in the incident, and where both name actors, one is in common.</summary>
    private static bool Suits(IncidentNode node, string source, ReadOnlySpan<string> actors)
    {
        foreach (var report in node.Reports)
        {
            if (report.Source == source)
            {
                return false;
            }
        }

        return node.ActorKeys.Length == 0 || actors.Length == 0 || node.ActorKeys.AsSpan().ContainsAny(actors);
    }

    private long Bucket(long at) => at / _bucketTicks;

    private void Add(Place place, IncidentNode node)
    {
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _buckets, new BucketKey(place, node.Family, Bucket(node.OccurredAt)), out _);
        switch (bucket)
        {
            case null:
                bucket = node;
                return;
            case IncidentNode alone:
                var first = new Group(alone);
                bucket = new List<Group>(1) { first };
                Add((List<Group>)bucket, node);
                return;
            default:
                Add((List<Group>)bucket, node);
                return;
        }
    }

    private static void Add(List<Group> groups, IncidentNode node)
    {
        foreach (var group in groups)
        {
            if (group.Holds(node))
            {
                group.Add(node);
                return;
            }
        }

        groups.Add(new Group(node));
    }

    private void Remove(Place place, IncidentNode node)
    {
        var key = new BucketKey(place, node.Family, Bucket(node.OccurredAt));
        var bucket = _buckets[key];
        if (bucket is IncidentNode)
        {
            _buckets.Remove(key);
            return;
        }

        var groups = (List<Group>)bucket;
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

    private readonly record struct BucketKey(Place Place, Family Family, long Bucket)
    {
        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Place), (Bucket << 3) + (long)Family);

        public bool Equals(BucketKey other) => ReferenceEquals(Place, other.Place) && Bucket == other.Bucket && Family == other.Family;
    }

    private struct Search(long at, long window)
    {
        public readonly long At => at;

        public IncidentNode? Best { get; private set; }

        public long Difference { get; private set; } = long.MaxValue;

        public void Consider(IncidentNode candidate)
        {
            var distance = Math.Abs(candidate.OccurredAt - at);
            if (distance <= window && (Best is null || distance < Difference
                || (distance == Difference && string.CompareOrdinal(candidate.Id, Best.Id) < 0)))
            {
                Best = candidate;
                Difference = distance;
            }
        }
    }

    /// <summary>Incidents with the same set of sources and of actors, by time and then id. Never empty while in a bucket.</summary>
    private sealed class Group(IncidentNode first)
    {
        private IncidentNode[] _nodes = [first];
        private int _count = 1;

        /// <summary>Any of them stands for all where sources and actors are concerned.</summary>
        public IncidentNode First => _nodes[0];

        public bool Holds(IncidentNode node)
        {
            var first = First;
            if (!first.ActorKeys.AsSpan().SequenceEqual(node.ActorKeys))
            {
                return false;
            }

            if (first.Sole is { } one && node.Sole is { } other)
            {
                return ReferenceEquals(one.From, other.From);
            }

            return Covers(first, node) && Covers(node, first);
        }

        public void Add(IncidentNode node)
        {
            var index = Precedes(_nodes[_count - 1], node.OccurredAt, node) ? _count : LowerBound(node.OccurredAt, node);
            if (_count == _nodes.Length)
            {
                Array.Resize(ref _nodes, _count * 2);
            }

            _nodes.AsSpan(index, _count - index).CopyTo(_nodes.AsSpan(index + 1));
            _nodes[index] = node;
            _count++;
        }

        /// <summary>True when nothing is left.</summary>
        public bool Remove(IncidentNode node)
        {
            var index = LowerBound(node.OccurredAt, node);
            _nodes.AsSpan(index + 1, _count - index - 1).CopyTo(_nodes.AsSpan(index));
            _nodes[--_count] = null!;
            return _count == 0;
        }

        public void Nearest(ref Search search)
        {
            var right = LowerBound(search.At, null);
            if (right < _count)
            {
                search.Consider(_nodes[right]);
            }

            if (right > 0)
            {
                // Of several at that earlier instant the first has the smallest id.
                search.Consider(_nodes[LowerBound(_nodes[right - 1].OccurredAt, null)]);
            }
        }

        /// <summary>Whether every source of the one is a source of the other.</summary>
        private static bool Covers(IncidentNode other, IncidentNode one)
        {
            foreach (var report in one.Reports)
            {
                var found = false;
                foreach (var candidate in other.Reports)
                {
                    found |= ReferenceEquals(candidate.From, report.From);
                }

                if (!found)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Whether an entry lies before an instant and node; null stands for the first of the instant.</summary>
        private static bool Precedes(IncidentNode entry, long at, IncidentNode? node)
        {
            var order = entry.OccurredAt.CompareTo(at);
            return order < 0 || (order == 0 && node is not null && string.CompareOrdinal(entry.Id, node.Id) < 0);
        }

        private int LowerBound(long at, IncidentNode? node)
        {
            var (low, high) = (0, _count);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (Precedes(_nodes[middle], at, node))
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
