namespace Alerting.Notifications.Secrets;

/// <summary>Encrypts what is stored and must not be read from a disk or a backup alone. Safe for concurrent use.</summary>
public interface ISecretProtector
{
    /// <summary>The same text never looks the same twice.</summary>
    string Protect(string text);

    /// <returns>The text; null where it was encrypted with a key that is not there, or was changed since.</returns>
    string? Unprotect(string sealedText);
}
