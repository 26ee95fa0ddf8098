using System.Collections.Concurrent;

namespace Alerting.Server.Alerts;

/// <summary>
/// Caches encoded revisions by seq within a limit of bytes; the oldest entry is removed first. Safe for concurrent use.
/// </summary>
internal sealed class RevisionCache(long maxBytes)
{
    private readonly ConcurrentDictionary<long, EncodedRevision> _bySeq = new();
    private readonly Queue<EncodedRevision> _order = new();
    private readonly Lock _adding = new();
    private long _bytes;

    /// <summary>Bytes that the entries take, approximately.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public EncodedRevision? Find(long seq) => _bySeq.GetValueOrDefault(seq);

    /// <summary>Adds a revision, unless it is cached already or larger than the whole cache.</summary>
    public void Add(EncodedRevision revision)
    {
        lock (_adding)
        {
            if (revision.Size > maxBytes || !_bySeq.TryAdd(revision.Seq, revision))
            {
                return;
            }

            _order.Enqueue(revision);
            _bytes += revision.Size;
            while (_bytes > maxBytes)
            {
                var first = _order.Dequeue();
                _bySeq.TryRemove(first.Seq, out _);
                _bytes -= first.Size;
            }
        }
    }
}
