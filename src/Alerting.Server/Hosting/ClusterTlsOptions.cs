namespace Alerting.Server.Hosting;

/// <summary>
/// TLS between the processes of a cluster, on when a certificate is set. Each side shows its certificate, and whoever has one of
/// the authority is a member: the authority is to be the cluster's own.
/// </summary>
public sealed class ClusterTlsOptions
{
    /// <summary>Path of this process's certificate: PEM, or PKCS #12 together with its key. Read again when it has changed.</summary>
    public string? Certificate { get; set; }

    /// <summary>Path of the key of a PEM certificate; default: in the same file.</summary>
    public string? Key { get; set; }

    /// <summary>Password of the key, where it is encrypted.</summary>
    public string? Password { get; set; }

    /// <summary>Path of the certificates, PEM, of the authority that issues those of the members. Needed with a certificate.</summary>
    public string? Authority { get; set; }
}
