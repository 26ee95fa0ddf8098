using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>What the tests tell a server.</summary>
internal static class Facts
{
    /// <summary>Two towns hit within an hour, in any region of Iraq.</summary>
    public const string TwoTowns =
        """
        {"scope":{"regions":["IQ"],"depth":"leaf"},"measure":"towns","window":"PT1H","atLeast":2,"severity":"severe","name":"Two towns hit"}
        """;

    /// <summary>Where the headquarters are told of everything.</summary>
    public static string Subscription(string url, bool enabled = true) => new JsonObject
    {
        ["name"] = "Headquarters",
        ["enabled"] = enabled,
        ["channel"] = new JsonObject { ["url"] = url, ["secret"] = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3" },
    }.ToJsonString();

    /// <summary>Two contacts, and a schedule of nights in which they take turns of a week.</summary>
    public static async Task OnCallAsync(RunningServer server, string url)
    {
        foreach (var name in new[] { "Ann", "Bob" })
        {
            await server.SendAsync(HttpMethod.Put, $"api/v1/contacts/{name.ToLowerInvariant()}", new JsonObject
            {
                ["name"] = name,
                ["channels"] = new JsonArray(new JsonObject { ["url"] = url, ["secret"] = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3" }),
            }.ToJsonString());
        }

        await server.SendAsync(
            HttpMethod.Put, "api/v1/schedules/night",
            $$"""
            {
              "timeZone": "Asia/Baghdad",
              "layers": [
                {
                  "contacts": ["ann", "bob"], "startsAt": "{{TimeProvider.System.GetUtcNow().AddDays(-1):O}}", "shift": "P1W",
                  "between": "20:00-08:00"
                }
              ]
            }
            """);
    }

    /// <summary>Who is on call at night is called of all alerts at once, after 5 minutes Bob.</summary>
    public static Task PolicyAsync(RunningServer server) => server.SendAsync(
        HttpMethod.Put, "api/v1/policies/chiefs",
        """
        {
          "repeat": 1,
          "steps": [{ "after": "PT0S", "notify": ["schedule:night", "contact:ann"] }, { "after": "PT5M", "notify": ["contact:bob"] }]
        }
        """);

    /// <param name="at">Latitude and longitude; null: not stated.</param>
    public static Task<JsonNode> ReportAsync(
        RunningServer server, string town, string region = "IQ-AN", (double Lat, double Lon)? at = null, int revision = 1,
        int killed = 4) => server.SendAsync(
        HttpMethod.Post, "api/v1/reports",
        new JsonObject
        {
            ["reportId"] = town,
            ["revision"] = revision,
            ["location"] = at is { } place ? new JsonObject { ["lat"] = place.Lat, ["lon"] = place.Lon } : null,
            ["source"] = "wire-a",
            ["region"] = region,
            ["town"] = town,
            ["kind"] = "armed-assault",
            ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("O"),
            ["killed"] = killed,
            ["wounded"] = 9,
            ["grade"] = "B2",
            ["summary"] = $"Gunmen in vehicles attacked a checkpoint at the edge of {town}.",
            ["url"] = $"https://example.org/{Uri.EscapeDataString(town)}",
        }.ToJsonString());

    /// <summary>An incident of each of some regions, in one request.</summary>
    /// <param name="id">With which the ids of the reports begin.</param>
    public static async Task ReportAsync(RunningServer server, IEnumerable<string> regions, string id)
    {
        var at = TimeProvider.System.GetUtcNow().ToString("O");
        var lines = new StringBuilder();
        foreach (var code in regions)
        {
            lines.AppendLine(new JsonObject
            {
                ["reportId"] = $"{id}-{code}",
                ["source"] = "wire-a",
                ["region"] = code,
                ["town"] = $"{id} town",
                ["kind"] = "armed-assault",
                ["occurredAt"] = at,
                ["killed"] = 1,
            }.ToJsonString());
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "api/v1/reports"))
        {
            Content = new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson"),
        };
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
