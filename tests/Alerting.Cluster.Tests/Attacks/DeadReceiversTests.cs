using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Faults;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Many subscriptions lead to a receiver that accepts connections and never answers.</summary>
public sealed class DeadReceiversTests(ITestOutputHelper output)
{
    private const int PerHost = 8;

    [Fact]
    public async Task Cost_a_few_connections_and_nobody_else_a_delivery()
    {
        var count = AttackScale.Of(300, 10_000);
        await using var server = await AttackedServer.StartAsync(
            ("Alerting__Webhooks__Timeout", "00:00:00.250"),
            ("Alerting__Limits__Subscriptions", "20000"));
        await using var dead = new Receiver(answers: false);
        await using var alive = new Receiver(answers: true);
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/any", Hooks.Threshold);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, _) => await server.SendAsync(HttpMethod.Put, $"api/v1/subscriptions/dead-{i}", Hooks.Subscription(dead.Url)));
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/alive", Hooks.Subscription(alive.Url));
        var before = (Files: server.OpenFiles, Memory: server.ResidentBytes);
        await using var neighbour = new Neighbour(server);
        await Wait.UntilAsync(() => neighbour.Count > 20, "the neighbour has warmed up");
        neighbour.Reset();

        for (var i = 0; i < 5; i++)
        {
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", Hooks.Report("IQ-AN", $"Town {i}"));
        }

        var files = 0;
        await Wait.UntilAsync(
            () =>
            {
                files = Math.Max(files, server.OpenFiles);
                return dead.Accepted >= PerHost && alive.Accepted > 0;
            },
            "the receiver that answers has got its alert");

        // Each of those that wait has its turn, the last of them as well.
        foreach (var i in new[] { 0, count / 2, count - 1 })
        {
            await Wait.UntilAsync(
                async () =>
                {
                    files = Math.Max(files, server.OpenFiles);
                    return (await FirstDeliveryAsync(server, $"dead-{i}"))?["attempts"]!.GetValue<int>() > 0;
                },
                $"subscription {i} has had its turn",
                patience: TimeSpan.FromSeconds(60 + (count / 10)));
            Assert.StartsWith(
                "no answer within", (await FirstDeliveryAsync(server, $"dead-{i}"))!["lastError"]!.GetValue<string>(),
                StringComparison.Ordinal);
        }

        output.WriteLine($"{count} subscriptions: {before.Files} descriptors before, at most {files} after; {dead.MaxOpen} "
            + $"connections at one time of {dead.Accepted}; "
            + $"{before.Memory >> 20} MB before, {server.ResidentBytes >> 20} MB after");
        output.WriteLine(neighbour.ToString());
        Assert.False(server.Process.HasExited, server.LastWords);

        // One that is given up may be seen as open here for a moment after its successor is.
        Assert.InRange(dead.MaxOpen, 1, 3 * PerHost);
        Assert.InRange(files, 0, before.Files + 100);
        Assert.Empty(neighbour.Failures);
        Assert.InRange(neighbour.Percentile(0.5), 0, 500);
    }

    private static async Task<JsonNode?> FirstDeliveryAsync(AttackedServer server, string subscription) =>
        (await server.GetAsync($"api/v1/subscriptions/{subscription}/deliveries?limit=1"))["items"]!.AsArray().FirstOrDefault();
}
