namespace Alerting.Storage.Redis;

/// <summary>Which Redis holds the logs.</summary>
public sealed class RedisLogStoreOptions
{
    /// <summary>
    /// StackExchange.Redis configuration string. The server must run with <c>appendonly yes</c> and <c>appendfsync
    /// always</c>: with anything less a confirmed append may be lost with the machine. Required.
    /// </summary>
    public string Configuration { get; set; } = "";

    /// <summary>
    /// First part of every key. All keys of a store share it as their hash tag, since an append changes several of
    /// them at once: a Redis cluster keeps the whole store on one node. Default <c>alerting</c>.
    /// </summary>
    public string KeyPrefix { get; set; } = "alerting";

    /// <summary>
    /// Path of a file that records which store this is and how much was in it, to notice when Redis comes back
    /// without its data. Empty: only a loss while this process runs is noticed. Default empty.
    /// </summary>
    public string MarkPath { get; set; } = "";

    /// <summary>
    /// Whether a Redis that is not the one that the mark file records, or has less in it, is accepted at start.
    /// Default false.
    /// </summary>
    public bool AcceptLoss { get; set; }

    /// <summary>
    /// Whether settings of Redis with which confirmed appends may be lost are accepted: there is no warning of them,
    /// and after a loss the store is used as it is. Default false.
    /// </summary>
    public bool AcceptUnsafeSettings { get; set; }
}
