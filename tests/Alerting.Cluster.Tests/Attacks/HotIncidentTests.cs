using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Faults;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>
/// A reporter tells of one incident over and over. Neither the upload nor a kill -9 after it takes the region away, or
/// anything from its neighbours.
/// </summary>
public sealed class HotIncidentTests(ITestOutputHelper output)
{
    // Generous: other test projects run on the same cores.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(AttackScale.Of(60, 120));

    [Theory]
    [InlineData("many sources", 10_000, 1_000_000)]
    [InlineData("one source", 20_000, 1_000_000)]
    [InlineData("many towns", 10_000, 100_000)]
    public async Task Reports_of_one_incident_leave_its_region_answering_also_after_a_kill(string attack, int usual, int full)
    {
        var count = AttackScale.Of(usual, full);
        await using var server = await AttackedServer.StartAsync();
        await using (var neighbour = new Neighbour(server))
        {
            await Wait.UntilAsync(() => neighbour.Count > 50, "the neighbour is warm");
            neighbour.Reset();
            var started = Stopwatch.GetTimestamp();
            var sent = await SendAsync(server, attack, count);
            var elapsed = Stopwatch.GetElapsedTime(started);
            output.WriteLine($"{attack}: {count} reports in {elapsed.TotalSeconds:0.0} s, {sent["accepted"]} accepted; {neighbour}");
            Assert.Equal(count, sent["accepted"]!.GetValue<int>());
            Assert.Empty(neighbour.Failures);
        }

        await server.KillAsync();
        server.Start();
        await server.ReadyAsync();
        await using var other = new Neighbour(server);
        var restarted = Stopwatch.GetTimestamp();
        await Wait.UntilAsync(
            async () => await server.StatusAsync("api/v1/regions/IQ-AN") == 200, "the region answers", () => server.LastWords, s_patience);
        output.WriteLine(
            $"the region answers {Stopwatch.GetElapsedTime(restarted).TotalSeconds:0.0} s after the process is ready; {other}; "
            + $"peak {server.PeakResidentBytes >> 20} MB");

        Assert.Empty(other.Failures);
        var incidents = await server.GetAsync("api/v1/regions/IQ-AN/incidents");
        var incident = Assert.Single(incidents["items"]!.AsArray())!;
        Assert.Equal(count, incident["reportsCount"]!.GetValue<int>());
        Assert.True(incident["reports"]!.AsArray().Count <= 100);
        var more = await server.SendAsync(HttpMethod.Post, "api/v1/reports", Report(attack, count), "application/x-ndjson");
        Assert.Equal(1, more["accepted"]!.GetValue<int>());
    }

    private static async Task<JsonNode> SendAsync(AttackedServer server, string attack, int count)
    {
        var body = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            body.Append(Report(attack, i)).Append('\n');
        }

        return await server.SendAsync(HttpMethod.Post, "api/v1/reports", body.ToString(), "application/x-ndjson");
    }

    private static string Report(string attack, int i)
    {
        var (source, town) = attack switch
        {
            "many sources" => ($"source-{i}", ""),
            "one source" => ("wire-a", ""),
            _ => ($"source-{i}", $"\"town\":\"Town {i}\","),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"reportId":"r{{i}}","source":"{{source}}","region":"IQ-AN",{{town}}"kind":"armed-assault","incidentId":"one","occurredAt":"{{s_occurredAt:yyyy-MM-ddTHH:mm:ssZ}}"}""");
    }

    private static readonly DateTimeOffset s_occurredAt = TimeProvider.System.GetUtcNow().AddHours(-1);
}
