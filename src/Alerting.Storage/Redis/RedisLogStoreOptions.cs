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

    /// <summary>
    /// File that tells which store belongs here and how far it was, for the case that Redis comes back without it. Empty:
    /// only what this process has seen itself is known. Default empty.
    /// </summary>
    public string MarkPath { get; set; } = "";

    /// <summary>
    /// Whether a Redis that is not the one that the mark tells of, or holds less, is taken as it is at start. Default false.
    /// </summary>
    public bool AcceptLoss { get; set; }

    /// <summary>
    /// Whether settings of Redis that may lose what was answered are accepted: they are not warned of, and a Redis that
    /// comes back with less than it had is gone on with. Default false.
    /// </summary>
    public bool AcceptUnsafeSettings { get; set; }
}
