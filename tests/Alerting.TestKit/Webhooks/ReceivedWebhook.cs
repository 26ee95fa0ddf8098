using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Alerting.TestKit;

/// <summary>A webhook as it came.</summary>
public sealed record ReceivedWebhook(string Path, string Method, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    /// <summary>Unix seconds.</summary>
    public long Timestamp => long.Parse(Headers["webhook-timestamp"], CultureInfo.InvariantCulture);

    public string Signature => Headers["webhook-signature"];

    public JsonNode Json => JsonNode.Parse(Body)!;

    public static async Task<ReceivedWebhook> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return new ReceivedWebhook(
            request.Path,
            request.Method,
            request.Headers.ToDictionary(static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
    }
}
