using System.Diagnostics;
using System.Net.Sockets;
using Alerting.Cluster.Tests.Faults;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>A process that may open few files and sockets, and callers who want more of them than it has.</summary>
public sealed class DescriptorsTests(ITestOutputHelper output)
{
    private const int Limit = 512;
    private const int Feeds = 700;
    private const int Stormers = 12;
    private const int Wave = 64;
    private static readonly TimeSpan s_storm = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Too_many_connections_are_refused_and_the_first_delivery_is_made_all_the_same()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/prlimit"), "prlimit(1) is not there.");
        await using var server = await AttackedServer.StartUnderAsync(["/usr/bin/prlimit", $"--nofile={Limit}:{Limit}"]);
        Assert.Contains($"may open {Limit} files and sockets", server.LastWords, StringComparison.Ordinal);
        await using var receiver = new Receiver(answers: true);
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/any", Hooks.Threshold);
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/desk", Hooks.Subscription(receiver.Url));
        await using var neighbour = new Neighbour(server);
        await Wait.UntilAsync(() => neighbour.Count > 20, "the neighbour has warmed up");

        var feeds = new List<RawConnection>();
        try
        {
            for (var i = 0; i < Feeds; i++)
            {
                try
                {
                    var feed = await RawConnection.OpenAsync(server.Url);
                    feeds.Add(feed);
                    await feed.SendAsync($"GET /api/v1/alerts/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Key}\r\n\r\n");
                }
                catch (Exception exception) when (exception is IOException or SocketException)
                {
                    // Refused: closed as soon as it was opened.
                }
            }

            // The first alert, and with it the first delivery, while all connections are taken.
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", Hooks.Report("IQ-AN", "Ramadi"));
            await Wait.UntilAsync(() => receiver.Accepted > 0 || server.Process.HasExited, "the delivery is made", () => server.LastWords);
            Assert.False(server.Process.HasExited, server.LastWords);
            await Wait.UntilAsync(
                async () =>
                    (await server.GetAsync("api/v1/subscriptions/desk/deliveries"))["items"]!.AsArray() is [{ } delivery]
                        && delivery["status"]!.GetValue<string>() == "delivered",
                "it is recorded as delivered");
            output.WriteLine($"{Feeds} feeds under a limit of {Limit}: {server.OpenFiles} descriptors; {neighbour}");
            Assert.InRange(server.OpenFiles, 0, Limit - 16);
            Assert.Empty(neighbour.Failures);
        }
        finally
        {
            feeds.ForEach(static feed => feed.Dispose());
        }

        await IsTakenAgainAsync(server);
    }

    [Fact]
    public async Task A_storm_that_leaves_no_descriptor_for_seconds_ends_nothing()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/prlimit"), "prlimit(1) is not there.");
        await using var server = await AttackedServer.StartUnderAsync(["/usr/bin/prlimit", $"--nofile={Limit}:{Limit}"]);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Stormers).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started) < s_storm)
            {
                await Task.WhenAll(Enumerable.Range(0, Wave).Select(_ => AskForFeedAsync(server)));
            }
        }));

        Assert.False(server.Process.HasExited, server.LastWords);
        await IsTakenAgainAsync(server);
        Assert.DoesNotContain("BackgroundService failed", server.LastWords, StringComparison.Ordinal);
        Assert.DoesNotContain("unhandled exception", server.LastWords, StringComparison.Ordinal);
    }

    /// <summary>Comes, asks and goes.</summary>
    private static async Task AskForFeedAsync(AttackedServer server)
    {
        try
        {
            using var feed = await RawConnection.OpenAsync(server.Url);
            await feed.SendAsync($"GET /api/v1/alerts/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Key}\r\n\r\n");
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Refused.
        }
    }

    private static async Task IsTakenAgainAsync(AttackedServer server)
    {
        using var stranger = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    using var response = await stranger.GetAsync(new Uri(server.Url, "healthz/ready"));
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "connections are taken again");
    }
}
