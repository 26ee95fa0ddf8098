namespace Alerting.Notifications.Secrets;

/// <summary>Encrypts what is stored and must not be read from a disk or a backup alone. Safe for concurrent use.</summary>
public interface ISecretProtector
{
    /// <summary>Encrypts a text. The same text never looks the same twice.</summary>
    /// <param name="text">What nobody may read.</param>
    /// <returns>What may be stored.</returns>
    string Protect(string text);

    /// <summary>Decrypts what <see cref="Protect"/> returned, in this process or in another that shares its keys.</summary>
    /// <param name="sealedText">What was stored.</param>
    /// <returns>The text; null where it was encrypted with a key that is not there, or was changed since.</returns>
    string? Unprotect(string sealedText);
}
