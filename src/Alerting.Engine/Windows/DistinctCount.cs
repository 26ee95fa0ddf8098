using Alerting.Engine.Doubts;
using Alerting.Engine.Incidents;
using Alerting.Regions;

namespace Alerting.Engine.Windows;

/// <summary>
/// Counts the distinct things that were hit. An incident at x covers the window ends [x, x + window), and a thing is
/// counted at every end that one of its incidents covers. So one more incident adds a single interval, from where the
/// cover of its predecessor ends to where that of its successor begins.
/// </summary>
/// <typeparam name="TKey">What is counted.</typeparam>
internal abstract class DistinctCount<TKey>(Timeline timeline, long window) : Aggregate(timeline, window)
    where TKey : class
{
    protected Dictionary<TKey, Track> Tracks { get; } = [];

    public override long MeasureAt(long at)
    {
        if (Predecessor(at) is not { } before)
        {
            return Count(at);
        }

        var end = Timeline.At(before);
        return end <= at - Window ? 0 : Timeline.Measure(before) - Uncovered(end, at);
    }

    public override void Add(long at, string region, DistinctTown? town, long value, bool told)
    {
        if (KeyOf(region, town) is not { } key)
        {
            return;
        }

        if (!Tracks.TryGetValue(key, out var track))
        {
            Tracks[key] = track = new Track();
            OnNewTrack(key);
        }

        Cover(track, at, told, 1);
        track.All.Add(at);
        if (!told)
        {
            track.Untold.Add(at);
        }
    }

    public override void Remove(long at, string region, DistinctTown? town, long value, bool told)
    {
        if (KeyOf(region, town) is not { } key || !Tracks.TryGetValue(key, out var track))
        {
            return;
        }

        track.All.Remove(at);
        if (!told)
        {
            track.Untold.Remove(at);
        }

        Cover(track, at, told, -1);
    }

    public override void TellAll()
    {
        Timeline.TellAll();
        foreach (var track in Tracks.Values)
        {
            track.Untold.Clear();
        }
    }

    public override void TrimThrough(long at)
    {
        foreach (var (key, track) in Tracks)
        {
            track.All.TrimThrough(at);
            track.Untold.TrimThrough(at);
            if (track.All.Count == 0)
            {
                Tracks.Remove(key);
                OnTrackGone(key);
            }
        }
    }

    public override Sweep NewSweep() => new DistinctSweep(this);

    /// <summary>The thing that an incident counts for; null for none.</summary>
    protected abstract TKey? KeyOf(string region, DistinctTown? town);

    protected virtual void OnNewTrack(TKey key)
    {
    }

    protected virtual void OnTrackGone(TKey key)
    {
    }

    /// <summary>How many of these things count.</summary>
    protected virtual long CountOf(IReadOnlyCollection<TKey> present) => present.Count;

    protected virtual void Cover(Track track, long at, bool told, long delta)
    {
        CoverAmong(track.All, at, Math.Max(at, Horizon + 1), long.MaxValue, delta);
        if (!told)
        {
            CoverAmong(track.Untold, at, at, Horizon + 1, delta);
        }
    }

    /// <summary>Counts the window that ends at <paramref name="at"/> from scratch.</summary>
    protected long Count(long at)
    {
        var present = new List<TKey>();
        foreach (var (key, track) in Tracks)
        {
            var last = (at > Horizon ? track.All : track.Untold).AtOrBefore(at);
            if (last != long.MinValue && last > at - Window)
            {
                present.Add(key);
            }
        }

        return CountOf(present);
    }

    private void CoverAmong(SortedTimes times, long at, long from, long to, long delta)
    {
        var previous = times.AtOrBefore(at);
        var next = times.AtOrAfter(at);
        from = Math.Max(from, previous == long.MinValue ? at : previous + Window);
        to = Math.Min(to, Math.Min(at + Window, next));
        Timeline.AddToMeasures(Math.Max(from, at), to, delta);
    }

    /// <summary>
    /// How many things are covered at <paramref name="end"/> and no longer at <paramref name="at"/>, with no entry between.
    /// </summary>
    private long Uncovered(long end, long at)
    {
        long gone = 0;
        var untoldOnly = at <= Horizon;
        var p = Timeline.Walks.Forward(end - Window);
        for (; !Timeline.IsEnd(p) && Timeline.At(p) <= at - Window; p = Timeline.Next(p))
        {
            if ((untoldOnly && Timeline.Told(p)) || KeyOf(Timeline.Node(p).Region, Timeline.Node(p).DistinctTown) is not { } key)
            {
                continue;
            }

            // Only the last incident of a thing ends its cover, and where several are at that instant, only one of
            // them.
            var instant = Timeline.At(p);
            var times = untoldOnly ? Tracks[key].Untold : Tracks[key].All;
            if (!times.AnyWithin(instant, end) && IsFirstAt(p, instant, key, untoldOnly))
            {
                gone++;
            }
        }

        Timeline.Walks.WalkedTo(p, at - Window);
        return gone;
    }

    private bool IsFirstAt(Timeline.Position position, long instant, TKey key, bool untoldOnly)
    {
        for (var p = Timeline.Previous(position); p.Chunk >= 0 && Timeline.At(p) == instant; p = Timeline.Previous(p))
        {
            if (!(untoldOnly && Timeline.Told(p)) && ReferenceEquals(KeyOf(Timeline.Node(p).Region, Timeline.Node(p).DistinctTown), key))
            {
                return false;
            }
        }

        return true;
    }

    protected sealed class Track
    {
        public SortedTimes All { get; } = new();

        public SortedTimes Untold { get; } = new();
    }

    private sealed class DistinctSweep(DistinctCount<TKey> count) : Sweep
    {
        private readonly Dictionary<TKey, int> _present = [];

        public override long Measure => count.CountOf(_present.Keys);

        public override void Enter(IncidentNode node, long value)
        {
            if (count.KeyOf(node.Region, node.DistinctTown) is { } key)
            {
                _present[key] = _present.GetValueOrDefault(key) + 1;
            }
        }

        public override void Leave(IncidentNode node, long value)
        {
            if (count.KeyOf(node.Region, node.DistinctTown) is { } key && --_present[key] == 0)
            {
                _present.Remove(key);
            }
        }
    }
}

/// <summary>Counts distinct towns.</summary>
internal sealed class DistinctTowns(Timeline timeline, long window, AlikeTowns? alike) : DistinctCount<DistinctTown>(timeline, window)
{
    protected override DistinctTown? KeyOf(string region, DistinctTown? town) => town;

    protected override void OnNewTrack(DistinctTown key) => alike?.Add(key);

    protected override void OnTrackGone(DistinctTown key) => alike?.Remove(key);
}
