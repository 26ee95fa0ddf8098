using System.Diagnostics;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Faults;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>The disk of the store runs full under the server, and has room again.</summary>
public sealed class FullStoreTests(ITestOutputHelper output)
{
    private const int DiskMegabytes = 24;
    private const int Region = 40;

    [Fact]
    public async Task A_full_disk_is_said_once_reads_go_on_and_so_does_everything_when_there_is_room_again()
    {
        await using var server = await AttackedServer.StartAsync();
        await server.KillAsync();
        await using var disk = await SmallDisk.MountAsync(server.DataDirectory, DiskMegabytes);
        server.Start();
        await server.ReadyAsync();
        for (var number = 0; number < Region; number++)
        {
            await ReportAsync(server, number);
        }

        var spaceLeft = disk.Fill();
        await Wait.UntilAsync(async () => await RefusedAsync(server), "a report is refused", () => server.LastWords);

        Assert.Equal(503, await server.StatusAsync("healthz/ready"));
        var ready = await ReadinessAsync(server);
        Assert.Equal("not ready", (string?)ready["status"]);
        Assert.Contains("full", (string?)ready["reasons"]![0], StringComparison.Ordinal);
        // Each is tried again for some seconds before it is refused.
        var refused = Enumerable.Range(0, AttackScale.Of(30, 300)).Select(_ => RefusedAsync(server)).ToArray();
        var slowest = TimeSpan.Zero;
        for (var number = 0; number < AttackScale.Of(30, 300) || !refused.All(static r => r.IsCompleted); number++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(200, await server.StatusAsync("api/v1/regions/FR-75C"));
            Assert.Equal(200, await server.StatusAsync("api/v1/regions"));
            Assert.Equal(200, await server.StatusAsync("api/v1/alerts"));
            var took = Stopwatch.GetElapsedTime(started);
            slowest = took > slowest ? took : slowest;
        }

        var refusals = (await Task.WhenAll(refused)).Count(static isRefused => isRefused);
        var said = server.LastWords;
        output.WriteLine(
            $"{spaceLeft} bytes were left; {refusals} refusals; slowest three reads {slowest.TotalMilliseconds:F0} ms; the "
            + $"server has said {said.Length} characters:\n{said}");
        Assert.True(refusals > 0);
        Assert.InRange(said.Length, 1, 20_000);
        Assert.DoesNotContain(said.Split('\n'), static line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal));

        // Not once for each refusal; a small write may still find room between two that do not.
        Assert.InRange(said.Split('\n').Count(static line => line.Contains("Nothing can be stored", StringComparison.Ordinal)), 1, 5);

        disk.Free();
        await Wait.UntilAsync(
            async () => await server.StatusAsync("healthz/ready") == 200, "the server is ready again", () => server.LastWords);
        await Wait.UntilAsync(async () => !await RefusedAsync(server), "a report is taken again", () => server.LastWords);
        await server.KillAsync();
        await disk.DisposeAsync();
    }

    private static async Task<JsonNode> ReadinessAsync(AttackedServer server)
    {
        using var response = await server.Client.GetAsync(new Uri(server.Url, "healthz/ready"));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static async Task<bool> RefusedAsync(AttackedServer server)
    {
        try
        {
            await ReportAsync(server, Random.Shared.Next());
            return false;
        }
        catch (HttpRequestException exception)
        {
            Assert.Contains("store-unavailable", exception.Message, StringComparison.Ordinal);
            return true;
        }
    }

    private static Task<JsonNode> ReportAsync(AttackedServer server, int number) => server.SendAsync(HttpMethod.Post, "api/v1/reports", $$"""
        {"source":"wire-{{number}}","region":"FR-75C","kind":"protest","occurredAt":"{{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}}"}
        """);
}
