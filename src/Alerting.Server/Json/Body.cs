using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Alerting.Json;
using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Json;

/// <summary>
/// Reads bodies of the contract's types strictly. It reads all bodies except reports, which have a reader of their own.
/// </summary>
internal static class Body
{
    /// <summary>The whole body of the request.</summary>
    /// <exception cref="RefusedException">It is too large, not JSON, or not what <typeparamref name="T"/> may be.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context)
        where T : class => Parse<T>(await BytesAsync(context));

    /// <summary>As <see cref="ReadAsync{T}"/>, of a body that may be left out.</summary>
    public static async Task<T?> ReadOptionalAsync<T>(HttpContext context)
        where T : class => await BytesAsync(context) is var body && RequestBody.IsBlank(body) ? null : Parse<T>(body);

    /// <exception cref="RefusedException">It is larger than it may be.</exception>
    public static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpContext context) =>
        await RequestBody.ReadAsync(context.Request, context.RequestAborted)
        ?? throw new RefusedException(RequestBody.TooLarge, StatusCodes.Status413PayloadTooLarge);

    /// <inheritdoc cref="ReadAsync{T}"/>
    public static T Parse<T>(ReadOnlyMemory<byte> utf8)
        where T : class
    {
        using var document = ParseDocument(utf8);
        var type = (JsonTypeInfo<T>)ApiJson.Wire.GetTypeInfo(typeof(T))!;
        Check(document.RootElement, type);
        return document.RootElement.Deserialize(type)!;
    }

    /// <summary>Parses JSON whose names and strings can all be decoded.</summary>
    /// <exception cref="RefusedException">It is not, with line and column.</exception>
    public static JsonDocument ParseDocument(ReadOnlyMemory<byte> utf8) =>
        MalformedJson.Find(utf8.Span) is { } malformed ? throw new RefusedException(malformed) : JsonDocument.Parse(utf8);

    /// <param name="opaque">A type whose content is read elsewhere and not checked here.</param>
    /// <exception cref="RefusedException">The element is not what the type may be.</exception>
    public static void Check(JsonElement element, JsonTypeInfo type, Type? opaque = null)
    {
        if (new BodyCheck(opaque).Find(element, type, "$") is { } fault)
        {
            throw new RefusedException(fault);
        }
    }
}
