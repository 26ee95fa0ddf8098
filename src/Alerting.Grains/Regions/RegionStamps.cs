using System.Collections.Concurrent;

namespace Alerting.Grains.Regions;

/// <summary>
/// How far each region has got that is or was active in this process. A reader that has seen a region can tell from
/// this, without a call, whether it is still the same. It knows nothing of activations in other processes.
/// </summary>
public sealed class RegionStamps
{
    private readonly ConcurrentDictionary<string, RegionStamp> _stamps = new(StringComparer.Ordinal);
    private long _begun;
    private long _changes;

    /// <summary>Grows whenever a region has written the first entry of its log.</summary>
    public long Begun => Interlocked.Read(ref _begun);

    /// <summary>Grows whenever an entry of any region is durable, before those who wait for it are answered.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Raised when <see cref="Changes"/> has grown. Handlers must be quick, for regions wait for them.</summary>
    public event Action? Advanced;

    /// <summary>
    /// The stamp of a region; null when the region was never active here. It is the same object for all activations
    /// of the region.
    /// </summary>
    public RegionStamp? Find(string code) => _stamps.GetValueOrDefault(code);

    /// <summary>A region was activated. To be called before any call is answered.</summary>
    /// <param name="committed">Sequence of the last entry of the region's log.</param>
    internal RegionStamp Activated(string code, long committed)
    {
        var stamp = _stamps.GetOrAdd(code, static _ => new RegionStamp());
        stamp.Committed = committed;
        return stamp;
    }

    /// <summary>An entry is durable. To be called before those who wait for it are answered.</summary>
    internal void Committed(RegionStamp stamp, long sequence)
    {
        stamp.Committed = sequence;
        if (sequence == 1)
        {
            Interlocked.Increment(ref _begun);
        }

        Interlocked.Increment(ref _changes);
        Advanced?.Invoke();
    }
}

/// <summary>How far a region has got.</summary>
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
