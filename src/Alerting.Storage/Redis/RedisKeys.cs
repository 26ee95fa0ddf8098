using StackExchange.Redis;

namespace Alerting.Storage.Redis;

/// <summary>The names of the keys of a store.</summary>
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
        Snapshots = tag + "snapshots";
        Wakes = tag + "wakes";
        Store = tag + "store";
        Probe = tag + "probe";
    }

    /// <summary>Hash: the last sequence of each log. The stream itself would return the last payload with it.</summary>
    public RedisKey Last { get; }

    /// <summary>Sorted set of names with equal scores, hence in the order of the names.</summary>
    public RedisKey Names { get; }

    /// <summary>
    /// Sorted set of the names of snapshots, with equal scores. Names of snapshots that were saved by versions of the
    /// product without this set are missing.
    /// </summary>
    public RedisKey Snapshots { get; }

    /// <summary>Sorted set of logs by <see cref="WakeScore"/>.</summary>
    public RedisKey Wakes { get; }

    /// <summary>Hash: the identity of the store, and how many appends it has counted.</summary>
    public RedisKey Store { get; }

    /// <summary>Written to find out whether the store can be written; expires.</summary>
    public RedisKey Probe { get; }

    /// <summary>Stream: each entry is a batch, with the id <c>{sequence}-0</c>.</summary>
    public RedisKey Log(string log) => _log + log;

    /// <summary>Hash: the complete snapshot of a log.</summary>
    public RedisKey Snapshot(string log) => _snapshot + log;

    /// <summary>Hash: a snapshot that is being written.</summary>
    public RedisKey Part(Guid id) => _part + id.ToString("N");
}
