namespace Alerting.Storage.Redis;

/// <summary>
/// What must happen in one step on the server. In a MULTI the wake would have to be written before it is known
/// whether the append is refused, a later wake with a second command, and an append above a gap (after a failover
/// that lost entries) would succeed; XADD refuses only ids that are not above the last.
/// </summary>
internal static class RedisScripts
{
    public const string BatchField = "b";
    public const string PayloadField = "p";

    public const string IdField = "id";
    public const string AppendsField = "appends";

    /// <summary>
    /// Keys: log, last, names, wakes, store. Arguments: name, sequence, batch id, payload, wake score or empty, identity
    /// of the store, appends that it has seen at least. -1 = the store is not that one or holds less, and is not written;
    /// 0 = refused; else stored, and one more than the appends that the store has seen.
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

    /// <summary>Keys: store. Arguments: the identity that it has, empty for none, and that it is to have. Nothing when it has another.</summary>
    public const string Identify = """
        if (redis.call('HGET', KEYS[1], 'id') or '') == ARGV[1] then
            redis.call('HSET', KEYS[1], 'id', ARGV[2])
        end
        return 1
        """;

    /// <summary>Keys: last, wakes. Arguments: name, sequence, wake score or empty.</summary>
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

    /// <summary>Keys: the part, the snapshot, the store. Arguments: sequence, number of its fields, identity of the store. 1 = the part is the snapshot now, 0 = a newer one stays.</summary>
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
        return 1
        """;
}
