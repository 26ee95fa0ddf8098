using System.Collections.Concurrent;

namespace Alerting.Grains.Regions;

/// <summary>
/// How far each region that is active in this process has got, so that whoever has read one can tell without asking it
/// whether it is still the same. Says nothing of regions in other processes.
/// </summary>
public sealed class RegionStamps
{
    private readonly ConcurrentDictionary<string, RegionStamp> _active = new(StringComparer.Ordinal);
    private long _begun;

    /// <summary>Goes up whenever a region has written the first entry of its log.</summary>
    public long Begun => Interlocked.Read(ref _begun);

    /// <summary>The stamp of a region that is active, or null. Each activation has its own.</summary>
    public RegionStamp? Find(string code) => _active.GetValueOrDefault(code);

    internal void Activated(string code, RegionStamp stamp) => _active[code] = stamp;

    internal void Deactivated(string code, RegionStamp stamp) => _active.TryRemove(new KeyValuePair<string, RegionStamp>(code, stamp));

    /// <summary>To be called before those who wait for the entry are answered.</summary>
    internal void Committed(RegionStamp stamp, long sequence)
    {
        stamp.Committed = sequence;
        if (sequence == 1)
        {
            Interlocked.Increment(ref _begun);
        }
    }
}

/// <summary>How far one activation of a region has got.</summary>
public sealed class RegionStamp
{
    private long _committed;

    /// <summary>Sequence of the last durable entry of its log.</summary>
    public long Committed
    {
        get => Volatile.Read(ref _committed);
        internal set => Volatile.Write(ref _committed, value);
    }
}
