using Alerting.Server.Regions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Server.Tests.Regions;

public sealed class SharedReadTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly List<TaskCompletionSource<int>> _reads = [];
    private readonly SharedRead<int> _shared;

    public SharedReadTests() => _shared = new SharedRead<int>(
        () =>
        {
            var read = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_reads)
            {
                _reads.Add(read);
            }

            return read.Task;
        },
        TimeSpan.FromMilliseconds(100), _clock);

    private int Began
    {
        get
        {
            lock (_reads)
            {
                return _reads.Count;
            }
        }
    }

    [Fact]
    public async Task Everybody_is_answered_by_a_read_that_began_after_they_asked_and_one_runs_at_a_time()
    {
        var first = Ask();
        await BeganAsync(1);
        var second = Ask();
        var third = Ask();
        _reads[0].SetResult(1);
        Assert.Equal(1, await first.WaitAsync(s_patience));
        await BeganAsync(2);
        var fourth = Ask();
        _reads[1].SetResult(2);
        Assert.Equal(new[] { 2, 2 }, await Task.WhenAll([second, third]).WaitAsync(s_patience));
        await BeganAsync(3);
        _reads[2].SetResult(3);
        Assert.Equal(3, await fourth.WaitAsync(s_patience));
        Assert.Equal(3, Began);
    }

    [Fact]
    public async Task Reads_that_follow_each_other_leave_time_for_other_work()
    {
        var first = Ask();
        await BeganAsync(1);
        var second = Ask();
        _clock.Advance(TimeSpan.FromMilliseconds(20));
        _reads[0].SetResult(1);
        await first.WaitAsync(s_patience);

        await Wait.UntilAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(1));
                return Began == 2;
            },
            "the next read has begun");
        Assert.True(_clock.GetUtcNow() - _clock.Start >= TimeSpan.FromMilliseconds(80), "It paused three times as long as the read took.");
        _reads[1].SetResult(2);
        Assert.Equal(2, await second.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_failure_is_of_those_who_waited_for_it_and_the_next_read_is_a_new_one()
    {
        var first = Ask();
        await BeganAsync(1);
        var second = Ask();
        _reads[0].SetException(new InvalidOperationException("first"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first.WaitAsync(s_patience));
        await BeganAsync(2);
        _reads[1].SetResult(2);
        Assert.Equal(2, await second.WaitAsync(s_patience));
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_read_to_the_others()
    {
        using var source = new CancellationTokenSource();
        var first = _shared.AfterNowAsync(source.Token);
        await BeganAsync(1);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(s_patience));
        var second = Ask();
        _reads[0].SetResult(1);
        await BeganAsync(2);
        _reads[1].SetResult(2);
        Assert.Equal(2, await second.WaitAsync(s_patience));
    }

    private Task<int> Ask() => _shared.AfterNowAsync(TestContext.Current.CancellationToken);

    private Task BeganAsync(int count) => Wait.UntilAsync(() => Began == count, $"read {count} has begun");
}
