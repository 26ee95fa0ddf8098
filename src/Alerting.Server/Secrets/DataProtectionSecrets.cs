using System.Security.Cryptography;
using Alerting.Notifications.Secrets;
using Microsoft.AspNetCore.DataProtection;

namespace Alerting.Server.Secrets;

/// <summary>Encrypts by the framework's data protection, with the keys of <see cref="EncryptionKeys"/>.</summary>
internal sealed class DataProtectionSecrets(IDataProtectionProvider provider) : ISecretProtector
{
    private readonly IDataProtector _protector = provider.CreateProtector("Alerting.Secrets.v1");

    public string Protect(string text) => _protector.Protect(text);

    public string? Unprotect(string sealedText)
    {
        try
        {
            return _protector.Unprotect(sealedText);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
