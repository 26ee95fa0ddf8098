namespace Alerting.Grains.Logs;

/// <summary>
/// The work that is postponed until the load is over: freeing memory, taking a snapshot, whatever the state itself does at rest, moving
/// the wake instant to a later time. It runs again while there is more to do.
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

    /// <summary>The state is complete, so the work may begin.</summary>
    public void Begin()
    {
        _seen = position.Committed;
        Schedule();
    }

    /// <summary>Schedules the work after a pause; postponed while batches are being written.</summary>
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
        await WorkAsync(cancellationToken);
        if (!_isScheduled)
        {
            // Most logs are not written again for a long time, and a timer is a good part of what their owner takes in memory.
            _timer?.Dispose();
            _timer = null;
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
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

        // Last, so that after a crash nobody wakes what is known to be at rest.
        await state.RestAsync(cancellationToken);
        if (!isStored || wakeAt <= log.Now)
        {
            // The wake index could not be updated, or consumers have not acknowledged yet; nobody calls this when
            // they have.
            Schedule();
        }
    }
}
