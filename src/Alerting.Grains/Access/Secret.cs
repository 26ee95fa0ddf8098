using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Alerting.Grains.Access;

/// <summary>The printed form of keys and of sessions: a prefix that says which, and 256 random bits.</summary>
public static class Secret
{
    /// <summary>What every key begins with.</summary>
    public const string KeyPrefix = "ak_";

    /// <summary>What every session begins with.</summary>
    public const string SessionPrefix = "as_";

    private const int Bytes = 32;
    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    public static string NewKey() => New(KeyPrefix);

    public static string NewSession() => New(SessionPrefix);

    /// <summary>Whether the text can be a key at all, known or not.</summary>
    public static bool IsKey(string text) => Is(text, KeyPrefix);

    /// <summary>Whether the text can be a session at all, known or not.</summary>
    public static bool IsSession(string text) => Is(text, SessionPrefix);

    /// <summary>SHA-256, hexadecimal.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string New(string prefix) => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    private static bool Is(string text, string prefix) =>
        text.Length == prefix.Length + (2 * Bytes)
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && text.AsSpan(prefix.Length).IndexOfAnyExcept(s_hexadecimal) < 0;
}
