using Alerting.Alerts;

namespace Alerting.Grains.Alerts;

/// <summary>A cache of revisions by seq. When it is full, the revision that was added first is removed first.</summary>
/// <param name="maxBytes">Limit, as <see cref="AlertSize"/> estimates it.</param>
internal sealed class BodyCache(int maxBytes)
{
    private readonly Dictionary<long, Alert> _bySeq = [];
    private readonly Queue<(long Seq, int Bytes)> _order = new();
    private long _bytes;

    /// <summary>Estimated bytes held.</summary>
    public long Bytes => _bytes;

    public Alert? Find(long seq) => _bySeq.GetValueOrDefault(seq);

    /// <summary>Adds a revision, unless it is held already or larger than the whole cache.</summary>
    public void Add(Alert revision)
    {
        var bytes = AlertSize.Of(revision);
        if (bytes > maxBytes || !_bySeq.TryAdd(revision.Seq, revision))
        {
            return;
        }

        _order.Enqueue((revision.Seq, bytes));
        _bytes += bytes;
        while (_bytes > maxBytes)
        {
            var (first, freed) = _order.Dequeue();
            _bySeq.Remove(first);
            _bytes -= freed;
        }
    }
}
