using System.Security.Cryptography;
using System.Text;
using Alerting.Server.Access;

namespace Alerting.Server.Http;

/// <summary>
/// What a client calls a request that it may send again (draft-ietf-httpapi-idempotency-key-header): the same request under the same
/// key is done once.
/// </summary>
/// <param name="Key">Unlike the keys of other clients, and of other things.</param>
/// <param name="Content">What the request asks for, in short.</param>
internal sealed record IdempotencyKey(string Key, string Content)
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <summary>Half of a SHA-256: nobody meets another's by chance.</summary>
    private const int Bytes = 16;

    /// <summary>The key of a request; null when it has none.</summary>
    /// <param name="target">What it changes.</param>
    /// <param name="content">What it asks for, which prints all that it says.</param>
    /// <exception cref="RefusedException">The header is empty, too long, or there are several.</exception>
    public static IdempotencyKey? Of(HttpContext context, string target, object content)
    {
        if (context.Request.Headers[Header] is not { Count: > 0 } stated)
        {
            return null;
        }

        if (stated is not [{ Length: > 0 and <= MaxLength } key])
        {
            throw RefusedException.Invalid(Header, $"must be one key of 1 to {MaxLength} characters");
        }

        return new IdempotencyKey(
            HashOf($"{Subject.Of(context).Actor.Id}\n{target}\n{key}"), HashOf($"{context.Request.Method} {content}"));
    }

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes));
}
