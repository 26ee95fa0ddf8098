using StackExchange.Redis;

namespace Alerting.Storage.Redis;

/// <summary>The keys of a store.</summary>
internal sealed class RedisKeys
{
    private readonly string _log;
    private readonly string _snapshot;
    private readonly string _part;

    public RedisKeys(string prefix)
    {
        var tag = $"{{{prefix}}}:";
        _log = tag + "log:";
        _snapshot = tag + "snapshot:";
        _part = tag + "snapshot-part:";
        Last = tag + "last";
        Names = tag + "names";
        Wakes = tag + "wakes";
        Store = tag + "store";
        Probe = tag + "probe";
    }

    /// <summary>Hash: last sequence by log. Reading it off the stream would fetch the last payload with it.</summary>
    public RedisKey Last { get; }

    /// <summary>Sorted set with equal scores, so in order of the names.</summary>
    public RedisKey Names { get; }

    /// <summary>Sorted set of logs by <see cref="WakeScore"/>.</summary>
    public RedisKey Wakes { get; }

    /// <summary>Hash: the identity of the store and how many appends it has seen.</summary>
    public RedisKey Store { get; }

    /// <summary>Written to see whether anything can be; expires.</summary>
    public RedisKey Probe { get; }

    /// <summary>Stream: an entry is a batch, its id <c>{sequence}-0</c>.</summary>
    public RedisKey Log(string log) => _log + log;

    /// <summary>Hash: the newest snapshot of a log, whole.</summary>
    public RedisKey Snapshot(string log) => _snapshot + log;

    /// <summary>Hash: a snapshot that is being written.</summary>
    public RedisKey Part(Guid id) => _part + id.ToString("N");
}
