using System.Net;
using Xunit;

namespace Alerting.Client.Tests;

/// <summary>How long a feed waits for a server that does not answer.</summary>
public sealed class BackOffTests
{
    [Fact]
    public async Task Waits_grow_up_to_a_limit_and_a_server_that_asks_for_more_is_given_more()
    {
        var clock = new ImpatientClock();
        var calls = 0;
        using var end = new CancellationTokenSource();

        // The tenth time the server says how long it wants to be left alone.
        using var handler = new Refusing(() => Interlocked.Increment(ref calls) == 10 ? TimeSpan.FromSeconds(90) : null);
        using var http = new HttpClient(handler) { BaseAddress = new Uri("http://server/") };
        var options = new FeedOptions
        {
            MinWait = TimeSpan.FromSeconds(1),
            MaxWait = TimeSpan.FromSeconds(30),
            MaxSilence = ImpatientClock.Silence,
            Clock = clock,
            OnBroken = _ =>
            {
                if (calls > 11)
                {
                    end.Cancel();
                }
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in new AlertingClient(http).Alerts.FollowAsync(null, options, end.Token))
            {
            }
        });

        for (var wait = 0; wait < 9; wait++)
        {
            var most = Math.Min(30, 1 << wait);
            Assert.InRange(clock.Waits[wait], TimeSpan.FromSeconds(most * 0.75), TimeSpan.FromSeconds(most));
        }

        Assert.Equal(TimeSpan.FromSeconds(90), clock.Waits[9]);
    }

    /// <summary>Notes every wait and ends it at once; the watch over silence apart, which never ends.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public static readonly TimeSpan Silence = TimeSpan.FromHours(1);

        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Silence)
            {
                Waits.Add(dueTime);
                dueTime = TimeSpan.Zero;
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
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
