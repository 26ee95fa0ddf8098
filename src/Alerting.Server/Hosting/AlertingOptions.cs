using System.ComponentModel.DataAnnotations;

namespace Alerting.Server.Hosting;

/// <summary>Section <c>Alerting</c> of the configuration.</summary>
public sealed class AlertingOptions
{
    public const string Section = "Alerting";

    /// <summary>Folder of the embedded store, of the first admin key and of temporary files. Default <c>./data</c>.</summary>
    [Required]
    public string DataDirectory { get; set; } = "./data";

    /// <summary>Folder of the temporary files of requests, and of nothing else: it is emptied at start.</summary>
    public string TemporaryDirectory => Path.Combine(DataDirectory, "tmp");

    /// <summary>
    /// ISO 8601; reports of events longer ago are refused, and what regions recorded longer ago is removed. Default P7300D.
    /// </summary>
    [Required]
    public string Retention { get; set; } = "P7300D";

    /// <summary>
    /// ISO 8601; how long the alert ledger and the record of deliveries are kept, beyond what a subscription still needs. The
    /// latest revision of an open alert is always kept. Default P400D.
    /// </summary>
    [Required]
    public string LedgerRetention { get; set; } = "P400D";

    /// <summary>File of further regions and kinds, see <see cref="Catalogs"/>. Empty: those shipped are all.</summary>
    public string? Catalog { get; set; }

    /// <summary>
    /// GeoJSON file of the operator's own outlines of regions in place of those shipped: a feature collection, each with its code as
    /// the property <c>code</c>. Empty: those shipped are all.
    /// </summary>
    public string? Boundaries { get; set; }

    /// <summary>
    /// StackExchange.Redis configuration string: the process is one of a cluster that shares this Redis. Empty: the
    /// process is alone, on the embedded store.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>
    /// Networks (CIDR) and addresses of proxies whose headers say from where a request comes. Default none: it comes from where
    /// its connection does.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

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

    /// <summary>Processes of one id find each other. Default <c>alerting</c>.</summary>
    [Required]
    public string ClusterId { get; set; } = "alerting";

    /// <summary>
    /// Names what is stored: processes of one id share logs, and all their keys in Redis begin with it. Default
    /// <c>alerting</c>.
    /// </summary>
    [Required, RegularExpression("[A-Za-z0-9._-]{1,64}")]
    public string ServiceId { get; set; } = "alerting";

    /// <summary>
    /// IP address or host name under which the other processes reach this one. Default loopback, which serves only when
    /// all processes and Redis are on one machine.
    /// </summary>
    public string? AdvertisedHost { get; set; }

    /// <summary>
    /// How long a process that was told to end still takes requests while <c>/healthz/ready</c> already answers 503, so
    /// that balancers send them elsewhere; 0..60 s. Default 5 s; a process that is alone does not wait.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Encryption between the processes; off without a certificate.</summary>
    public ClusterTlsOptions Tls { get; set; } = new();
}
