using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Alerting.Cluster.Tests.Tls;

/// <summary>Issues certificates for this machine and writes them as files.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly X509Certificate2 _root;

    public TestAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(RootPath, _root.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate, PEM.</summary>
    public string RootPath => _directory.File("root.pem");

    /// <summary>Issues a certificate.</summary>
    /// <returns>Paths of certificate and key, PEM.</returns>
    public (string Certificate, string Key) Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(_root, now.AddDays(-1), now.AddDays(0.9), RandomNumberGenerator.GetBytes(16));
        var paths = (_directory.File($"{name}.pem"), _directory.File($"{name}.key"));
        File.WriteAllText(paths.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(paths.Item2, key.ExportPkcs8PrivateKeyPem());
        return paths;
    }

    public void Dispose()
    {
        _root.Dispose();
        _directory.Dispose();
    }
}
