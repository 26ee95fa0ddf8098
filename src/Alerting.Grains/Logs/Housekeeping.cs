namespace Alerting.Grains.Logs;

/// <summary>
/// What is done when the rush is over: freeing memory, a snapshot, and moving the wake instant later. Ends when all is
/// quiet.
/// </summary>
internal sealed class Housekeeping(
    LogServices log, ILoggedState state, LogPosition position, GroupCommitter committer, SnapshotWriter snapshots, WakeRegistration wake,
    GrainTimerStart start) : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    private IGrainTimer? _timer;
    private long _seen;
    private bool _isScheduled;
    private bool _ended;

    /// <summary>The state is complete.</summary>
    public void Begin()
    {
        _seen = position.Committed;
        Schedule();
    }

    /// <summary>Has it done after a pause, and later while batches are written.</summary>
    public void Schedule()
    {
        if (_isScheduled || _ended || committer.Fault is not null || position.Committed == 0)
        {
            return;
        }

        _isScheduled = true;
        if (_timer is null)
        {
            _timer = start(RunAsync, s_pause);
        }
        else
        {
            _timer.Change(s_pause, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _ended = true;
        _timer?.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        _isScheduled = false;
        if (committer.IsBusy || _seen != position.Committed)
        {
            _seen = position.Committed;
            Schedule();
            return;
        }

        if (committer.Fault is not null)
        {
            return;
        }

        await state.ReduceMemoryAsync(isRecovering: false, cancellationToken);
        if (!committer.IsBusy && !state.HasOpenBatch)
        {
            snapshots.SaveAtRest(position.Committed, ends: false);
        }

        var wakeAt = state.WakeAt();
        var isStored = await wake.MoveAsync(wakeAt, position, cancellationToken);
        if (!isStored || wakeAt <= log.Now)
        {
            // The index is to be tried again, or others are still to acknowledge; they do not say when they have.
            Schedule();
        }
    }
}
