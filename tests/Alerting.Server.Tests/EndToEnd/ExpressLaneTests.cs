using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>
/// A report that takes the short way to its endpoint is answered as on the whole way, which naming a media type makes it take.
/// </summary>
public sealed partial class ExpressLaneTests(SharedServer server) : IClassFixture<SharedServer>
{
    private static readonly DateTimeOffset s_at = TimeProvider.System.GetUtcNow().AddMinutes(-5);

    public static TheoryData<string, string, string> Requests => new()
    {
        { "accepted", "reporter", Report("IQ-AN") },
        { "of many", "reporter", $"[{Report("IQ-AN")},{Report("XX-YY")}]" },
        { "of no region", "reporter", Report("XX-YY") },
        { "no JSON", "reporter", "{" },
        { "an empty body", "reporter", "" },
        { "an unknown member", "reporter", """{"reportid":"1"}""" },
        { "another role", "dashboard", Report("IQ-AN") },
        { "a region outside the limits", "limited", Report("IQ-BG") },
        { "a region within the limits", "limited", Report("IQ-AN") },
        { "a key that nobody has", "none", Report("IQ-AN") },
        { "a key that was revoked", "revoked", Report("IQ-AN") },
        { "more than a body may have", "reporter", "[" + new string(' ', 8 << 20) + "]" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_answer_is_that_of_the_whole_way(string what, string caller, string body)
    {
        var key = await KeyAsync(caller);
        var id = Guid.NewGuid().ToString("N");

        // The first request with a key goes the whole way, since nobody knows the key yet.
        await PostAsync(key, body.Replace("{id}", "a-" + id, StringComparison.Ordinal), "application/json");
        var express = await PostAsync(key, body.Replace("{id}", "b-" + id, StringComparison.Ordinal), null);
        var whole = await PostAsync(key, body.Replace("{id}", "c-" + id, StringComparison.Ordinal), "application/json");
        Assert.Equal(Shape(whole), Shape(express));
        Assert.Equal(what is "accepted" or "of many" or "a region within the limits", whole.Contains(" 200 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_is_revoked_opens_nothing_any_more()
    {
        var (id, key) = await server.Process.KeyAsync("reporter");
        for (var i = 0; i < 3; i++)
        {
            Assert.Contains(" 200 ", await PostAsync(key, Report("IQ-AN").Replace("{id}", $"{id}-{i}", StringComparison.Ordinal), null),
                StringComparison.Ordinal);
        }

        await server.Process.SendAsync(HttpMethod.Delete, $"api/v1/keys/{id}", "", expected: HttpStatusCode.OK);
        Assert.Contains(" 401 ", await PostAsync(key, Report("IQ-AN").Replace("{id}", $"{id}-3", StringComparison.Ordinal), null),
            StringComparison.Ordinal);
    }

    private static string Report(string region) => Facts.Report("{id}", region, "Ramadi", s_at);

    private async Task<string> KeyAsync(string caller)
    {
        if (caller == "none")
        {
            return Alerting.Grains.Access.Secret.NewKey();
        }

        var (id, key) = await server.Process.KeyAsync(caller == "dashboard" ? caller : "reporter", caller == "limited" ? "IQ-AN" : "");
        if (caller == "revoked")
        {
            await PostAsync(key, "[]", null);
            await server.Process.SendAsync(HttpMethod.Delete, $"api/v1/keys/{id}", "", expected: HttpStatusCode.OK);
        }

        return key;
    }

    /// <summary>Status, headers and body of the answer.</summary>
    private async Task<string> PostAsync(string key, string body, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Process.Url, "api/v1/reports"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        using var response = await server.Process.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var headers = response.Headers
            .Where(static header => header.Key != "Date")
            .OrderBy(static header => header.Key, StringComparer.Ordinal)
            .Concat(response.Content.Headers.Where(static header => header.Key != "Content-Length"));
        return $"HTTP {(int)response.StatusCode} {string.Join('\n', headers.Select(static h => $"{h.Key}: {string.Join(',', h.Value)}"))}\n"
            + await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Without what every request has of its own.</summary>
    private static string Shape(string answer) => Own().Replace(answer, "*");

    [GeneratedRegex("""[abc]-[0-9a-f]{32}|(?<="traceId":")[^"]*""")]
    private static partial Regex Own();
}
