namespace Alerting.Storage.Redis;

/// <summary>
/// Scripts for what must happen in one step on the server. A MULTI would not do: it would write the wake instant
/// before it is known whether the append is refused, and an append above a gap (after a failover that lost entries)
/// would succeed, since XADD refuses only ids that are not above the last one.
/// </summary>
internal static class RedisScripts
{
    public const string BatchField = "b";
    public const string PayloadField = "p";

    public const string IdField = "id";
    public const string AppendsField = "appends";

    /// <summary>
    /// Appends a batch. Keys: log, last, names, wakes, store. Arguments: name, sequence, batch id, payload, wake
    /// score or empty, identity of the store, number of appends that it must have counted. Returns -1 when it is
    /// another store or has counted less, and nothing was written; 0 when refused; else stored, and returns the new
    /// number of appends plus one.
    /// </summary>
    public const string Append = """
        local store = redis.call('HMGET', KEYS[5], 'id', 'appends')
        local appends = tonumber(store[2] or 0)
        if store[1] ~= ARGV[6] or appends < tonumber(ARGV[7]) then
            return -1
        end
        local last = tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or 0)
        local sequence = tonumber(ARGV[2])
        local id = ARGV[2] .. '-0'
        if sequence == last + 1 then
            redis.call('XADD', KEYS[1], id, 'b', ARGV[3], 'p', ARGV[4])
            redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
            appends = redis.call('HINCRBY', KEYS[5], 'appends', 1)
            if sequence == 1 then
                redis.call('ZADD', KEYS[3], 0, ARGV[1])
            end
        else
            local stored = redis.call('XRANGE', KEYS[1], id, id)[1]
            if not stored or stored[2][2] ~= ARGV[3] then
                return 0
            end
            if sequence < last then
                return 1 + appends
            end
        end
        if ARGV[5] == '' then
            redis.call('ZREM', KEYS[4], ARGV[1])
        else
            redis.call('ZADD', KEYS[4], ARGV[5], ARGV[1])
        end
        return 1 + appends
        """;

    /// <summary>
    /// Gives the store an identity. Keys: store. Arguments: the identity that it must have, empty for none, and the new one.
    /// Does nothing when it has another.
    /// </summary>
    public const string Identify = """
        if (redis.call('HGET', KEYS[1], 'id') or '') == ARGV[1] then
            redis.call('HSET', KEYS[1], 'id', ARGV[2])
        end
        return 1
        """;

    /// <summary>Changes a wake instant. Keys: last, wakes. Arguments: name, sequence, wake score or empty.</summary>
    public const string SetWake = """
        if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
            return 0
        end
        if ARGV[3] == '' then
            redis.call('ZREM', KEYS[2], ARGV[1])
        else
            redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
        end
        return 1
        """;

    /// <summary>
    /// Makes complete chunks the snapshot. Keys: the chunks, the snapshot, the store, the names of snapshots. Arguments:
    /// sequence, number of fields, identity of the store, name. Returns 1 when they are the snapshot now, 0 when a newer
    /// snapshot stays.
    /// </summary>
    public const string AdoptSnapshot = """
        if redis.call('HGET', KEYS[3], 'id') ~= ARGV[3] then
            return redis.error_reply('ERR this is another store')
        end
        local stored = redis.call('HGET', KEYS[2], 'sequence')
        if stored and tonumber(stored) > tonumber(ARGV[1]) then
            redis.call('UNLINK', KEYS[1])
            return 0
        end
        if redis.call('HLEN', KEYS[1]) ~= tonumber(ARGV[2]) then
            return redis.error_reply('ERR the snapshot expired while it was written')
        end
        redis.call('UNLINK', KEYS[2])
        redis.call('PERSIST', KEYS[1])
        redis.call('RENAME', KEYS[1], KEYS[2])
        redis.call('ZADD', KEYS[4], 0, ARGV[4])
        return 1
        """;
}
