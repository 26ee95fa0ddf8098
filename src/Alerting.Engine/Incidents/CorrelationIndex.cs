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
/// When the sources of an incident change, it moves to another group in each of its towns. That would be slow for an
/// incident of very many towns (more than <see cref="MaxGroupedTowns"/>), so such a one is in no group: every report
/// from one of its towns looks at it separately.
/// </remarks>
internal sealed class CorrelationIndex(long windowTicks)
{
    // Wide enough that most reports look at one bucket, narrow enough that a bucket has few groups.
    private const int WindowsPerBucket = 8;
    private const int UsualMaxGroupedTowns = 64;

    private readonly Dictionary<BucketKey, Bucket> _buckets = [];

    /// <summary>Incidents of many towns, by town.</summary>
    private Dictionary<DistinctTown, HashSet<int>>? _wide;
    private readonly long _bucketTicks = windowTicks * WindowsPerBucket;

    /// <summary>An incident of more distinct towns than this is in no group; 1 or more.</summary>
    public int MaxGroupedTowns { get; set; } = UsualMaxGroupedTowns;

    /// <summary>
    /// Adds a new incident, or one that was removed with <see cref="Leave"/>, as it is now. One without reports is in
    /// no town.
    /// </summary>
    public void Enter(IncidentTable table, int row)
    {
        if (table.Incidents[row].Many is not { } many)
        {
            var first = table.Incidents[row].FirstReport;
            for (var at = first; at >= 0; at = table.Reports[at].Next)
            {
                if (table.Reports[at].DistinctTown is { } town && IsFirstIn(table, first, at, town))
                {
                    Add(table, town, row);
                }
            }

            return;
        }

        if (many.IsWide)
        {
            EnterWide(many, row);
        }
        else if (many.TownCount > MaxGroupedTowns)
        {
            many.Widen();
            foreach (var town in many.Towns)
            {
                AddWide(town, row);
            }
        }

        if (!many.IsWide)
        {
            foreach (var town in many.Towns)
            {
                Add(table, town, row);
            }
        }
    }

    /// <summary>
    /// Removes an incident before it changes, while it still shows what it showed when it was added. One of very many
    /// towns stays; <see cref="Enter"/> applies only the changes of its towns.
    /// </summary>
    public void Leave(IncidentTable table, int row)
    {
        if (table.Incidents[row].Many is { } many)
        {
            if (!many.IsWide)
            {
                foreach (var town in many.Towns)
                {
                    Remove(table, town, row);
                }
            }

            return;
        }

        var first = table.Incidents[row].FirstReport;
        for (var at = first; at >= 0; at = table.Reports[at].Next)
        {
            if (table.Reports[at].DistinctTown is { } town && IsFirstIn(table, first, at, town))
            {
                Remove(table, town, row);
            }
        }
    }

    /// <summary>Removes an incident for good.</summary>
    public void Forget(IncidentTable table, int row)
    {
        Leave(table, row);
        if (table.Incidents[row].Many is { IsWide: true } many)
        {
            foreach (var town in many.Towns)
            {
                RemoveWide(town, row);
            }
        }
    }

    /// <summary>The incident that a report joins and the distance of their event times in ticks; -1 when there is none.</summary>
    /// <param name="except">Row of an incident that must not be found, or -1.</param>
    public int Find(IncidentTable table, in ReportRow report, int except, out long difference)
    {
        var search = new CorrelationSearch(table, report.OccurredAt, windowTicks);
        var actors = report.Rare?.ActorKeys ?? [];
        var last = NumberOf(report.OccurredAt + windowTicks);
        for (var at = NumberOf(report.OccurredAt - windowTicks); at <= last; at++)
        {
            var key = new BucketKey(report.DistinctTown!, report.Kind!.Family, at);
            ref var bucket = ref CollectionsMarshal.GetValueRefOrNullRef(_buckets, key);
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

        foreach (var row in _wide?.GetValueOrDefault(report.DistinctTown!) ?? [])
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
    private static bool IsFirstIn(IncidentTable table, int first, int report, DistinctTown town)
    {
        for (var at = first; at != report; at = table.Reports[at].Next)
        {
            if (ReferenceEquals(table.Reports[at].DistinctTown, town))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the incident has no report of that source and, where both name actors, has one of these actors.</summary>
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

    private BucketKey KeyOf(IncidentTable table, DistinctTown town, int row)
    {
        ref var incident = ref table.Incidents[row];
        return new BucketKey(town, incident.Kind!.Family, NumberOf(incident.OccurredAt));
    }

    private void Add(IncidentTable table, DistinctTown town, int row)
    {
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, KeyOf(table, town, row), out var exists);
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

    private void Remove(IncidentTable table, DistinctTown town, int row)
    {
        var key = KeyOf(table, town, row);
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
        foreach (var change in many.TakeTownChanges())
        {
            if (change.Entered)
            {
                AddWide(change.Town, row);
            }
            else
            {
                RemoveWide(change.Town, row);
            }
        }

        // Half of the limit, so that a single town that comes and goes does not rebuild the groups each time.
        if (many.TownCount <= MaxGroupedTowns / 2)
        {
            foreach (var town in many.Towns)
            {
                RemoveWide(town, row);
            }

            many.Narrow();
        }
    }

    private void AddWide(DistinctTown town, int row)
    {
        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_wide ??= [], town, out _);
        (rows ??= []).Add(row);
    }

    private void RemoveWide(DistinctTown town, int row)
    {
        var rows = _wide![town];
        rows.Remove(row);
        if (rows.Count == 0)
        {
            _wide.Remove(town);
        }
    }

    private static CorrelationGroupKey KeyOf(IncidentTable table, int row) =>
        new(table.Members.SourceSetHash(row), table.Incidents[row].Rare?.ActorKeys ?? []);

    private readonly record struct BucketKey(DistinctTown Town, Family Family, long Number)
    {
        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Town), (Number << 3) + (long)Family);

        public bool Equals(BucketKey other) => ReferenceEquals(Town, other.Town) && Number == other.Number && Family == other.Family;
    }

    private struct Bucket
    {
        /// <summary>The only incident, as long as there are no groups.</summary>
        public int Alone;

        public Dictionary<CorrelationGroupKey, CorrelationGroup>? Groups;
    }
}
