namespace Alerting.Storage.Redis;

/// <summary>Which Redis holds the logs.</summary>
public sealed class RedisLogStoreOptions
{
    /// <summary>
    /// StackExchange.Redis configuration string. The server must run with <c>appendonly yes</c> and
    /// <c>appendfsync always</c>: with anything less an append that was answered may be lost with the machine.
    /// </summary>
    public string Configuration { get; set; } = "";

    /// <summary>
    /// First part of every key. All keys of a store share it as their hash tag, since an append touches several of
    /// them at once: a Redis cluster keeps the whole store on one of its nodes.
    /// </summary>
    public string KeyPrefix { get; set; } = "alerting";
}
