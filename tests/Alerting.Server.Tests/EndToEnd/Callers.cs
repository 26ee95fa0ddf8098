using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Keys of a server, and requests with them.</summary>
internal static class Callers
{
    /// <summary>Creates a key; its id and the key itself.</summary>
    /// <param name="server">Whose admin key makes it.</param>
    public static async Task<(string Id, string Key)> KeyAsync(
        this RunningServer server, string role, string regions = "", DateTimeOffset? expiresAt = null)
    {
        var body = new JsonObject
        {
            ["name"] = $"{role} of {regions}",
            ["roles"] = new JsonArray(role),
            ["regions"] = new JsonArray([.. regions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => JsonValue.Create(r))]),
            ["expiresAt"] = expiresAt?.ToString("O"),
        };
        var made = await server.SendAsync(HttpMethod.Post, "api/v1/keys", body.ToJsonString(), expected: HttpStatusCode.Created);
        return (made["id"]!.GetValue<string>(), made["key"]!.GetValue<string>());
    }

    /// <summary>Status and body of a request with a key; null: without any.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(
        this RunningServer server, string? key, HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(server.Url, path));
        request.Headers.Authorization = new AuthenticationHeaderValue(key is null ? "None" : "Bearer", key ?? "none");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        using var response = await server.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, JsonNode.Parse(text.StartsWith('{') ? text : "{}")!);
    }

    public static Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(this RunningServer server, string? key, string path) =>
        server.AskAsync(key, HttpMethod.Get, path);
}
