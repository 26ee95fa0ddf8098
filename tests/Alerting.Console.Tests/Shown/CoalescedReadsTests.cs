using Alerting.Console.Shown;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Console.Tests.Shown;

public sealed class CoalescedReadsTests
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly List<DateTimeOffset> _reads = [];
    private readonly List<Exception> _faults = [];

    [Fact]
    public void A_storm_of_requests_is_read_at_once_and_then_once_a_second()
    {
        using var reads = Reads(() => Task.CompletedTask);
        var start = _clock.GetUtcNow();
        for (var i = 0; i < 1_000; i++)
        {
            reads.Ask();
            _clock.Advance(TimeSpan.FromMilliseconds(5));
        }

        _clock.Advance(s_pause);
        Assert.Equal(Enumerable.Range(0, 6).Select(second => start + (second * s_pause)), _reads);
    }

    [Fact]
    public void What_was_asked_for_last_is_read_when_the_pause_is_over_and_then_nothing_more()
    {
        using var reads = Reads(() => Task.CompletedTask);
        reads.Ask();
        _clock.Advance(0.9 * s_pause);
        reads.Ask();
        Assert.Single(_reads);
        _clock.Advance(0.1 * s_pause);
        Assert.Equal(2, _reads.Count);
        _clock.Advance(60 * s_pause);
        Assert.Equal(2, _reads.Count);
        reads.Ask();
        Assert.Equal(3, _reads.Count);
    }

    [Fact]
    public void A_read_that_takes_long_is_not_joined_by_another()
    {
        var underway = new TaskCompletionSource();
        using var reads = Reads(() => underway.Task);
        reads.Ask();
        reads.Ask();
        _clock.Advance(5 * s_pause);
        reads.Ask();
        Assert.Single(_reads);
        underway.SetResult();
        _clock.Advance(s_pause);
        Assert.Equal(2, _reads.Count);
    }

    [Fact]
    public void Nothing_is_read_when_nobody_looks_any_more()
    {
        var reads = Reads(() => Task.CompletedTask);
        reads.Ask();
        reads.Ask();
        reads.Dispose();
        _clock.Advance(5 * s_pause);
        reads.Ask();
        Assert.Single(_reads);
        Assert.Empty(_faults);
    }

    [Fact]
    public void What_a_read_throws_is_told()
    {
        using var reads = Reads(() => throw new InvalidOperationException("broken"));
        reads.Ask();
        Assert.Equal("broken", Assert.Single(_faults).Message);
    }

    private CoalescedReads Reads(Func<Task> read) => new(
        () =>
        {
            _reads.Add(_clock.GetUtcNow());
            return read();
        },
        s_pause,
        _clock,
        exception =>
        {
            _faults.Add(exception);
            return Task.CompletedTask;
        });
}
