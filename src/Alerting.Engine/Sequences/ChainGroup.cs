using System.Runtime.InteropServices;
using Alerting.Engine.Incidents;
using Alerting.Engine.Windows;
using Alerting.Thresholds;

namespace Alerting.Engine.Sequences;

/// <summary>What the incidents of a chain have in common.</summary>
/// <param name="Region">Code of the region in which they were reported.</param>
/// <param name="Town">The town they are in; null where it need not be one.</param>
/// <param name="Actor">Folded name of an actor that all of them name; null where there need not be one.</param>
internal readonly record struct ChainKey(string Region, DistinctTown? Town, string? Actor);

/// <summary>
/// The times of the incidents that can be in chains together, by the steps that they meet. Chains are found by going from step to
/// step, backwards to the latest start or forwards to the earliest end, and at each instant meeting as many steps as its
/// incidents can: whatever is left to other instants can only be met earlier, or later.
/// </summary>
internal sealed class ChainGroup(ChainKey key, int steps, long window)
{
    /// <summary>Sorts of incidents by the steps that they meet, a bit each, and the times of each sort.</summary>
    private readonly List<int> _met = [];
    private readonly List<SortedTimes> _times = [];

    public ChainKey Key { get; } = key;

    public bool IsEmpty => _times.TrueForAll(static times => times.Count == 0);

    /// <summary>Whether an instant is later than that of any incident.</summary>
    public bool IsAfterAll(long at) => _times.TrueForAll(times => times.Count == 0 || times.Last < at);

    public void Add(long at, int met)
    {
        var sort = _met.IndexOf(met);
        if (sort < 0)
        {
            sort = _met.Count;
            _met.Add(met);
            _times.Add(new SortedTimes());
        }

        _times[sort].Add(at);
    }

    public void Remove(long at, int met) => _times[_met.IndexOf(met)].Remove(at);

    public void TrimThrough(long at)
    {
        foreach (var times in _times)
        {
            times.TrimThrough(at);
        }
    }

    /// <summary>
    /// The shortest chains that begin at an instant or before and end at it or later, in their order: none of them contains
    /// another, and only those that fit into a window. Chains that do not pass an instant do not depend on its incidents.
    /// </summary>
    public void ThroughInstant(long at, List<Chain> found)
    {
        var end = Earliest(steps - 1, at);
        if (end == long.MaxValue)
        {
            return;
        }

        var start = StartOf(end);
        if (start <= at - window)
        {
            // Chains that begin later end after this end, if at all.
            (start, end) = NextChain(at - window);
        }

        while (start <= at)
        {
            if (end < start + window && EndOf(start) == end)
            {
                found.Add(new Chain(end, start, this));
            }

            (start, end) = NextChain(start);
        }
    }

    /// <summary>The chain in the window that ends at an instant that ends latest, then starts latest; null without one.</summary>
    public Chain? BestIn(long at)
    {
        var end = Latest(steps - 1, at);
        return end == long.MinValue || StartOf(end) is var start && start <= at - window ? null : new Chain(end, start, this);
    }

    /// <summary>Whether a chain that ends by then is in the window that ends at an instant.</summary>
    public bool IsInWindow(Chain chain, long at) => chain.Start > at - window;

    /// <summary>
    /// The instants of the shortest chain that ends at one, with the range of steps that are met there: from the last to the
    /// first, each as late as possible.
    /// </summary>
    public IEnumerable<(long At, int Last, int First)> Backwards(long end)
    {
        var at = end;
        var step = steps - 1;
        while (true)
        {
            var run = RunAt(at, step, -1);
            yield return (at, step, step - run + 1);
            step -= run;
            if (step < 0)
            {
                yield break;
            }

            at = Latest(step, at - 1);
        }
    }

    /// <summary>The latest start of a chain with this end; <see cref="long.MinValue"/> without one.</summary>
    private long StartOf(long end)
    {
        var at = end;
        for (var step = steps - 1; ;)
        {
            step -= RunAt(at, step, -1);
            if (step < 0)
            {
                return at;
            }

            at = Latest(step, at - 1);
            if (at == long.MinValue)
            {
                return at;
            }
        }
    }

    /// <summary>The earliest end of a chain with this start; <see cref="long.MaxValue"/> without one.</summary>
    private long EndOf(long start)
    {
        var at = start;
        for (var step = 0; ;)
        {
            step += RunAt(at, step, 1);
            if (step == steps)
            {
                return at;
            }

            at = Earliest(step, at + 1);
            if (at == long.MaxValue)
            {
                return at;
            }
        }
    }

    /// <summary>The shortest chain with the earliest end of those that begin after an instant; both are greatest without one.</summary>
    private (long Start, long End) NextChain(long after)
    {
        var start = Earliest(0, after + 1);
        var end = start == long.MaxValue ? long.MaxValue : EndOf(start);
        return end == long.MaxValue ? (long.MaxValue, long.MaxValue) : (StartOf(end), end);
    }

    private int RunAt(long at, int step, int direction)
    {
        Span<int> counts = stackalloc int[1 << Threshold.MaxSteps];
        for (var sort = 0; sort < _met.Count; sort++)
        {
            counts[sort] = _times[sort].CountAt(at);
        }

        return StepMatching.Run(CollectionsMarshal.AsSpan(_met), counts[.._met.Count], step, direction, steps);
    }

    /// <summary>The latest instant up to one at which an incident meets a step; <see cref="long.MinValue"/> without one.</summary>
    private long Latest(int step, long through)
    {
        var latest = long.MinValue;
        for (var sort = 0; sort < _met.Count; sort++)
        {
            latest = (_met[sort] & (1 << step)) == 0 ? latest : Math.Max(latest, _times[sort].AtOrBefore(through));
        }

        return latest;
    }

    /// <summary>The earliest instant from one on at which an incident meets a step; <see cref="long.MaxValue"/> without one.</summary>
    private long Earliest(int step, long from)
    {
        var earliest = long.MaxValue;
        for (var sort = 0; sort < _met.Count; sort++)
        {
            earliest = (_met[sort] & (1 << step)) == 0 ? earliest : Math.Min(earliest, _times[sort].AtOrAfter(from));
        }

        return earliest;
    }
}
