using System.Diagnostics;
using Alerting.Grains.Clocks;
using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Storage.Logs;
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
internal abstract partial class EventSourcedGrain : Grain, IWakeable, IIncomingGrainCallFilter
{
    private const int MostWaitingBytes = 16 << 20;
    private const int MostLinks = 128;
    private static readonly TimeSpan[] s_retryDelays = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private readonly ILogStore _store;
    private readonly AlertingMetrics _metrics;
    private readonly ClockGuard _clockGuard;
    private readonly ILogger _logger;
    private readonly ILogStoreHealth? _health;
    private readonly CancellationTokenSource _stopped = new();
    private TaskCompletionSource _open = NewBatch();
    private TaskCompletionSource? _inFlight;
    private Task _commits = Task.CompletedTask;
    private Exception? _fault;
    private bool _committing;
    private int _waiting;
    private int _inFlightBytes;
    private List<ActivityLink>? _callers;

    protected EventSourcedGrain(IServiceProvider services, ILogger logger)
    {
        _store = services.GetRequiredService<ILogStore>();
        _metrics = services.GetRequiredService<AlertingMetrics>();
        Clock = services.GetRequiredService<TimeProvider>();
        _clockGuard = services.GetRequiredService<ClockGuard>();
        _logger = logger;
        _health = services.GetService<ILogStoreHealth>();
    }

    /// <summary>Whether a change that is applied now is likely to become durable. Where it is not, what can wait should.</summary>
    protected bool CanWrite => _health?.WriteFailure is null && _clockGuard.IsTrusted;

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

    /// <summary>Size of the open batch where it can get large.</summary>
    protected virtual int OpenBytes => 0;

    /// <summary>The wake service has found the log due: whatever is due is under way after this.</summary>
    public virtual Task WakeAsync() => Task.CompletedTask;

    /// <summary>Whether a snapshot is of a form that this version writes; if not, the whole log is applied again instead.</summary>
    protected virtual bool CanRestore(ReadOnlyMemory<byte> snapshot) => true;

    /// <summary>Puts back a snapshot.</summary>
    /// <exception cref="SnapshotNotWholeException">Something is missing that the snapshot refers to.</exception>
    protected abstract ValueTask RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken);

    /// <summary>Applies an entry again.</summary>
    protected abstract ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken);

    /// <summary>Called now and then while a long log is applied again, between entries: time to keep memory small.</summary>
    protected virtual ValueTask ReplayPausedAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The state as bytes: as it is after the batch sealed last, or, where <see cref="SavesDurableState"/>, committed last.</summary>
    protected abstract ReadOnlyMemory<byte> Save();

    /// <summary>Whether a snapshot would free memory that is worth it.</summary>
    protected virtual bool WantsSnapshot => false;

    /// <summary>Stores, before the snapshot that <see cref="Save"/> gave last, what it refers to; answers how many bytes that were.</summary>
    protected virtual Task<long> SavePartsAsync(long sequence) => Task.FromResult(0L);

    /// <summary>The snapshot that <see cref="Save"/> gave last is stored: what only the one before referred to can go.</summary>
    protected virtual Task SavedAsync() => Task.CompletedTask;

    /// <summary>The rush is over: time for what is not urgent.</summary>
    protected virtual void OnQuiet()
    {
    }

    /// <summary>Whether <see cref="Save"/> tells what is durable and not what memory is ahead with.</summary>
    protected virtual bool SavesDurableState => false;

    /// <summary>Closes the open batch and gives its bytes, which are not in use any more when the next one is closed; that one starts empty.</summary>
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
    /// <exception cref="ClockUntrustedException">The clock is ahead of where it must be.</exception>
    protected void EnsureWritable()
    {
        _clockGuard.ThrowIfUntrusted();
        if (_fault is not null)
        {
            throw new LogStoreUnavailableException($"Log '{LogName}' cannot be written by this activation.", _fault);
        }

        // Before anything is applied: the activation stays, and what it knows can be read.
        _health?.EnsureWritable();
        if (_waiting >= MostWaiting || OpenBytes + _inFlightBytes >= MostWaitingBytes)
        {
            throw new OverloadedException($"{_waiting} callers of '{LogName}' are waiting already with {OpenBytes + _inFlightBytes} bytes.");
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

        if (AlertingTelemetry.Source.HasListeners() && Activity.Current is { } caller && (_callers ??= []).Count < MostLinks)
        {
            _callers.Add(new ActivityLink(caller.Context));
        }

        var batch = _open;
        if (!_committing)
        {
            _committing = true;
            _commits = CommitLoopAsync();
        }

        return WaitAsync(batch.Task);
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
        var batch = _open;
        try
        {
            // Calls that are queued at the grain already may join the first batch.
            await Task.Yield();
            while (_fault is null && HasOpenBatch)
            {
                batch = _open;
                await CommitAsync(batch);
            }

            ScheduleHousekeeping();
        }
        catch (Exception exception)
        {
            // Whatever it was, memory and log may differ now: only a new activation brings them together again.
            Fail(exception, batch);
        }
        finally
        {
            _committing = false;
        }
    }

    private async Task CommitAsync(TaskCompletionSource batch)
    {
        _open = NewBatch();
        var callers = _callers;
        _callers = null;
        var wakeAt = WakeAtToStore();
        var payload = Seal();
        _inFlight = batch;
        _inFlightBytes = payload.Length;
        _bytesSinceSnapshot += payload.Length;
        var snapshot = SavesDurableState ? null : TakeSnapshotIfDue();

        await AppendAsync(new LogBatch(Guid.NewGuid(), payload), wakeAt, callers);

        Committed++;
        _inFlight = null;
        _inFlightBytes = 0;
        _wakeStored = wakeAt;
        _busySinceHousekeeping = true;
        OnCommitted(Committed);
        batch.SetResult();
        snapshot ??= SavesDurableState ? TakeSnapshotIfDue() : null;
        if (snapshot is { } state)
        {
            _saving = SaveSnapshotAsync(Committed, state);
        }
    }

    private async Task AppendAsync(LogBatch batch, long? wakeAt, List<ActivityLink>? callers)
    {
        var started = Clock.GetTimestamp();
        using var activity = AlertingTelemetry.Source.StartActivity("commit", ActivityKind.Internal, default(ActivityContext), null, callers);
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
            catch (LogOutcomeUnknownException exception) when (attempt < s_retryDelays.Length)
            {
                // Only the very same batch may take the sequence now.
                GrainLog.AnswerLost(_logger, exception, LogName, Committed + 1);
                await Task.Delay(s_retryDelays[attempt], Clock);
            }
        }
    }

    private void Fail(Exception exception, TaskCompletionSource batch)
    {
        _fault = exception;
        _inFlight = null;
        _metrics.CommitFailed();
        GrainLog.CommitFailed(_logger, exception, LogName, Committed + 1);
        var error = exception as LogStoreUnavailableException ?? new LogStoreUnavailableException($"Log '{LogName}' could not be written.", exception);
        batch.TrySetException(error);
        _open.TrySetException(error);

        // Nobody may be waiting for either.
        batch.Task.Ignore();
        _open.Task.Ignore();
        DeactivateOnIdle();
    }
}
