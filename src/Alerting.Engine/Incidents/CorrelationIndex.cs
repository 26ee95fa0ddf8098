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
/// <remarks>
/// An incident moves from group to group in each of its towns when its sources change, so one of very many towns (more
/// than <see cref="MaxGroupedPlaces"/>) is in no group: it is looked at by itself by whoever asks for one of them.
/// </remarks>
internal sealed class CorrelationIndex(long windowTicks)
{
    // Wide enough that most reports look at one bucket, narrow enough that a bucket has few groups.
    private const int WindowsPerBucket = 8;
    private const int UsualMaxGroupedPlaces = 64;

    private readonly Dictionary<BucketKey, Bucket> _buckets = [];

    /// <summary>Incidents of many towns, by town.</summary>
    private readonly Dictionary<DistinctTown, HashSet<int>> _wide = [];
    private readonly long _bucketTicks = windowTicks * WindowsPerBucket;

    /// <summary>The most towns of an incident that is in groups, 1 or more.</summary>
    public int MaxGroupedPlaces { get; set; } = UsualMaxGroupedPlaces;

    /// <summary>Enters an incident that <see cref="Leave"/> has taken out, as it is now, or a new one; one without reports is in no town.</summary>
    public void Enter(IncidentTable table, int row)
    {
        if (table.Incidents[row].Many is not { } many)
        {
            var first = table.Incidents[row].FirstReport;
            for (var at = first; at >= 0; at = table.Reports[at].Next)
            {
                if (table.Reports[at].Place is { } place && IsFirstIn(table, first, at, place))
                {
                    Add(table, place, row);
                }
            }

            return;
        }

        if (many.IsWide)
        {
            EnterWide(many, row);
        }
        else if (many.PlaceCount > MaxGroupedPlaces)
        {
            many.Widen();
            foreach (var place in many.Places)
            {
                AddWide(place, row);
            }
        }

        if (!many.IsWide)
        {
            foreach (var place in many.Places)
            {
                Add(table, place, row);
            }
        }
    }

    /// <summary>
    /// Takes an incident out before it changes, to be called while it still shows what it showed when it was entered.
    /// One of very many towns stays where it is: what changes there is told by <see cref="Enter"/>.
    /// </summary>
    public void Leave(IncidentTable table, int row)
    {
        if (table.Incidents[row].Many is { } many)
        {
            if (!many.IsWide)
            {
                foreach (var place in many.Places)
                {
                    Remove(table, place, row);
                }
            }

            return;
        }

        var first = table.Incidents[row].FirstReport;
        for (var at = first; at >= 0; at = table.Reports[at].Next)
        {
            if (table.Reports[at].Place is { } place && IsFirstIn(table, first, at, place))
            {
                Remove(table, place, row);
            }
        }
    }

    /// <summary>Takes an incident out for good.</summary>
    public void Forget(IncidentTable table, int row)
    {
        Leave(table, row);
        if (table.Incidents[row].Many is { IsWide: true } many)
        {
            foreach (var place in many.Places)
            {
                RemoveWide(place, row);
            }
        }
    }

    /// <summary>The best candidate and its distance in ticks, or -1.</summary>
    /// <param name="except">An incident that is no candidate, or -1.</param>
    public int Find(IncidentTable table, in ReportRow report, int except, out long difference)
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

            foreach (var group in groups.Values)
            {
                if (Suits(table, group.First, report.From, actors))
                {
                    group.Nearest(ref search);
                }
            }
        }

        foreach (var row in _wide.GetValueOrDefault(report.Place!) ?? [])
        {
            if (row != except && table.Incidents[row].Kind!.Family == report.Kind!.Family && Suits(table, row, report.From, actors))
            {
                search.Consider(row);
            }
        }

        difference = search.Difference;
        return search.Best;
    }

    /// <summary>Whether no better-ranked report of the incident lies in the same town.</summary>
    private static bool IsFirstIn(IncidentTable table, int first, int report, DistinctTown place)
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
        if (table.Members.HasSource(row, source))
        {
            return false;
        }

        var own = table.Incidents[row].Rare?.ActorKeys ?? [];
        return own.Length == 0 || actors.Length == 0 || own.AsSpan().ContainsAny(actors);
    }

    private long NumberOf(long at) => at / _bucketTicks;

    private BucketKey KeyOf(IncidentTable table, DistinctTown place, int row)
    {
        ref var incident = ref table.Incidents[row];
        return new BucketKey(place, incident.Kind!.Family, NumberOf(incident.OccurredAt));
    }

    private void Add(IncidentTable table, DistinctTown place, int row)
    {
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, KeyOf(table, place, row), out var exists);
        if (!exists)
        {
            bucket.Alone = row;
            return;
        }

        bucket.Groups ??= new() { [KeyOf(table, bucket.Alone)] = new CorrelationGroup(table, bucket.Alone) };
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(bucket.Groups, KeyOf(table, row), out _);
        if (group is null)
        {
            group = new CorrelationGroup(table, row);
        }
        else
        {
            group.Add(row);
        }
    }

    private void Remove(IncidentTable table, DistinctTown place, int row)
    {
        var key = KeyOf(table, place, row);
        if (_buckets[key].Groups is not { } groups)
        {
            _buckets.Remove(key);
            return;
        }

        var group = KeyOf(table, row);
        if (groups[group].Remove(row))
        {
            groups.Remove(group);
            if (groups.Count == 0)
            {
                _buckets.Remove(key);
            }
        }
    }

    private void EnterWide(ManyReports many, int row)
    {
        foreach (var change in many.TakePlaceChanges())
        {
            if (change.Entered)
            {
                AddWide(change.Place, row);
            }
            else
            {
                RemoveWide(change.Place, row);
            }
        }

        // Half of what it takes to leave the groups: one town that comes and goes must not do both each time.
        if (many.PlaceCount <= MaxGroupedPlaces / 2)
        {
            foreach (var place in many.Places)
            {
                RemoveWide(place, row);
            }

            many.Narrow();
        }
    }

    private void AddWide(DistinctTown place, int row)
    {
        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_wide, place, out _);
        (rows ??= []).Add(row);
    }

    private void RemoveWide(DistinctTown place, int row)
    {
        var rows = _wide[place];
        rows.Remove(row);
        if (rows.Count == 0)
        {
            _wide.Remove(place);
        }
    }

    private static GroupKey KeyOf(IncidentTable table, int row) =>
        new(table.Members.SourceSetHash(row), table.Incidents[row].Rare?.ActorKeys ?? []);

    private readonly record struct BucketKey(DistinctTown Place, Family Family, long Number)
    {
        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Place), (Number << 3) + (long)Family);

        public bool Equals(BucketKey other) => ReferenceEquals(Place, other.Place) && Number == other.Number && Family == other.Family;
    }

    private struct Bucket
    {
        /// <summary>Counts while there are no groups.</summary>
        public int Alone;

        public Dictionary<GroupKey, CorrelationGroup>? Groups;
    }

    /// <summary>The set of sources, by its hash, and the folded actors, sorted.</summary>
    private readonly record struct GroupKey(ulong Sources, string[] Actors)
    {
        public override int GetHashCode() => HashCode.Combine(Sources, Actors.Length == 0 ? "" : Actors[0]);

        public bool Equals(GroupKey other) => Sources == other.Sources && Actors.AsSpan().SequenceEqual(other.Actors);
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
