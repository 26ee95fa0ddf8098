using Alerting.Grains.Logs;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using Xunit;

namespace Alerting.Grains.Tests.Logs;

public sealed class DeadlineTimerTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2014, 1, 3, 12, 0, 0, TimeSpan.Zero));
    private readonly List<DateTimeOffset> _met = [];
    private readonly DeadlineTimer _timer;
    private bool _mayRun = true;

    public DeadlineTimerTests() => _timer = new DeadlineTimer(
        (callback, dueTime) => new Timer(_clock, callback, dueTime),
        _clock,
        () => _mayRun,
        () =>
        {
            _met.Add(_clock.GetUtcNow());
            return Task.CompletedTask;
        });

    public void Dispose() => _timer.Dispose();

    [Fact]
    public void Is_met_once_and_never_early()
    {
        var due = _clock.GetUtcNow().AddHours(30);
        _timer.Set(due.UtcTicks + 1);
        _clock.Advance(TimeSpan.FromHours(30));
        Assert.Empty(_met);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(_met);
        _clock.Advance(TimeSpan.FromDays(3));
        Assert.Single(_met);
    }

    [Fact]
    public void The_one_set_last_counts_and_none_can_be_set()
    {
        var start = _clock.GetUtcNow();
        _timer.Set(start.AddMinutes(10).UtcTicks);
        _timer.Set(start.AddMinutes(5).UtcTicks);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([start.AddMinutes(5)], _met);
        _timer.Set(start.AddMinutes(8).UtcTicks);
        _timer.Set(null);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(_met);
    }

    [Fact]
    public void Waits_while_the_clock_is_not_to_be_trusted()
    {
        _mayRun = false;
        _timer.Set(_clock.GetUtcNow().AddSeconds(1).UtcTicks);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(_met);
        _mayRun = true;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(_met);
    }

    private sealed class Timer(TimeProvider clock, Func<CancellationToken, Task> callback, TimeSpan dueTime) : IGrainTimer
    {
        private readonly ITimer _timer =
            clock.CreateTimer(_ => callback(CancellationToken.None).GetAwaiter().GetResult(), null, dueTime, Timeout.InfiniteTimeSpan);

        public void Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(dueTime, period);

        public void Dispose() => _timer.Dispose();
    }
}
