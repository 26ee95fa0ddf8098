namespace Alerting.Server.Hosting;

/// <summary>Section <c>Alerting:Redis</c>, whose own value is the connection string (<see cref="AlertingOptions.Redis"/>).</summary>
public sealed class RedisOptions
{
    public const string Section = "Alerting:Redis";

    /// <summary>
    /// Whether a Redis may be used that can lose what was answered for: one that does not run with <c>appendonly yes</c>
    /// and <c>appendfsync always</c>, or that fails over to a replica. Unless true, that is warned of, and a Redis that
    /// comes back with less than it had is not used. Default false.
    /// </summary>
    public bool AcceptLoss { get; set; }
}
