using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Alerting.Server.Hosting;

/// <summary>The certificate that this process shows the others, and its judgement of theirs. Safe for concurrent use.</summary>
internal sealed class ClusterCertificate(ClusterTlsOptions options)
{
    private readonly Lock _lock = new();
    private (DateTime WrittenAt, X509Certificate2 Certificate)? _own;

    /// <summary>What is wrong with the settings; null when they can be used.</summary>
    public string? Fault()
    {
        if (string.IsNullOrEmpty(options.Authority))
        {
            return "Alerting:Cluster:Tls:Authority is needed with a certificate: whoever is trusted is a member of the cluster.";
        }

        try
        {
            return Authorities().Count == 0 ? $"Alerting:Cluster:Tls:Authority '{options.Authority}' has no certificate."
                : Own().HasPrivateKey ? null
                : $"Alerting:Cluster:Tls:Certificate '{options.Certificate}' has no key; Alerting:Cluster:Tls:Key names one.";
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"Alerting:Cluster:Tls cannot be used: {exception.Message}";
        }
    }

    /// <summary>The certificate, as its file is now: whoever renews it replaces the file.</summary>
    public X509Certificate2 Own()
    {
        lock (_lock)
        {
            var writtenAt = File.GetLastWriteTimeUtc(options.Certificate!);
            if (_own is not { } own || own.WrittenAt != writtenAt)
            {
                _own = own = (writtenAt, Load());
            }

            return own.Certificate;
        }
    }

    /// <summary>
    /// Whether a certificate was issued by the authority and is valid now. Its name does not matter: processes find each other
    /// by address, and every one of the authority is a member.
    /// </summary>
    public bool IsMember(X509Certificate2? certificate, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private X509Certificate2Collection Authorities()
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(options.Authority!);
        return authorities;
    }

    private X509Certificate2 Load()
    {
        var path = options.Certificate!;
        if (X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12)
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, options.Password);
        }

        return string.IsNullOrEmpty(options.Password)
            ? X509Certificate2.CreateFromPemFile(path, options.Key)
            : X509Certificate2.CreateFromEncryptedPemFile(path, options.Password, options.Key);
    }
}
