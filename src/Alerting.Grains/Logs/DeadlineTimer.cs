namespace Alerting.Grains.Logs;

/// <summary>Starts a grain timer that runs once, on the grain's scheduler; <see cref="IGrainTimer.Change"/> makes it run again.</summary>
internal delegate IGrainTimer GrainTimerStart(Func<CancellationToken, Task> callback, TimeSpan dueTime);

/// <summary>A timer for the next deadline of a grain. It never fires early, and not while the clock is not trusted.</summary>
/// <param name="mayRun">Whether the deadline may be handled now; if not, it is asked again after a second.</param>
/// <param name="onDue">Called when the deadline has passed.</param>
internal sealed class DeadlineTimer(GrainTimerStart start, TimeProvider clock, Func<bool> mayRun, Func<Task> onDue) : IDisposable
{
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(1);

    private IGrainTimer? _timer;
    private long? _deadline;
    private bool _ended;

    private long Now => clock.GetUtcNow().UtcTicks;

    /// <summary>Sets the deadline to this instant (UTC ticks); null for none.</summary>
    public void Set(long? at)
    {
        if (at == _deadline || _ended)
        {
            return;
        }

        _deadline = at;
        if (at is { } due && _timer is null)
        {
            _timer = start(RunAsync, Until(due));
        }
        else
        {
            _timer?.Change(at is { } next ? Until(next) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _ended = true;
        _timer?.Dispose();
    }

    private TimeSpan Until(long due)
    {
        // Timers have whole milliseconds and a limit of some weeks: round up, and set the timer again on the way.
        var milliseconds = Math.Ceiling((due - Now) / (double)TimeSpan.TicksPerMillisecond);
        return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, TimeSpan.FromDays(1).TotalMilliseconds));
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_deadline is not { } due || _ended)
        {
            return;
        }

        if (Now < due || !mayRun())
        {
            _timer!.Change(Now < due ? Until(due) : s_askAgain, Timeout.InfiniteTimeSpan);
            return;
        }

        _deadline = null;
        await onDue();
    }
}
