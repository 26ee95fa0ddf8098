using Alerting.Logs;
using Alerting.Regions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Logs;

/// <summary>
/// A grain whose state is a log. A change is applied to memory at once and joins the open batch; while one batch is
/// being appended the next gathers, and callers are answered when theirs is durable. A refused or failed append means
/// that this activation is not the writer, or cannot be: every waiting caller gets an error, and the next activation
/// rebuilds the state from snapshot and log. Subclasses must be reentrant and touch state only between awaits.
/// </summary>
/// <remarks>Orleans' own JournaledGrain copies the state for each call and retries refused writes without delay.</remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "The token source has no timer or handle; hops of an ended activation may still look at it.")]
internal abstract class EventSourcedGrain : Grain, IWakeable
{
    private const int LeastSnapshotBytes = 1 << 20;
    private static readonly TimeSpan s_housekeeping = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan[] s_retryDelays = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private readonly ILogStore _store;
    private readonly AlertingMetrics _metrics;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopped = new();
    private TaskCompletionSource _open = NewBatch();
    private TaskCompletionSource? _inFlight;
    private Exception? _fault;
    private bool _committing;
    private int _waiting;
    private long _bytesSinceSnapshot;
    private long _snapshotBytes;
    private long _snapshotSequence;
    private bool _savingSnapshot;
    private long? _wakeStored;
    private bool _busySinceHousekeeping;
    private IGrainTimer? _deadlineTimer;
    private IGrainTimer? _housekeepingTimer;
    private long? _deadline;

    protected EventSourcedGrain(IServiceProvider services, ILogger logger)
    {
        _store = services.GetRequiredService<ILogStore>();
        _metrics = services.GetRequiredService<AlertingMetrics>();
        Clock = services.GetRequiredService<TimeProvider>();
        _logger = logger;
    }

    /// <summary>How many callers may wait for a commit before more are turned away.</summary>
    protected virtual int MostWaiting => 10_000;

    protected TimeProvider Clock { get; }

    protected ILogStore Store => _store;

    protected ILogger Logger => _logger;

    protected AlertingMetrics Metrics => _metrics;

    /// <summary>Cancelled when the activation ends.</summary>
    protected CancellationToken Stopping => _stopped.Token;

    /// <summary>UTC ticks by the wall clock.</summary>
    protected long WallNow => Clock.GetUtcNow().UtcTicks;

    /// <summary>Sequence of the last durable entry.</summary>
    protected long Committed { get; private set; }

    /// <summary>Sequence that the open batch will take.</summary>
    protected long OpenSequence => Committed + (_inFlight is null ? 1 : 2);

    /// <summary>Name of the log.</summary>
    protected abstract string LogName { get; }

    /// <summary>Whether anything has joined the open batch.</summary>
    protected abstract bool HasOpenBatch { get; }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await _store.ReadSnapshotAsync(LogName, cancellationToken) is { } snapshot)
        {
            Restore(snapshot.State);
            Committed = _snapshotSequence = snapshot.Sequence;
            _snapshotBytes = snapshot.State.Length;
        }

        await foreach (var entry in _store.ReadAsync(LogName, Committed + 1, cancellationToken))
        {
            Replay(entry);
            Committed = entry.Sequence;
            _bytesSinceSnapshot += entry.Payload.Length;
        }

        await RecoveredAsync(cancellationToken);

        // What the wake index holds is not known: have it written at the next chance.
        _wakeStored = long.MinValue;
        _busySinceHousekeeping = true;
        _housekeepingTimer = this.RegisterGrainTimer(HousekeepAsync, new GrainTimerCreationOptions(s_housekeeping, s_housekeeping) { Interleave = true });
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopped.CancelAsync();
        _deadlineTimer?.Dispose();
        _housekeepingTimer?.Dispose();
        while (_fault is null && (_committing || HasOpenBatch))
        {
            await Settled(Commit());
        }

        if (_fault is null && _bytesSinceSnapshot > 0 && !_savingSnapshot && Committed > _snapshotSequence)
        {
            await _store.SaveSnapshotAsync(LogName, Committed, Save(), cancellationToken);
        }
    }

    /// <summary>The wake service has found the log due: whatever is due is under way after this.</summary>
    public virtual Task WakeAsync() => Task.CompletedTask;

    /// <summary>Puts back a snapshot.</summary>
    protected abstract void Restore(ReadOnlyMemory<byte> snapshot);

    /// <summary>Applies an entry again.</summary>
    protected abstract void Replay(LogEntry entry);

    /// <summary>The state as bytes, as it is after the open batch.</summary>
    protected abstract ReadOnlyMemory<byte> Save();

    /// <summary>Closes the open batch and gives its bytes; the next one starts empty.</summary>
    protected abstract ReadOnlyMemory<byte> Seal();

    /// <summary>Earliest instant (UTC ticks) for which the grain must be awake; now while a hop is not acknowledged.</summary>
    protected abstract long? WakeAt();

    /// <summary>State is complete; nothing has been asked yet.</summary>
    protected virtual Task RecoveredAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A batch is durable: time for its effects.</summary>
    protected virtual void OnCommitted(long sequence)
    {
    }

    /// <summary>The deadline set has come.</summary>
    protected virtual Task OnDeadlineAsync() => Task.CompletedTask;

    /// <summary>To be called before a change is applied.</summary>
    /// <exception cref="OverloadedException">Too many callers wait already.</exception>
    protected void EnsureWritable()
    {
        if (_fault is not null)
        {
            throw new LogStoreUnavailableException($"Log '{LogName}' cannot be written by this activation.", _fault);
        }

        if (_waiting >= MostWaiting)
        {
            throw new OverloadedException($"{_waiting} callers of '{LogName}' are waiting already.");
        }
    }

    /// <summary>Completes when all that has been applied so far is durable: the open batch, or the one in flight, if any.</summary>
    protected Task Commit()
    {
        if (_fault is not null)
        {
            return Task.FromException(new LogStoreUnavailableException($"Log '{LogName}' cannot be written by this activation.", _fault));
        }

        if (!HasOpenBatch)
        {
            return _inFlight is null ? Task.CompletedTask : WaitAsync(_inFlight.Task);
        }

        var batch = _open;
        if (!_committing)
        {
            _committing = true;
            _ = CommitLoopAsync();
        }

        return WaitAsync(batch.Task);
    }

    /// <summary>Has <see cref="OnDeadlineAsync"/> called at this instant (UTC ticks), never before; null for never.</summary>
    protected void SetDeadline(long? at)
    {
        if (at == _deadline)
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

    /// <summary>Observes a task whose failure somebody else is told.</summary>
    protected static async Task Settled(Task task) =>
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private static TaskCompletionSource NewBatch() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WaitAsync(Task task)
    {
        _waiting++;
        try
        {
            await task;
        }
        finally
        {
            _waiting--;
        }
    }

    private async Task CommitLoopAsync()
    {
        // Calls that are queued at the grain already may join the first batch.
        await Task.Yield();
        while (_fault is null && HasOpenBatch)
        {
            var batch = _open;
            _open = NewBatch();
            var wakeAt = WakeAt();
            var payload = Seal();
            _inFlight = batch;
            _bytesSinceSnapshot += payload.Length;
            var snapshot = TakeSnapshotIfDue();
            try
            {
                await AppendAsync(new LogBatch(Guid.NewGuid(), payload), wakeAt);
            }
            catch (Exception exception)
            {
                Fail(exception, batch);
                break;
            }

            Committed++;
            _inFlight = null;
            _wakeStored = wakeAt;
            _busySinceHousekeeping = true;
            OnCommitted(Committed);
            batch.SetResult();
            if (snapshot is { } state)
            {
                _ = SaveSnapshotAsync(Committed, state);
            }
        }

        _committing = false;
    }

    private async Task AppendAsync(LogBatch batch, long? wakeAt)
    {
        var started = Clock.GetTimestamp();
        using var activity = AlertingTelemetry.Source.StartActivity("commit");
        activity?.SetTag("alerting.log", LogName);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var result = await _store.AppendAsync(LogName, Committed + 1, batch, wakeAt, CancellationToken.None);
                if (result == AppendResult.Refused)
                {
                    throw new LogStoreUnavailableException($"Another activation writes log '{LogName}'.");
                }

                _metrics.Committed(Clock.GetElapsedTime(started), batch.Payload.Length);
                return;
            }
            catch (LogOutcomeUnknownException) when (attempt < s_retryDelays.Length)
            {
                // Only the very same batch may take the sequence now.
                await Task.Delay(s_retryDelays[attempt], Clock);
            }
        }
    }

    private void Fail(Exception exception, TaskCompletionSource batch)
    {
        _fault = exception;
        _inFlight = null;
        GrainLog.CommitFailed(_logger, exception, LogName, Committed + 1);
        var error = exception as LogStoreUnavailableException ?? new LogStoreUnavailableException($"Log '{LogName}' could not be written.", exception);
        batch.SetException(error);
        _open.SetException(error);

        // Nobody may be waiting for either.
        _ = batch.Task.Exception;
        _ = _open.Task.Exception;
        DeactivateOnIdle();
    }

    private ReadOnlyMemory<byte>? TakeSnapshotIfDue()
    {
        if (_savingSnapshot || _bytesSinceSnapshot < Math.Max(LeastSnapshotBytes, _snapshotBytes / 2))
        {
            return null;
        }

        _savingSnapshot = true;
        return Save();
    }

    private async Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state)
    {
        _savingSnapshot = true;
        var bytes = _bytesSinceSnapshot;
        try
        {
            await _store.SaveSnapshotAsync(LogName, sequence, state, Stopping);
            _bytesSinceSnapshot -= bytes;
            _snapshotBytes = state.Length;
            _snapshotSequence = sequence;
        }
        catch (Exception exception) when (exception is LogStoreUnavailableException or OperationCanceledException)
        {
            // The log holds everything: a later snapshot serves as well.
            GrainLog.SnapshotFailed(_logger, exception, LogName, sequence);
        }
        finally
        {
            _savingSnapshot = false;
        }
    }

    /// <summary>What is not urgent: a snapshot when the rush is over, and moving the wake instant later.</summary>
    private async Task HousekeepAsync(CancellationToken cancellationToken)
    {
        if (_fault is not null || _committing)
        {
            return;
        }

        if (_busySinceHousekeeping)
        {
            _busySinceHousekeeping = false;
            return;
        }

        if (Committed > _snapshotSequence && !_savingSnapshot && _bytesSinceSnapshot > LeastSnapshotBytes / 4)
        {
            await SaveSnapshotAsync(Committed, Save());
        }

        var wakeAt = WakeAt();
        if (wakeAt != _wakeStored && !HasOpenBatch && !_committing && Committed > 0)
        {
            await _store.SetWakeAsync(LogName, Committed, wakeAt, cancellationToken);
            _wakeStored = wakeAt;
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

        _deadline = null;
        await OnDeadlineAsync();
    }
}
