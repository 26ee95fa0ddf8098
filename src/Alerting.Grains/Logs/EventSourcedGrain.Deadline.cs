namespace Alerting.Grains.Logs;

// One timer for the one next deadline.
internal abstract partial class EventSourcedGrain
{
    private static readonly TimeSpan s_untrustedRetry = TimeSpan.FromSeconds(1);

    private IGrainTimer? _deadlineTimer;
    private long? _deadline;

    /// <summary>Has <see cref="OnDeadlineAsync"/> called at this instant (UTC ticks), never before; null for never.</summary>
    protected void SetDeadline(long? at)
    {
        if (at == _deadline || _ended)
        {
            return;
        }

        _deadline = at;
        if (at is not { } due)
        {
            _deadlineTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var wait = Until(due);
        if (_deadlineTimer is null)
        {
            _deadlineTimer = this.RegisterGrainTimer(DeadlineAsync, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { Interleave = true });
        }
        else
        {
            _deadlineTimer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Until(long due)
    {
        // Timers count whole milliseconds and at most some weeks: round up, and look again on the way.
        var milliseconds = Math.Ceiling((due - WallNow) / (double)TimeSpan.TicksPerMillisecond);
        return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, TimeSpan.FromDays(1).TotalMilliseconds));
    }

    private async Task DeadlineAsync(CancellationToken cancellationToken)
    {
        if (_deadline is not { } due || _fault is not null)
        {
            return;
        }

        if (WallNow < due)
        {
            _deadlineTimer!.Change(Until(due), Timeout.InfiniteTimeSpan);
            return;
        }

        if (!_clockGuard.IsTrusted)
        {
            _deadlineTimer!.Change(s_untrustedRetry, Timeout.InfiniteTimeSpan);
            return;
        }

        _deadline = null;
        await OnDeadlineAsync();
    }
}
