using System.ComponentModel.DataAnnotations;

namespace Alerting.Server.Access;

/// <summary>Configuration section <c>Alerting:RateLimits</c>.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "Alerting:RateLimits";

    /// <summary>
    /// Invalid keys that one address may send within a minute; each further one is answered with 429. A valid key is never
    /// refused. 1..1,000,000. Default 20.
    /// </summary>
    [Range(1, 1_000_000)]
    public int FailedSignIns { get; set; } = 20;
}
