using Alerting.Grains.Audit;
using Alerting.Grains.Clocks;
using Alerting.Grains.Regions;
using Alerting.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Logs;

/// <summary>
/// A grain whose state is kept in a log. It composes the parts that are needed for that: <see cref="LogRecovery"/>,
/// <see cref="GroupCommitter"/>, <see cref="SnapshotWriter"/>, <see cref="WakeRegistration"/>,
/// <see cref="DeadlineTimer"/> and <see cref="Housekeeping"/>. Subclasses must be reentrant and must not keep the state
/// half changed across an await.
/// </summary>
/// <remarks>Orleans' own JournaledGrain copies the state for each call and retries refused writes without delay.</remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design", "CA1001", Justification = "Timers end with the activation; hops of an ended activation may still look at the token source.")]
internal abstract class EventSourcedGrain : Grain, IWakeable, IIncomingGrainCallFilter, ILoggedState
{
    private const int MaxWaitingBytes = 16 << 20;

    /// <summary>How long the answer to an act waits for the audit log, so that whoever has the answer finds its entry there.</summary>
    private static readonly TimeSpan s_maxWaitForAudit = TimeSpan.FromMilliseconds(500);

    private readonly LogPosition _position = new();
    private readonly ClockGuard _clockGuard;
    private readonly ILogStoreHealth? _health;
    private readonly CancellationTokenSource _stopped = new();
    private readonly int _maxWaiting;
    private readonly SnapshotWriter _snapshots;
    private readonly LogTrimmer _trimmer;
    private readonly GroupCommitter _committer;
    private readonly LogRecovery _recovery;
    private readonly RecoveryGate _gate;
    private readonly DeadlineTimer _deadline;
    private readonly Housekeeping _housekeeping;
    private readonly ILoggedState _state;
    private readonly AuditTrail? _audit;

    /// <param name="services">The silo's services.</param>
    /// <param name="logger">The grain's logger.</param>
    /// <param name="log">Name of the log.</param>
    /// <param name="maxWaiting">How many callers may wait for a commit before further ones are refused.</param>
    /// <param name="isAudited">Whether it is recorded who makes changes: <see cref="Record"/>.</param>
    protected EventSourcedGrain(IServiceProvider services, ILogger logger, string log, int maxWaiting = 10_000, bool isAudited = false)
    {
        Store = services.GetRequiredService<ILogStore>();
        Metrics = services.GetRequiredService<AlertingMetrics>();
        Clock = services.GetRequiredService<TimeProvider>();
        _clockGuard = services.GetRequiredService<ClockGuard>();
        _health = services.GetService<ILogStoreHealth>();
        (Logger, LogName, _maxWaiting) = (logger, log, maxWaiting);

        var parts = new LogServices(log, Store, Clock, logger);
        var wake = new WakeRegistration(parts);
        _state = this;
        if (isAudited)
        {
            var audit = services.GetRequiredService<IGrainFactory>().GetGrain<IAuditGrain>(IAuditGrain.Key);
            _audit = new AuditTrail(parts, audit, services.GetRequiredService<Backoff>(), _stopped.Token);
            _state = new AuditedState(this, _audit, _position, parts);
        }

        _trimmer = new LogTrimmer(parts, _state, _stopped.Token);
        _snapshots = new SnapshotWriter(parts, _state, _trimmer.Start);
        _committer = new GroupCommitter(
            parts, _state, _position, _snapshots, wake, Metrics, ended: DeactivateOnIdle, rested: () => _housekeeping!.Schedule());
        _recovery = new LogRecovery(parts, _state, _position, _snapshots);
        _gate = new RecoveryGate(parts, _position, maxWaiting);
        GrainTimerStart start = StartTimer;
        _deadline = new DeadlineTimer(start, Clock, () => _clockGuard.IsTrusted && _committer.Fault is null, OnDeadlineAsync);
        _housekeeping = new Housekeeping(parts, _state, _position, _committer, _snapshots, wake, start);
    }

    public abstract bool HasOpenBatch { get; }

    public virtual ISnapshotParts Parts => NoSnapshotParts.Instance;

    /// <summary>Whether a change that is applied now is likely to become durable. If not, whatever can wait should.</summary>
    protected bool CanWrite => _health?.WriteFailure is null && _clockGuard.IsTrusted;

    /// <summary>Name of the log.</summary>
    protected string LogName { get; }

    protected TimeProvider Clock { get; }

    protected ILogStore Store { get; }

    protected ILogger Logger { get; }

    protected AlertingMetrics Metrics { get; }

    /// <summary>Cancelled when the activation ends.</summary>
    protected CancellationToken Stopping => _stopped.Token;

    /// <summary>UTC ticks by the wall clock.</summary>
    protected long WallNow => Clock.GetUtcNow().UtcTicks;

    /// <summary>Sequence of the last durable entry.</summary>
    protected long Committed => _position.Committed;

    /// <summary>Sequence of the entry sealed last: <see cref="Committed"/>, or the one after it while that is being written.</summary>
    protected long SealedSequence => _position.Sealed;

    /// <summary>Sequence that the open batch will get.</summary>
    protected long OpenSequence => _position.Open;

    /// <summary>Bytes of the open batch, where it can become large.</summary>
    protected virtual int OpenBytes => 0;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var recovery = RecoverAsync(_stopped.Token);
        if (!await _gate.OpensSoonAsync(recovery, cancellationToken))
        {
            // However long the log is, the activation starts now; calls are refused until the log has been read.
            GrainLog.StillRecovering(Logger, LogName, Committed);
            _ = ObserveAsync(recovery);
        }
    }

    public Task Invoke(IIncomingGrainCallContext context) => _gate.IsOpen ? context.Invoke() : InvokeWhenOpenAsync(context);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _deadline.Dispose();
        _housekeeping.Dispose();
        await _stopped.CancelAsync();
        await Settled(_gate.Recovery).WaitAsync(cancellationToken);
        if (!_gate.IsOpen)
        {
            return;
        }

        if (_committer.Fault is null && _state.HasOpenBatch)
        {
            await Settled(Commit()).WaitAsync(cancellationToken);
        }

        await _committer.Finished.WaitAsync(cancellationToken);
        await _snapshots.Finished.WaitAsync(cancellationToken);
        if (_committer.Fault is null)
        {
            _snapshots.SaveAtRest(Committed, ends: true);
            await _snapshots.Finished.WaitAsync(cancellationToken);
            await _state.RestAsync(cancellationToken);
        }
    }

    public async Task WakeAsync()
    {
        await OnWakeAsync();

        // Where there was nothing to do, no commit moves the instant on for which it was woken.
        _housekeeping.Schedule();
    }

    public abstract ReadOnlyMemory<byte> Seal();

    public virtual void OnCommitted(long sequence)
    {
    }

    public abstract LogSnapshot Save();

    public abstract ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken);

    public abstract ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken);

    public virtual ValueTask ReduceMemoryAsync(bool isRecovering, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public virtual Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task RestAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract long? WakeAt();

    /// <summary>Called when the state is complete and before the first call is served.</summary>
    protected virtual Task RecoveredAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called when the wake service finds the log overdue. When it completes, everything that is due has been started.</summary>
    protected virtual Task OnWakeAsync() => Task.CompletedTask;

    /// <summary>Called when the deadline has passed.</summary>
    protected virtual Task OnDeadlineAsync() => Task.CompletedTask;

    /// <summary>Makes <see cref="OnDeadlineAsync"/> be called at this instant (UTC ticks), never earlier; null for never.</summary>
    protected void SetDeadline(long? at) => _deadline.Set(at);

    /// <summary>To be called before a change is applied.</summary>
    /// <exception cref="OverloadedException">Too many callers wait already.</exception>
    /// <exception cref="ClockUntrustedException">The clock is ahead of the true time.</exception>
    protected void EnsureWritable()
    {
        _clockGuard.ThrowIfUntrusted();
        _committer.ThrowIfFailed();

        // Refused before anything is applied, the activation stays, and what it knows can still be read.
        _health?.EnsureWritable();
        var bytes = OpenBytes + _committer.InFlightBytes;
        if (_committer.Waiting >= _maxWaiting || bytes >= MaxWaitingBytes)
        {
            throw new OverloadedException($"{_committer.Waiting} callers of '{LogName}' are waiting already with {bytes} bytes.");
        }
    }

    /// <summary>Completes when everything applied so far is durable: the open batch, or the one in flight if that is all.</summary>
    protected Task Commit() => _committer.CommitAsync();

    /// <summary>
    /// Completes when it is known that nobody else had written the log when this was called, so that whatever was durable then is known
    /// here. An activation whose process stood still, or is cut off, may be told that it has been replaced by nothing but this, or by
    /// an append that is refused.
    /// </summary>
    /// <exception cref="LogStoreUnavailableException">It has been replaced, and ends; or the store cannot be asked.</exception>
    protected async Task EnsureCurrentAsync()
    {
        var last = await Store.LastSequenceAsync(LogName, Stopping);

        // What this activation was appending meanwhile may be the last entry.
        await Commit();
        if (last > Committed)
        {
            DeactivateOnIdle();
            throw new LogStoreUnavailableException($"Another activation writes log '{LogName}'.");
        }
    }

    /// <summary>Records what was done, in the entry that holds the change: it joins the open batch, and then the audit log.</summary>
    protected void Record(AuditRecord record) => _audit!.Add(record);

    /// <summary>
    /// Completes when everything applied so far is durable and, where somebody waits who acts, is in the audit log: as a rule,
    /// for an audit log that cannot be reached keeps nobody.
    /// </summary>
    protected async Task CommitActAsync(Act? act)
    {
        await Commit();
        await AuditedAsync(act);
    }

    /// <summary>As <see cref="CommitActAsync"/>, of what is durable already.</summary>
    protected Task AuditedAsync(Act? act) => act is null ? Task.CompletedTask : _audit!.ReachesAsync(Committed, s_maxWaitForAudit);

    /// <summary>Awaits a task whose failure is reported to somebody else.</summary>
    protected static async Task Settled(Task task) =>
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private IGrainTimer StartTimer(Func<CancellationToken, Task> callback, TimeSpan dueTime) =>
        this.RegisterGrainTimer(callback, new GrainTimerCreationOptions(dueTime, Timeout.InfiniteTimeSpan) { Interleave = true });

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        await _recovery.RunAsync(cancellationToken);
        await RecoveredAsync(cancellationToken);
        _audit?.Committed(Committed);
        _trimmer.Begin();
        _housekeeping.Begin();
    }

    /// <summary>Deactivates the grain if a recovery that nobody awaits fails; the next activation tries again.</summary>
    private async Task ObserveAsync(Task recovery)
    {
        try
        {
            await recovery;
            GrainLog.Recovered(Logger, LogName, Committed);
        }
        catch (Exception exception)
        {
            if (!_stopped.IsCancellationRequested)
            {
                GrainLog.RecoveryFailed(Logger, exception, LogName, Committed);
            }

            DeactivateOnIdle();
        }
    }

    private async Task InvokeWhenOpenAsync(IIncomingGrainCallContext context)
    {
        await _gate.PassAsync();
        await context.Invoke();
    }
}
