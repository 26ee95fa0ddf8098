using System.Collections.Concurrent;

namespace Alerting.Server.Alerts;

/// <summary>Encoded revisions by seq, as many as there is room for; the first that came goes first. Safe for many threads.</summary>
internal sealed class RevisionCache(long maxBytes)
{
    private readonly ConcurrentDictionary<long, EncodedRevision> _bySeq = new();
    private readonly Queue<EncodedRevision> _order = new();
    private readonly Lock _adding = new();
    private long _bytes;

    /// <summary>Bytes held, about.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public EncodedRevision? Find(long seq) => _bySeq.GetValueOrDefault(seq);

    /// <summary>Adds one, unless it is known or larger than all the room there is.</summary>
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
