using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Logs;

// Recovery and what makes it short: snapshots under load when the log has grown by a quarter of what the last one wrote, so that
// their cost per entry stays constant and the tail short; when the rush is over and at the end when the tail is long for them.
internal abstract partial class EventSourcedGrain
{
    // About forty thousand reports, which are applied again within a fifth of a second.
    private const int LeastSnapshotBytes = 2 << 20;
    private const int LeastIdleSnapshotBytes = 16 << 10;
    private static readonly TimeSpan s_housekeeping = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_wakeRenewal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_snapshotRetry = TimeSpan.FromSeconds(30);

    // Between pages of a long log others have their turn; after so many bytes a snapshot says how far it was read.
    private const int RecoveryPageBytes = 4 << 20;
    private const int RecoverySnapshotBytes = 32 << 20;
    private static readonly TimeSpan s_activationPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_callPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_recoveryTurn = TimeSpan.FromMilliseconds(25);

    private Task _recovery = Task.CompletedTask;
    private long _bytesSinceSnapshot;

    /// <summary>What the last snapshot had to write.</summary>
    private long _snapshotBytes;
    private long _snapshotSequence;
    private long _noSnapshotBefore;
    private Task _saving = Task.CompletedTask;
    private long? _wakeStored;
    private bool _busySinceHousekeeping;
    private bool _housekeepingScheduled;
    private bool _ended;
    private IGrainTimer? _housekeepingTimer;

    private bool TailIsLong => _bytesSinceSnapshot >= Math.Max(LeastIdleSnapshotBytes, _snapshotBytes / 8);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _recovery = RecoverAsync(_stopped.Token);
        await Task.WhenAny(_recovery, Task.Delay(s_activationPatience, Clock, cancellationToken));
        if (!_recovery.IsCompleted)
        {
            // However long the log is: the activation stands, callers are turned away until it is read.
            GrainLog.StillRecovering(_logger, LogName, Committed);
            _ = ObserveAsync(_recovery);
            return;
        }

        await _recovery;
    }

    /// <summary>Calls wait for the state to be complete, but not for long: that may take minutes.</summary>
    public Task Invoke(IIncomingGrainCallContext context) =>
        _recovery.IsCompletedSuccessfully ? context.Invoke() : InvokeWhenRecoveredAsync(context);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _ended = true;
        _deadlineTimer?.Dispose();
        _housekeepingTimer?.Dispose();
        await _stopped.CancelAsync();
        await Settled(_recovery).WaitAsync(cancellationToken);
        if (!_recovery.IsCompletedSuccessfully)
        {
            return;
        }

        if (_fault is null && HasOpenBatch)
        {
            await Settled(Commit()).WaitAsync(cancellationToken);
        }

        await _commits.WaitAsync(cancellationToken);
        await _saving.WaitAsync(cancellationToken);
        if (_fault is null && TailIsLong && Committed > _snapshotSequence)
        {
            await SaveSnapshotAsync(Committed, Save()).WaitAsync(cancellationToken);
        }
    }

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (await ReadSnapshotAsync(cancellationToken) is { } snapshot)
        {
            if (CanRestore(snapshot.State))
            {
                await RestoreAsync(snapshot, cancellationToken);
                Committed = _snapshotSequence = snapshot.Sequence;
                _snapshotBytes = snapshot.State.Length;
            }
            else
            {
                GrainLog.SnapshotOfAnotherVersion(_logger, LogName, snapshot.Sequence);
            }
        }

        await ReplayAsync(cancellationToken);

        // What the wake index holds is not known, but most likely an instant that has passed.
        _wakeStored = 0;
        await RecoveredAsync(cancellationToken);
        ScheduleHousekeeping();
    }

    private async Task ReplayAsync(CancellationToken cancellationToken)
    {
        long pauseAt = RecoveryPageBytes;
        var turn = Clock.GetTimestamp();
        await foreach (var entry in _store.ReadAsync(LogName, Committed + 1, cancellationToken))
        {
            if (entry.Sequence != Committed + 1)
            {
                throw new InvalidDataException($"Log '{LogName}' goes on with {entry.Sequence} after {Committed}.");
            }

            await ReplayOrNameAsync(entry, cancellationToken);
            Committed = entry.Sequence;
            _bytesSinceSnapshot += entry.Payload.Length;
            if (_bytesSinceSnapshot >= pauseAt)
            {
                await ReplayPausedAsync(cancellationToken);
                var due = WantsSnapshot || _bytesSinceSnapshot >= Math.Max(RecoverySnapshotBytes, _snapshotBytes);
                if (due && WallNow >= _noSnapshotBefore)
                {
                    // A recovery that is cut off goes on from here.
                    await SaveSnapshotAsync(Committed, Save());
                }

                pauseAt = _bytesSinceSnapshot + RecoveryPageBytes;
            }

            if (Clock.GetElapsedTime(turn) > s_recoveryTurn)
            {
                // Others have their turn, and callers are told that it takes longer.
                await Task.Yield();
                turn = Clock.GetTimestamp();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task InvokeWhenRecoveredAsync(IIncomingGrainCallContext context)
    {
        if (_waiting >= MostWaiting)
        {
            throw new OverloadedException($"{_waiting} callers of '{LogName}' are waiting already until it is read.");
        }

        _waiting++;
        try
        {
            await _recovery.WaitAsync(s_callPatience, Clock);
        }
        catch (TimeoutException exception)
        {
            throw new LogStoreUnavailableException($"Log '{LogName}' is being read; {Committed} entries are applied so far.", exception);
        }
        catch (Exception exception) when (exception is not LogStoreUnavailableException)
        {
            throw new LogStoreUnavailableException($"Log '{LogName}' could not be read.", exception);
        }
        finally
        {
            _waiting--;
        }

        await context.Invoke();
    }

    /// <summary>Ends the activation if a recovery fails that it did not wait for: the next one tries again.</summary>
    private async Task ObserveAsync(Task recovery)
    {
        try
        {
            await recovery;
            GrainLog.Recovered(_logger, LogName, Committed);
        }
        catch (Exception exception)
        {
            if (!_ended)
            {
                GrainLog.RecoveryFailed(_logger, exception, LogName, Committed);
            }

            DeactivateOnIdle();
        }
    }

    private async Task RestoreAsync(LogSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            await RestoreAsync(snapshot.State, cancellationToken);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            if (await IsTrimmedAsync(cancellationToken))
            {
                throw new LogStoreUnusableException(
                    LogStoreFault.Damaged,
                    $"The snapshot of '{LogName}' is damaged, and the log does not hold all that it held: {exception.Message} "
                        + "Put the store back from a backup.",
                    exception);
            }

            // What was put back so far belongs to nothing: the next activation begins with the log, which holds everything.
            GrainLog.SnapshotNotWhole(_logger, exception, LogName, snapshot.Sequence);
            await _store.RemoveSnapshotAsync(LogName, cancellationToken);
            throw new LogStoreUnavailableException($"The snapshot of '{LogName}' is not whole.", exception);
        }
    }

    /// <summary>Whether it was the content, and not the store or the caller, that made reading fail.</summary>
    private static bool IsUnreadable(Exception exception) =>
        exception is not (LogStoreUnavailableException or OperationCanceledException or OrleansException or TimeoutException or OutOfMemoryException);

    /// <summary>The snapshot; null where there is none that can be read: the log holds everything.</summary>
    private async Task<LogSnapshot?> ReadSnapshotAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _store.ReadSnapshotAsync(LogName, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or LogStoreUnusableException { Fault: LogStoreFault.Damaged })
        {
            GrainLog.SnapshotNotRead(_logger, exception, LogName);
            return null;
        }
    }

    private async ValueTask ReplayOrNameAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await ReplayAsync(entry, cancellationToken);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw new LogStoreUnusableException(
                LogStoreFault.Damaged,
                $"Entry {entry.Sequence} of log '{LogName}' is damaged and the log is not written any more: {exception.Message} Put the store back from a backup.",
                exception);
        }
    }

    private ReadOnlyMemory<byte>? TakeSnapshotIfDue()
    {
        var due = _saving.IsCompleted
            && (WantsSnapshot || _bytesSinceSnapshot >= Math.Max(LeastSnapshotBytes, _snapshotBytes / 4))
            && WallNow >= _noSnapshotBefore;
        if (!due)
        {
            return null;
        }

        return Save();
    }

    private async Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state)
    {
        var bytes = _bytesSinceSnapshot;
        try
        {
            var parts = await SavePartsAsync(sequence);
            await _store.SaveSnapshotAsync(LogName, sequence, state, CancellationToken.None);
            _bytesSinceSnapshot -= bytes;
            _snapshotBytes = parts + state.Length;
            _snapshotSequence = sequence;
            await SavedAsync();
            StartTrimming(sequence);
        }
        catch (Exception exception)
        {
            // The log holds everything: a later snapshot serves as well.
            _noSnapshotBefore = WallNow + s_snapshotRetry.Ticks;
            GrainLog.SnapshotFailed(_logger, exception, LogName, sequence);
        }
    }

    private void ScheduleHousekeeping()
    {
        if (_housekeepingScheduled || _ended || _fault is not null || Committed == 0)
        {
            return;
        }

        _housekeepingScheduled = true;
        if (_housekeepingTimer is null)
        {
            _housekeepingTimer = this.RegisterGrainTimer(HousekeepAsync, new GrainTimerCreationOptions(s_housekeeping, Timeout.InfiniteTimeSpan) { Interleave = true });
        }
        else
        {
            _housekeepingTimer.Change(s_housekeeping, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>What is not urgent: a snapshot when the rush is over, and moving the wake instant later. Ends when all is quiet.</summary>
    private async Task HousekeepAsync(CancellationToken cancellationToken)
    {
        _housekeepingScheduled = false;
        if (_committing || _busySinceHousekeeping)
        {
            _busySinceHousekeeping = false;
            ScheduleHousekeeping();
            return;
        }

        if (_fault is not null)
        {
            return;
        }

        OnQuiet();
        if ((TailIsLong || WantsSnapshot) && Committed > _snapshotSequence && _saving.IsCompleted && WallNow >= _noSnapshotBefore)
        {
            _saving = SaveSnapshotAsync(Committed, Save());
        }

        var (wakeAt, now) = (WakeAt(), WallNow);
        if (!IsStored(wakeAt, now))
        {
            await MoveWakeAsync(wakeAt, cancellationToken);
        }

        if (wakeAt <= now)
        {
            // Others are still to acknowledge; they do not say when they have.
            ScheduleHousekeeping();
        }
    }

    /// <summary>While the grain works without pause the index is written once a second and not with every batch.</summary>
    private long? WakeAtToStore()
    {
        var (wakeAt, now) = (WakeAt(), WallNow);
        return IsStored(wakeAt, now) && _wakeStored > now - s_wakeRenewal.Ticks ? _wakeStored : wakeAt;
    }

    /// <summary>Whether the index says as much: two instants in the past mean the same.</summary>
    private bool IsStored(long? wakeAt, long now) => wakeAt == _wakeStored || (wakeAt <= now && _wakeStored <= now);

    private async Task MoveWakeAsync(long? wakeAt, CancellationToken cancellationToken)
    {
        var sequence = Committed;
        try
        {
            await _store.SetWakeAsync(LogName, sequence, wakeAt, cancellationToken);
            if (sequence == Committed)
            {
                _wakeStored = wakeAt;
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            GrainLog.WakeNotMoved(_logger, exception, LogName);
            ScheduleHousekeeping();
        }
    }
}
