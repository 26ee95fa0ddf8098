using Alerting.Alerts;
using Alerting.Engine.Wire;

namespace Alerting.Engine.Alerts;

/// <summary>What makes an act known when it is sent again.</summary>
/// <param name="Key">What its sender calls it, made unlike the keys of other senders and other alerts.</param>
/// <param name="Content">What was asked for, in short: another content under the same key is an error of the sender.</param>
public sealed record ActKey(string Key, string Content);

/// <summary>An act that was sent before.</summary>
/// <param name="Content">See <see cref="ActKey"/>.</param>
/// <param name="Revision">Number of the revision that it made, or of the last one where it was no news.</param>
public readonly record struct KnownAct(string Content, int Revision);

/// <summary>The keys of the acts of a day, so that what is sent again is answered as the first time.</summary>
internal sealed class ActKeys
{
    /// <summary>The least time that a key is known.</summary>
    private const long KnownFor = TimeSpan.TicksPerDay;

    /// <summary>Of more keys than this the oldest are forgotten.</summary>
    private const int Max = 10_000;

    private readonly Dictionary<string, KnownAct> _known = new(StringComparer.Ordinal);

    /// <summary>Oldest first.</summary>
    private readonly Queue<(string Key, long At)> _order = new();

    /// <summary>An act was applied.</summary>
    /// <param name="key">Its key, which must not be known.</param>
    /// <param name="revision">The revision that it made, or the last one.</param>
    /// <param name="now">UTC ticks.</param>
    public void Note(ActKey key, Alert revision, long now)
    {
        Forget(now);
        while (_order.Count >= Max)
        {
            _known.Remove(_order.Dequeue().Key);
        }

        Add(key.Key, new KnownAct(key.Content, revision.Revision), now);
    }

    /// <summary>The act that was sent with a key; null when none was, or it is not known any more.</summary>
    public KnownAct? Find(string key, long now)
    {
        Forget(now);
        return _known.TryGetValue(key, out var known) ? known : null;
    }

    public void Save(WireWriter writer, long now)
    {
        Forget(now);
        writer.Unsigned((ulong)_order.Count);
        foreach (var (key, at) in _order)
        {
            writer.Unique(key);
            writer.Unique(_known[key].Content);
            writer.Unsigned((ulong)_known[key].Revision);
            writer.Fixed(at);
        }
    }

    public void Restore(WireReader reader)
    {
        for (var i = reader.Count(); i > 0; i--)
        {
            Add(reader.Unique(), new KnownAct(reader.Unique(), (int)reader.Unsigned()), reader.Fixed());
        }
    }

    private void Add(string key, KnownAct act, long at)
    {
        if (_known.TryAdd(key, act))
        {
            _order.Enqueue((key, at));
        }
    }

    private void Forget(long now)
    {
        while (_order.TryPeek(out var oldest) && oldest.At < now - KnownFor)
        {
            _known.Remove(_order.Dequeue().Key);
        }
    }
}
