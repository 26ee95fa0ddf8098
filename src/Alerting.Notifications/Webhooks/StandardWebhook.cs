using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Webhooks;

/// <summary>Signatures after Standard Webhooks 1.0 (standardwebhooks.com), symmetric scheme <c>v1</c>.</summary>
public static class StandardWebhook
{
    private const string SecretPrefix = "whsec_";
    private const int MinKeyBytes = 24;
    private const int MaxKeyBytes = 64;

    /// <summary>Whether the text is <c>whsec_</c> and the base64 of 24..64 bytes.</summary>
    public static bool IsSecret([NotNullWhen(true)] string? secret)
    {
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        var valid = TryReadKey(secret, key, out _);
        CryptographicOperations.ZeroMemory(key);
        return valid;
    }

    /// <summary>
    /// The value of the header <c>webhook-signature</c>: the signature with the secret and, while it is being replaced, a
    /// space and the signature with the one of before, so that receivers that know either accept the message.
    /// </summary>
    /// <exception cref="FormatException">A secret is not valid.</exception>
    public static string Sign(SubscriptionChannel channel, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var signature = Sign(channel.Secret!, id, timestamp, body);
        return channel.PreviousSecret is { } previous ? $"{signature} {Sign(previous, id, timestamp, body)}" : signature;
    }

    /// <summary>One signature: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>.</summary>
    /// <param name="secret">As in <see cref="IsSecret"/>.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>, unix seconds.</param>
    /// <param name="body">The body exactly as it is sent.</param>
    /// <exception cref="FormatException">The secret is not valid.</exception>
    public static string Sign(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(id);
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        if (!TryReadKey(secret, key, out var length))
        {
            throw new FormatException("A secret is 'whsec_' followed by the base64 of 24 to 64 bytes.");
        }

        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key[..length]);
        CryptographicOperations.ZeroMemory(key);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hash.AppendData(body);
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.GetHashAndReset(signature);
        return $"v1,{Convert.ToBase64String(signature)}";
    }

    private static bool TryReadKey(string? secret, Span<byte> key, out int length)
    {
        length = 0;
        return secret is not null
            && secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && !secret.AsSpan().ContainsAny(s_whiteSpace)
            && Convert.TryFromBase64Chars(secret.AsSpan(SecretPrefix.Length), key, out length)
            && length >= MinKeyBytes;
    }

    private static readonly SearchValues<char> s_whiteSpace = SearchValues.Create(" \t\r\n");
}
