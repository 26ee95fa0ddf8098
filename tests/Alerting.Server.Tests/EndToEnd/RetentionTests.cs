using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>A ledger that is kept for two seconds.</summary>
public sealed class RetentionTests
{
    private const int Revisions = 40;

    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(8);

    private int _towns;

    [Fact]
    public async Task Who_reads_on_behind_what_is_left_is_told_so()
    {
        await using var server = await ServerProcess.StartAsync(("Alerting__LedgerRetention", "PT2S"));
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H"));

        // Reads the ledger as others do, and is told of nothing in it: what it has read it does not need.
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/desk", Subscription, expected: HttpStatusCode.Created);
        for (var revision = 0; revision < Revisions; revision++)
        {
            await ReportAsync(server);
        }

        var reported = TimeProvider.System.GetTimestamp();
        await server.Until(
            async () =>
            {
                // What is old goes after a snapshot, which is taken when something has changed and it is quiet again.
                if (TimeProvider.System.GetElapsedTime(reported) > s_quiet)
                {
                    await ReportAsync(server);
                    reported = TimeProvider.System.GetTimestamp();
                }

                using var list = await server.Client.GetAsync(new Uri(server.Url, "api/v1/alerts?after=1"));
                return list.StatusCode == HttpStatusCode.Gone;
            },
            "the first revisions are forgotten");

        var first = await FirstOfAsync(server, HttpMethod.Get, "api/v1/alerts?after=1");
        Assert.InRange(await FirstOfAsync(server, HttpMethod.Get, "api/v1/alerts/stream?after=1"), first, long.MaxValue);
        Assert.InRange(await FirstOfAsync(server, HttpMethod.Get, "api/v1/alerts/stream", "1"), first, long.MaxValue);
        Assert.InRange(await FirstOfAsync(server, HttpMethod.Post, "api/v1/subscriptions/desk/replay?fromSeq=1"), first, long.MaxValue);
        Assert.InRange(await FirstOfAsync(server, HttpMethod.Get, "api/v1/alerts/IQ-AN.two-towns.1/revisions?after=1"), 2, long.MaxValue);

        // The alert is open, and the list begins with what there is.
        var alerts = (await server.GetAsync("api/v1/alerts"))["items"]!.AsArray();
        Assert.Contains(alerts, static alert => (string?)alert!["alertId"] == "IQ-AN.two-towns.1");
        var revisions = (await server.GetAsync("api/v1/alerts/IQ-AN.two-towns.1/revisions"))["items"]!.AsArray();
        Assert.InRange((int)revisions[0]!["revision"]!, 2, int.MaxValue);
    }

    private static string Subscription { get; } = new JsonObject
    {
        ["thresholds"] = new JsonArray("two-towns"),
        ["minSeverity"] = "critical",
        ["channel"] = new JsonObject
        {
            ["type"] = "webhook",
            ["url"] = "http://127.0.0.1:9/hook",
            ["secret"] = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        },
    }.ToJsonString();

    private Task<JsonNode> ReportAsync(ServerProcess server)
    {
        var town = $"Town {_towns++}";
        return server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report(town, "IQ-AN", town, TimeProvider.System.GetUtcNow()));
    }

    /// <summary>The first seq that is left, as a 410 tells it.</summary>
    private static async Task<long> FirstOfAsync(ServerProcess server, HttpMethod method, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(server.Url, path));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("trimmed", (string?)problem["type"]);
        var first = (long)problem["first"]!;
        Assert.InRange(first, 2, long.MaxValue);
        return first;
    }
}
