using Alerting.Engine.Wire;
using Alerting.Thresholds;

namespace Alerting.Engine.Quiet;

/// <summary>When a region heard from a source: the instants of its latest reports, as many as any threshold asks for.</summary>
internal sealed class HeardSource(string name)
{
    private const int MinSize = 4;

    /// <summary>A ring; it grows until it holds as many as are kept.</summary>
    private long[] _instants = new long[MinSize];
    private int _end;

    public string Name { get; } = name;

    /// <summary>How many reports are known, as many as are kept at most.</summary>
    public int Count { get; private set; }

    /// <summary>UTC ticks.</summary>
    public long LastAt => At(Count - 1);

    /// <summary>When the so many-th latest report came, UTC ticks; null where fewer are known.</summary>
    public long? LatestAt(int number) => number <= Count ? At(Count - number) : null;

    public void Note(long now)
    {
        if (Count == _instants.Length && Count < Threshold.MaxMinReports)
        {
            var grown = new long[Math.Min(Count * 2, Threshold.MaxMinReports)];
            for (var i = 0; i < Count; i++)
            {
                grown[i] = At(i);
            }

            (_instants, _end) = (grown, Count);
        }

        _end = _end == _instants.Length ? 0 : _end;
        _instants[_end++] = now;
        Count = Math.Min(Count + 1, _instants.Length);
    }

    /// <summary>The clock is set back: what came later came at this instant.</summary>
    public void SetBack(long to)
    {
        foreach (ref var instant in _instants.AsSpan())
        {
            instant = Math.Min(instant, to);
        }
    }

    public void Save(WireWriter writer)
    {
        writer.Unique(Name);
        writer.Unsigned((ulong)Count);
        for (var i = 0; i < Count; i++)
        {
            writer.Unsigned((ulong)(i == 0 ? At(i) : At(i) - At(i - 1)));
        }
    }

    public static HeardSource Restore(WireReader reader)
    {
        var source = new HeardSource(reader.Unique());
        var at = 0L;
        for (var i = reader.Count(); i > 0; i--)
        {
            at += (long)reader.Unsigned();
            source.Note(at);
        }

        return source;
    }

    /// <summary>From the oldest on.</summary>
    private long At(int index) => _instants[(_end - Count + index + _instants.Length) % _instants.Length];
}
