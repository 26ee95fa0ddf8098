using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Alerting.Server.Access;

/// <summary>A key as it is stored: never the key itself.</summary>
/// <param name="Hash">SHA-256 of the key, hexadecimal. The key is 256 random bits, so no salt or stretching is needed.</param>
/// <param name="Regions">Region codes to whose subtrees the key is limited; empty: all.</param>
internal sealed record ApiKey(string Id, string Name, string Hash, IReadOnlyList<string> Roles, IReadOnlyList<string> Regions, DateTimeOffset CreatedAt)
{
    private const string Prefix = "ak_";

    /// <summary>256 random bits, printable.</summary>
    public static string NewSecret() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

[JsonSerializable(typeof(ApiKey))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ApiKeyJson : JsonSerializerContext;
