using Alerting.Grains.Logs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Logs;

public sealed class LogFollowerTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Consumer _consumer = new();

    [Fact]
    public Task Hands_over_all_there_is_and_rests_until_there_is_more() => LogParts.OnOneScheduler(async () =>
    {
        var follower = Follower(cursor: 2);
        _consumer.Head = 5;
        follower.Start();
        await follower.AtRestAsync();
        Assert.Equal([3L, 4L, 5L], _consumer.Taken);
        Assert.Equal((5L, 5L), (follower.Cursor, _consumer.Acknowledged));

        _consumer.Head = 6;
        follower.Start();
        await follower.AtRestAsync();
        Assert.Equal(6, follower.Cursor);
    });

    [Fact]
    public Task Goes_on_from_where_the_consumer_says_after_it_could_be_asked() => LogParts.OnOneScheduler(async () =>
    {
        _consumer.Head = 5;
        _consumer.Known = 3;
        _consumer.Failures = 2;
        var follower = Follower();
        follower.Start();
        await UntilAsync(() => follower.AtRestAsync().IsCompleted);
        Assert.Equal([4L, 5L], _consumer.Taken);
        Assert.Equal(3, _consumer.Asked);
    });

    [Fact]
    public Task What_fails_is_handed_over_again_after_pauses_that_double() => LogParts.OnOneScheduler(async () =>
    {
        _consumer.Head = 1;
        var follower = Follower();
        follower.Start();
        await follower.AtRestAsync();

        _consumer.Head = 2;
        _consumer.Failures = 3;
        var started = _clock.GetUtcNow();
        follower.Start();
        await UntilAsync(() => follower.AtRestAsync().IsCompleted);
        Assert.Equal([1L, 2L], _consumer.Taken);
        Assert.InRange(_clock.GetUtcNow() - started, TimeSpan.FromMilliseconds(700), TimeSpan.FromSeconds(2));
    });

    [Fact]
    public Task However_often_it_fails_no_pause_is_longer_than_ten_seconds() => LogParts.OnOneScheduler(async () =>
    {
        _consumer.Head = 1;
        _consumer.Failures = 1_100;
        var follower = Follower();
        var started = _clock.GetUtcNow();
        follower.Start();
        while (!follower.AtRestAsync().IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal([1L], _consumer.Taken);
        Assert.Equal(1_101, _consumer.Asked);
        Assert.True(_clock.GetUtcNow() - started < TimeSpan.FromHours(6), "it repeats as long as it takes");
    });

    [Fact]
    public Task A_consumer_that_takes_no_more_is_left_alone_until_the_next_start() => LogParts.OnOneScheduler(async () =>
    {
        _consumer.Head = 5;
        _consumer.Room = 2;
        var follower = Follower();
        follower.Start();
        await follower.AtRestAsync();
        Assert.Equal(2, follower.Cursor);

        _consumer.Room = 9;
        follower.Start();
        await follower.AtRestAsync();
        Assert.Equal(5, follower.Cursor);
    });

    [Fact]
    public Task A_consumer_that_went_back_gets_it_again() => LogParts.OnOneScheduler(async () =>
    {
        _consumer.Head = 3;
        var follower = Follower();
        follower.Start();
        await follower.AtRestAsync();
        follower.MoveTo(1);
        await follower.AtRestAsync();
        Assert.Equal([1L, 2L, 3L, 2L, 3L], _consumer.Taken);
    });

    [Fact]
    public Task Ends_with_its_activation_while_it_waits_to_repeat() => LogParts.OnOneScheduler(async () =>
    {
        using var stopping = new CancellationTokenSource();
        _consumer.Head = 1;
        _consumer.Failures = int.MaxValue;
        var follower = new LogFollower<List<long>>("log", _consumer, new Backoff(_clock), NullLogger.Instance, stopping.Token);
        follower.Start();
        await Wait.UntilAsync(() => _consumer.Asked > 0, "a failure");
        await stopping.CancelAsync();
        await follower.AtRestAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        Assert.Empty(_consumer.Taken);
    });

    private LogFollower<List<long>> Follower(long cursor = 0) =>
        new("log", _consumer, new Backoff(_clock), NullLogger.Instance, CancellationToken.None, cursor);

    private Task UntilAsync(Func<bool> condition) => Wait.UntilAsync(
        () =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            return condition();
        },
        "the follower rests");

    /// <summary>Takes the numbers up to its head, two at a time, as far as it has room.</summary>
    private sealed class Consumer : ILogHandler<List<long>>
    {
        public long Head { get; set; }

        public long? Known { get; set; }

        public long Room { get; set; } = long.MaxValue;

        public int Failures { get; set; }

        public int Asked { get; private set; }

        public List<long> Taken { get; } = [];

        public long Acknowledged { get; private set; }

        string ILogHandler<List<long>>.Consumer => "a test";

        public ValueTask<long> CatchUpAsync(long cursor)
        {
            Asked++;
            ThrowIfAskedTo();
            return ValueTask.FromResult(Known ?? cursor);
        }

        public ValueTask<List<long>?> ReadAsync(long cursor)
        {
            List<long> news = [.. Enumerable.Range(1, 2).Select(next => cursor + next).Where(next => next <= Head)];
            return new(news.Count > 0 ? news : null);
        }

        public async Task<long> HandOverAsync(List<long> news)
        {
            await Task.Yield();
            ThrowIfAskedTo();
            var taken = news.Where(number => number <= Room).ToList();
            Taken.AddRange(taken);
            return taken.Count > 0 ? taken[^1] : news[0] - 1;
        }

        void ILogHandler<List<long>>.Acknowledged(long cursor) => Acknowledged = cursor;

        private void ThrowIfAskedTo()
        {
            if (Failures > 0)
            {
                Failures--;
                throw new InvalidOperationException("Not now.");
            }
        }
    }
}
