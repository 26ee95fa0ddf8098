using System.ComponentModel.DataAnnotations;

namespace Alerting.Server.Access;

/// <summary>Configuration section <c>Alerting:RateLimits</c>. Limits are those of one process.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "Alerting:RateLimits";

    /// <summary>
    /// Invalid keys that one address may send within a minute; each further one is answered with 429. A valid key is never
    /// refused. 1..1,000,000. Default 20.
    /// </summary>
    [Range(1, 1_000_000)]
    public int FailedSignIns { get; set; } = 20;

    /// <summary>
    /// Requests a second of one subject, those that post reports apart; beyond 429. As many may come at once. 1..1,000,000; null,
    /// the default: any number.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? RequestsPerSecond { get; set; }

    /// <summary>
    /// Reports a second of one subject, however they are posted; as many may come at once. Beyond, a request is answered with 429
    /// where it begins, and one of many reports is taken as slowly as that where it goes on. 1..10,000,000; null, the default: any
    /// number.
    /// </summary>
    [Range(1, 10_000_000)]
    public int? ReportsPerSecond { get; set; }
}
