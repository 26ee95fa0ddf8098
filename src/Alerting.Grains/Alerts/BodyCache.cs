using Alerting.Alerts;

namespace Alerting.Grains.Alerts;

/// <summary>Revisions by seq, as many as there is room for; the first that came goes first.</summary>
/// <param name="maxBytes">As <see cref="AlertSize"/> counts them.</param>
internal sealed class BodyCache(int maxBytes)
{
    private readonly Dictionary<long, Alert> _bySeq = [];
    private readonly Queue<(long Seq, int Bytes)> _order = new();
    private long _bytes;

    /// <summary>Bytes held, about.</summary>
    public long Bytes => _bytes;

    public Alert? Find(long seq) => _bySeq.GetValueOrDefault(seq);

    /// <summary>Adds one, unless it is known or larger than all the room there is.</summary>
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
