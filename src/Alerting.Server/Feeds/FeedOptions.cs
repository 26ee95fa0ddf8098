using System.ComponentModel.DataAnnotations;

namespace Alerting.Server.Feeds;

/// <summary>How many live feeds may be open; in section <c>Alerting:RateLimits</c> of the configuration.</summary>
public sealed class FeedOptions
{
    public const string Section = "Alerting:RateLimits";

    /// <summary>Live feeds that one key may have open in this process, 1..1,000,000; more are answered with 429. Default 2,000.</summary>
    [Range(1, 1_000_000)]
    public int FeedsPerSubject { get; set; } = 2_000;

    /// <summary>
    /// Live feeds of all keys together in this process, 1..1,000,000; more are answered with 429. One whose client does
    /// not read takes up to 40 KB. Default 10,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int Feeds { get; set; } = 10_000;
}
