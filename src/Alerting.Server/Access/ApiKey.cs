using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Alerting.Regions;

namespace Alerting.Server.Access;

/// <summary>A key as it is stored: never the key itself.</summary>
/// <param name="Hash">SHA-256 of the key, hexadecimal. The key is 256 random bits, so no salt or stretching is needed.</param>
/// <param name="Regions">Region codes to whose subtrees the key is limited; empty: all.</param>
internal sealed record ApiKey(
    string Id,
    string Name,
    string Hash,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Regions,
    DateTimeOffset CreatedAt)
{
    private const string Prefix = "ak_";
    private const int SecretBytes = 32;
    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>256 random bits, printable.</summary>
    public static string NewSecret() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Whether the text can be a key at all, known or not.</summary>
    public static bool IsKey(string text) =>
        text.Length == Prefix.Length + (2 * SecretBytes)
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.AsSpan(Prefix.Length).IndexOfAnyExcept(s_hexadecimal) < 0;

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

[JsonSerializable(typeof(ApiKey))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ApiKeyJson : JsonSerializerContext;
