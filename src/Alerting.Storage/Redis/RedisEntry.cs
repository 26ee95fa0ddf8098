using System.Globalization;
using StackExchange.Redis;

namespace Alerting.Storage.Redis;

/// <summary>How a batch is stored in its stream.</summary>
internal static class RedisEntry
{
    /// <summary>The explicit id of the entry with this sequence.</summary>
    public static RedisValue Id(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{sequence}-0");

    public static long Sequence(StreamEntry entry)
    {
        var id = entry.Id.ToString().AsSpan();
        return long.Parse(id[..id.IndexOf('-')], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public static ReadOnlyMemory<byte> Field(StreamEntry entry, string name) => (byte[])entry[name]!;
}
