using Alerting.Engine.Wire;

namespace Alerting.Engine.Windows;

/// <summary>Stores the event times that a surge keeps of incidents which its timeline has not.</summary>
internal static class OldTimesCodec
{
    /// <summary>Writes the times without those of incidents that are merely left out, and the number of older ones without those.</summary>
    public static void Save(WireWriter writer, SortedTimes times, IEnumerable<long> leftOut, long older)
    {
        var remaining = new SortedTimes();
        foreach (var at in times.AsSpan())
        {
            remaining.Add(at);
        }

        foreach (var at in leftOut)
        {
            older -= remaining.Remove(at) ? 0 : 1;
        }

        writer.Unsigned((ulong)older);
        writer.Unsigned((ulong)remaining.Count);
        var before = 0L;
        foreach (var at in remaining.AsSpan())
        {
            writer.Unsigned((ulong)(at - before));
            before = at;
        }
    }

    /// <summary>Restores the times.</summary>
    /// <returns>The number of older ones.</returns>
    public static long Restore(WireReader reader, SortedTimes times)
    {
        var older = (long)reader.Unsigned();
        var at = 0L;
        for (var i = reader.Count(); i > 0; i--)
        {
            at += (long)reader.Unsigned();
            times.Add(at);
        }

        return older;
    }
}
