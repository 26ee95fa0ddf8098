using System.ComponentModel.DataAnnotations;

namespace Alerting.Server.Hosting;

/// <summary>Section <c>Alerting</c> of the configuration.</summary>
public sealed class AlertingOptions
{
    public const string Section = "Alerting";

    /// <summary>Folder of the embedded store and of the first admin key. Default <c>./data</c>.</summary>
    [Required]
    public string DataDirectory { get; set; } = "./data";

    /// <summary>StackExchange.Redis configuration string: switches log store and clustering to Redis.</summary>
    public string? Redis { get; set; }

    /// <summary>ISO 8601; reports of events longer ago are refused. Default P7300D.</summary>
    [Required]
    public string Retention { get; set; } = "P7300D";

    /// <summary>JSON file of further regions and kinds.</summary>
    public string? Catalog { get; set; }

    [Required]
    public ClusterOptions Cluster { get; set; } = new();

    [Required]
    public RateLimitOptions RateLimit { get; set; } = new();
}

/// <summary>Section <c>Alerting:Cluster</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>TCP port between silos; 0 takes a free one (embedded mode only). Default 0.</summary>
    [Range(0, 65_535)]
    public int SiloPort { get; set; }

    /// <summary>TCP port for Orleans clients; 0 opens none. Default 0.</summary>
    [Range(0, 65_535)]
    public int GatewayPort { get; set; }

    [Required]
    public string ClusterId { get; set; } = "alerting";

    [Required]
    public string ServiceId { get; set; } = "alerting";

    /// <summary>Address under which other silos reach this one. Default 127.0.0.1.</summary>
    public string AdvertisedHost { get; set; } = "127.0.0.1";
}

/// <summary>Section <c>Alerting:RateLimit</c>.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests a second and key, with bursts of twice as many; 0 sets no limit. Default 20,000.</summary>
    [Range(0, 10_000_000)]
    public int RequestsPerSecond { get; set; } = 20_000;
}
