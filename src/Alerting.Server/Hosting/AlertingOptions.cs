using System.ComponentModel.DataAnnotations;

namespace Alerting.Server.Hosting;

/// <summary>Section <c>Alerting</c> of the configuration.</summary>
public sealed class AlertingOptions
{
    public const string Section = "Alerting";

    /// <summary>Folder of the embedded store and of the first admin key. Default <c>./data</c>.</summary>
    [Required]
    public string DataDirectory { get; set; } = "./data";

    /// <summary>ISO 8601; reports of events longer ago are refused. Default P7300D.</summary>
    [Required]
    public string Retention { get; set; } = "P7300D";

    /// <summary>Reserved for the cluster on Redis. A start with it is refused: running embedded in its place would split the facts.</summary>
    public string? Redis { get; set; }

    [Required]
    public ClusterOptions Cluster { get; set; } = new();
}

/// <summary>Section <c>Alerting:Cluster</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>TCP port of the silo; 0 takes a free one. Default 0.</summary>
    [Range(0, 65_535)]
    public int SiloPort { get; set; }

    /// <summary>TCP port for Orleans clients; 0 opens none. Default 0.</summary>
    [Range(0, 65_535)]
    public int GatewayPort { get; set; }

    [Required]
    public string ClusterId { get; set; } = "alerting";

    [Required]
    public string ServiceId { get; set; } = "alerting";
}
