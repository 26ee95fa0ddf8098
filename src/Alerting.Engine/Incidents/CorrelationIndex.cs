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

    private readonly Dictionary<BucketKey, Bucket> _buckets = [];

    private readonly long _bucketTicks = windowTicks * WindowsPerBucket;

    public void Add(IncidentTable table, int row)
    {
        var first = table.Incidents[row].FirstReport;
        for (var at = first; at >= 0; at = table.Reports[at].Next)
        {
            if (table.Reports[at].Place is { } place && IsFirstIn(table, first, at, place))
            {
                Add(table, place, row);
            }
        }
    }

    /// <summary>To be called while the incident still shows what it showed when it was added.</summary>
    public void Remove(IncidentTable table, int row)
    {
        var first = table.Incidents[row].FirstReport;
        for (var at = first; at >= 0; at = table.Reports[at].Next)
        {
            if (table.Reports[at].Place is { } place && IsFirstIn(table, first, at, place))
            {
                Remove(table, place, row);
            }
        }
    }

    /// <summary>The best candidate and its distance in ticks, or -1.</summary>
    public int Find(IncidentTable table, in ReportRow report, out long difference)
    {
        var search = new Search(table, report.OccurredAt, windowTicks);
        var actors = report.Rare?.ActorKeys ?? [];
        var last = NumberOf(report.OccurredAt + windowTicks);
        for (var at = NumberOf(report.OccurredAt - windowTicks); at <= last; at++)
        {
            ref var bucket = ref CollectionsMarshal.GetValueRefOrNullRef(_buckets, new BucketKey(report.Place!, report.Kind!.Family, at));
            if (Unsafe.IsNullRef(ref bucket))
            {
                continue;
            }

            if (bucket.Groups is not { } groups)
            {
                if (Suits(table, bucket.Alone, report.From, actors))
                {
                    search.Consider(bucket.Alone);
                }

                continue;
            }

            foreach (var group in groups)
            {
                if (Suits(table, group.First, report.From, actors))
                {
                    group.Nearest(ref search);
                }
            }
        }

        difference = search.Difference;
        return search.Best;
    }

    /// <summary>Whether no better-ranked report of the incident lies in the same town.</summary>
    private static bool IsFirstIn(IncidentTable table, int first, int report, Place place)
    {
        for (var at = first; at != report; at = table.Reports[at].Next)
        {
            if (ReferenceEquals(table.Reports[at].Place, place))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>No report of that source is in the incident, and where both name actors, one is in common.</summary>
    private static bool Suits(IncidentTable table, int row, ReportSource source, string[] actors)
    {
        if (table.HasSource(row, source))
        {
            return false;
        }

        var own = table.Incidents[row].Rare?.ActorKeys ?? [];
        return own.Length == 0 || actors.Length == 0 || own.AsSpan().ContainsAny(actors);
    }

    private long NumberOf(long at) => at / _bucketTicks;

    private BucketKey KeyOf(IncidentTable table, Place place, int row)
    {
        ref var incident = ref table.Incidents[row];
        return new BucketKey(place, incident.Kind!.Family, NumberOf(incident.OccurredAt));
    }

    private void Add(IncidentTable table, Place place, int row)
    {
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, KeyOf(table, place, row), out var exists);
        if (!exists)
        {
            bucket.Alone = row;
            return;
        }

        bucket.Groups ??= [new CorrelationGroup(table, bucket.Alone)];
        foreach (var group in bucket.Groups)
        {
            if (group.Holds(row))
            {
                group.Add(row);
                return;
            }
        }

        bucket.Groups.Add(new CorrelationGroup(table, row));
    }

    private void Remove(IncidentTable table, Place place, int row)
    {
        var key = KeyOf(table, place, row);
        if (_buckets[key].Groups is not { } groups)
        {
            _buckets.Remove(key);
            return;
        }

        var index = groups.FindIndex(g => g.Holds(row));
        if (groups[index].Remove(row))
        {
            groups.RemoveAt(index);
            if (groups.Count == 0)
            {
                _buckets.Remove(key);
            }
        }
    }

    private readonly record struct BucketKey(Place Place, Family Family, long Number)
    {
        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Place), (Number << 3) + (long)Family);

        public bool Equals(BucketKey other) => ReferenceEquals(Place, other.Place) && Number == other.Number && Family == other.Family;
    }

    private struct Bucket
    {
        /// <summary>Counts while there are no groups.</summary>
        public int Alone;

        public List<CorrelationGroup>? Groups;
    }

    internal struct Search(IncidentTable table, long at, long window)
    {
        public readonly long At => at;

        public int Best { get; private set; } = -1;

        public long Difference { get; private set; } = long.MaxValue;

        public void Consider(int candidate)
        {
            var distance = Math.Abs(table.Incidents[candidate].OccurredAt - at);
            if (distance <= window && (Best < 0 || distance < Difference
                || (distance == Difference && table.CompareIds(candidate, Best) < 0)))
            {
                Best = candidate;
                Difference = distance;
            }
        }
    }
}
