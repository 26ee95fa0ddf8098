using System.Net;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Client.Tests;

/// <summary>How long a feed waits for a server that does not answer.</summary>
public sealed class BackOffTests
{
    [Fact]
    public async Task Waits_grow_up_to_a_limit_and_a_server_that_asks_for_more_is_given_more()
    {
        var clock = new FakeTimeProvider();
        var waits = new List<TimeSpan>();
        var last = clock.GetTimestamp();
        var breaks = 0;
        using var handler = new Refusing(() =>
        {
            waits.Add(clock.GetElapsedTime(last));
            last = clock.GetTimestamp();

            // The tenth time the server says how long it wants to be left alone.
            return waits.Count == 10 ? TimeSpan.FromSeconds(90) : null;
        });
        using var http = new HttpClient(handler) { BaseAddress = new Uri("http://server/") };
        using var end = new CancellationTokenSource();
        var options = new FeedOptions { MinWait = TimeSpan.FromSeconds(1), MaxWait = TimeSpan.FromSeconds(30), Clock = clock,
            OnBroken = _ => breaks++ };
        var feed = Task.Run(async () =>
        {
            await foreach (var _ in new AlertingClient(http).Alerts.FollowAsync(null, options, end.Token))
            {
            }
        });

        while (waits.Count < 11)
        {
            // Whether it waits already does not matter: time goes on in steps that are small beside all waits.
            clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => feed);
        Assert.True(breaks >= 10, $"{breaks} breaks");
        Assert.InRange(waits[1], TimeSpan.FromSeconds(0.7), TimeSpan.FromSeconds(20));
        Assert.All(waits[1..10], static wait => Assert.True(wait >= TimeSpan.FromSeconds(0.7), $"{wait}"));
        Assert.True(waits[9] >= TimeSpan.FromSeconds(22), $"{waits[9]}");
        Assert.True(waits[10] >= TimeSpan.FromSeconds(90), $"{waits[10]}");
    }

    private sealed class Refusing(Func<TimeSpan?> called) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new ByteArrayContent([]) };
            if (called() is { } wait)
            {
                answer.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(wait);
            }

            return Task.FromResult(answer);
        }
    }
}
