using System.Text;
using Alerting.Notifications.Secrets;

namespace Alerting.TestKit;

/// <summary>Makes secrets unreadable to the eye alone; a test may lose the key.</summary>
public sealed class TestSecrets : ISecretProtector
{
    /// <summary>Whether nothing can be decrypted any more.</summary>
    public bool IsLost { get; set; }

    public string Protect(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public string? Unprotect(string sealedText) => IsLost ? null : Encoding.UTF8.GetString(Convert.FromBase64String(sealedText));
}
