using System.Collections.Concurrent;
using Alerting.Alerts;
using Xunit;

namespace Alerting.Client.Tests;

/// <summary>The live feed over a server that is killed.</summary>
public sealed class FeedTests
{
    private const int Reports = 30;

    [Fact]
    public async Task A_feed_goes_on_after_a_kill_and_a_restart_and_neither_loses_nor_repeats()
    {
        await using var server = await LiveServer.StartAsync();
        await server.Api.Thresholds.PutAsync("each", Bodies.Threshold("SE-AB"));
        var (told, feed, end, broken, _) = Follow(server, new AlertFilter { After = 0 });

        await PostAsync(server, 0);
        await server.Until(() => Task.FromResult(!told.IsEmpty), "something is told");
        await server.KillAsync();
        await Wait.UntilAsync(() => !broken.IsEmpty, "the break is noticed");
        await server.RestartAsync();
        await PostAsync(server, Reports);

        await server.Until(() => Task.FromResult(told.Count(IsOwn) >= 2 * Reports), "all is told");
        await EndAsync(feed, end);
        Assert.Equal(Enumerable.Range(1, told.Count).Select(static seq => (long)seq), told.Select(static alert => alert.Seq));
        Assert.Equal(Enumerable.Range(1, 2 * Reports), told.Where(IsOwn).Select(static alert => alert.Revision));
    }

    [Fact]
    public async Task A_feed_from_now_on_misses_nothing_when_its_first_connection_brings_nothing()
    {
        await using var server = await LiveServer.StartAsync();
        await server.Api.Thresholds.PutAsync("each", Bodies.Threshold("SE-AB"));
        await server.Api.Reports.PostAsync(Bodies.Report("SE-AB", 0));
        var (told, feed, end, broken, connected) = Follow(server, new AlertFilter());
        await server.Until(() => Task.FromResult(!connected.IsEmpty), "the feed is connected");

        await server.KillAsync();
        await Wait.UntilAsync(() => !broken.IsEmpty, "the break is noticed");
        await server.RestartAsync();
        await server.Api.Reports.PostAsync(Bodies.Report("SE-AB", 1));

        await server.Until(() => Task.FromResult(!told.IsEmpty), "the next revision is told");
        await EndAsync(feed, end);
        Assert.Equal(connected.First() + 1, told.First().Seq);
    }

    [Fact]
    public async Task A_key_that_opens_nothing_ends_a_feed()
    {
        await using var server = await LiveServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Url };
        var refused = await Assert.ThrowsAsync<ProblemException>(async () =>
        {
            await foreach (var _ in new AlertingClient(http).Alerts.FollowAsync(cancellationToken: TestContext.Current.CancellationToken))
            {
            }
        });
        Assert.Equal("unauthorized", refused.Type);
    }

    private static FollowedFeed Follow(LiveServer server, AlertFilter filter)
    {
        var told = new ConcurrentQueue<Alert>();
        var broken = new ConcurrentQueue<Exception>();
        var end = new CancellationTokenSource();
        var connected = new ConcurrentQueue<long>();
        var options = new FeedOptions
        {
            MinWait = TimeSpan.FromMilliseconds(50),
            MaxWait = TimeSpan.FromSeconds(1),
            OnBroken = broken.Enqueue,
            OnConnected = connected.Enqueue,
        };
        var client = server.Api;
        return new FollowedFeed(told, Task.Run(RunAsync), end, broken, connected);

        async Task RunAsync()
        {
            await foreach (var alert in client.Alerts.FollowAsync(filter, options, end.Token))
            {
                told.Enqueue(alert);
            }
        }
    }

    private static async Task EndAsync(Task feed, CancellationTokenSource end)
    {
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => feed);
        end.Dispose();
    }

    private static async Task PostAsync(LiveServer server, int first)
    {
        for (var number = first; number < first + Reports; number++)
        {
            await server.Api.Reports.PostAsync(Bodies.Report("SE-AB", number));
        }
    }

    /// <summary>Whether it is of the threshold of these tests, which has one revision a report; there are others.</summary>
    private static bool IsOwn(Alert alert) => alert.Threshold.Id == "each";

    private sealed record FollowedFeed(
        ConcurrentQueue<Alert> Told, Task Feed, CancellationTokenSource End, ConcurrentQueue<Exception> Broken,
            ConcurrentQueue<long> Connected);
}
