using System.Collections.Concurrent;

namespace Alerting.Grains.Regions;

/// <summary>
/// How far each region has got that is or was active in this process. A reader that has seen a region can tell from
/// this, without a call, whether it is still the same. It knows nothing of activations in other processes.
/// </summary>
public sealed class RegionStamps
{
    private readonly ConcurrentDictionary<string, RegionStamp> _stamps = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<RegionStamp> _advanced = new();
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

    /// <summary>
    /// Takes the codes of the regions that have an entry, or were activated, since this was called last. For one caller alone: what it
    /// reads of a region after this has all entries of it that are not among the next.
    /// </summary>
    public void TakeAdvanced(ISet<string> codes)
    {
        // Not until it is empty, for it may be filled as fast.
        for (var count = _advanced.Count; count > 0 && _advanced.TryDequeue(out var stamp); count--)
        {
            stamp.TakeAdvance();
            codes.Add(stamp.Code);
        }
    }

    /// <summary>A region was activated. To be called before any call is answered.</summary>
    /// <param name="committed">Sequence of the last entry of the region's log.</param>
    internal RegionStamp Activated(string code, long committed)
    {
        var stamp = _stamps.GetOrAdd(code, static code => new RegionStamp(code));
        stamp.Committed = committed;
        Advance(stamp);
        return stamp;
    }

    /// <summary>An entry is durable. To be called before those who wait for it are answered.</summary>
    internal void Committed(RegionStamp stamp, long sequence)
    {
        stamp.Committed = sequence;
        Advance(stamp);
        if (sequence == 1)
        {
            Interlocked.Increment(ref _begun);
        }

        Interlocked.Increment(ref _changes);
        Advanced?.Invoke();
    }

    private void Advance(RegionStamp stamp)
    {
        if (stamp.TryAdvance())
        {
            _advanced.Enqueue(stamp);
        }
    }
}

/// <summary>How far a region has got.</summary>
public sealed class RegionStamp
{
    private long _committed;
    private bool _hasAdvanced;

    internal RegionStamp(string code) => Code = code;

    /// <summary>Of the region.</summary>
    public string Code { get; }

    /// <summary>Sequence of the last durable entry of its log.</summary>
    public long Committed
    {
        get => Volatile.Read(ref _committed);
        internal set => Volatile.Write(ref _committed, value);
    }

    /// <summary>Marks that it has got further since that was taken; false where that is known. A full fence.</summary>
    internal bool TryAdvance() => !Interlocked.Exchange(ref _hasAdvanced, true);

    /// <summary>Takes the mark. A full fence: what is read afterwards is what was written before a mark that was not set again.</summary>
    internal void TakeAdvance() => Interlocked.Exchange(ref _hasAdvanced, false);
}
