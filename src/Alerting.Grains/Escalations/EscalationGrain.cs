using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Escalations;
using Alerting.Grains.Alerts;
using Alerting.Grains.Logs;
using Alerting.Grains.OnCall;
using Alerting.Grains.Retention;
using Alerting.Notifications;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Escalations;
using Alerting.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Alerting.Grains.Escalations;

/// <summary>
/// Follows the ledger for all policies and calls whom their steps name. A step is recorded before its calls go out, with whom it
/// calls; a crash between a call and the record of it repeats the call under its key.
/// </summary>
[Reentrant]
internal sealed class EscalationGrain : EventSourcedGrain, IEscalationGrain, ILedgerFollower, IEscalationHost
{
    private readonly EscalationJournal _journal = new();
    private readonly IAlertLedgerGrain _ledger;
    private readonly Func<string, string, bool> _isWithin;
    private readonly LedgerReader _reader;
    private readonly LedgerCheck _check;
    private readonly EscalationHolds _holds;
    private readonly EscalationSteps _steps;
    private readonly CallSender _sender;
    private readonly LogAge _age;

    public EscalationGrain(IServiceProvider services, ILogger<EscalationGrain> logger)
        : base(services, logger, LogOwners.Escalations)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var contacts = services.GetRequiredService<ContactCache>();
        _ledger = grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);
        _isWithin = services.GetRequiredService<RegionCatalog>().IsWithin;
        _reader = new LedgerReader(
            LogName, "escalations", _journal, _ledger, TakeAsync, SkipAsync, services.GetRequiredService<Backoff>(), Clock, logger,
            Stopping);
        _check = new LedgerCheck(_ledger, _reader, _journal);
        var bodies = new CallBodies(_ledger);
        _holds = new EscalationHolds(services, _journal, bodies, this);
        _steps = new EscalationSteps(
            _journal, _check, new StepCallees(contacts, services.GetRequiredService<ScheduleCache>()), _holds, this, logger);
        _sender = new CallSender(
            _journal, _check, bodies, new CallTargets(contacts, grains),
            services.GetRequiredService<NotificationChannels>(), services.GetRequiredService<DeliverySlots>(), this, Metrics, logger);
        _age = new LogAge(
            Store, LogName, services.GetRequiredService<RetentionPeriods>().Ledger,
            static entry => EscalationJournal.RecordedAt(entry.Payload.Span), Clock);
    }

    public override bool HasOpenBatch => _journal.HasOpen;

    long IEscalationHost.Now => WallNow;

    CancellationToken IEscalationHost.Stopping => Stopping;

    private EscalationState State => _journal.State;

    public async Task AdoptAsync(long revision, IReadOnlyList<EscalationPolicyVersion> policies)
    {
        EnsureWritable();
        if (revision > State.Revision)
        {
            // Alerts raised before are read with the policies of before, and with the first policy reading begins here.
            long? start = null;
            if (State.Follows)
            {
                await _check.AsOfNowAsync();
            }
            else if (policies.Count > 0)
            {
                start = await _ledger.FollowAsync(LedgerFollowerNames.Escalations, null);
            }

            EnsureWritable();
            _journal.Raise(State.Adopt(
                revision, [.. policies.Select(static policy => new PolicyInForce(policy.Id, policy.Version, policy.Definition!))], start,
                WallNow));

            // The ledger may have told of revisions since it is followed, when they could not be taken yet.
            _reader.Refresh();
        }

        await Commit();
        Run();
    }

    public async Task<IReadOnlyList<AlertEscalation>> GetAsync(string alertId)
    {
        await Commit();
        return State.View(alertId);
    }

    public async Task<long> LedgerAdvancedAsync(long head, IReadOnlyList<LedgerRevision> newest)
    {
        EnsureWritable();
        if (!State.Follows)
        {
            // Reading begins when a policy is adopted, from where the ledger was followed from.
            return head;
        }

        await _reader.AdvanceAsync(head, newest);
        await Commit();
        return Math.Min(State.ScannedTo, head);
    }

    public async Task<long> NeedsAsync(long below)
    {
        EnsureWritable();
        _journal.Raise(State.Forget(below));
        await Commit();
        return State.NeededFrom();
    }

    public override Task WakeAsync()
    {
        _reader.Refresh();
        _holds.LookAgain();
        Run();
        return Task.CompletedTask;
    }

    void IEscalationHost.EnsureWritable() => EnsureWritable();

    Task IEscalationHost.CommitAsync() => Commit();

    public void Run()
    {
        _steps.Run();
        _sender.Run();
        SetDeadline(new[] { _steps.NextLook, _sender.NextLook }.Min());
    }

    protected override Task RecoveredAsync(CancellationToken cancellationToken)
    {
        State.Recovered();
        _reader.Refresh();
        Run();
        return Task.CompletedTask;
    }

    protected override Task OnDeadlineAsync()
    {
        Run();
        return Task.CompletedTask;
    }

    public override long? WakeAt() => State.Follows && _reader.IsBehind ? WallNow : State.WakeAt(WallNow);

    public override ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        _journal.Restore(snapshot.Span);
        return ValueTask.FromResult(true);
    }

    public override ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        _journal.Replay(entry.Payload.Span);
        return ValueTask.CompletedTask;
    }

    public override LogSnapshot Save() => new(SealedSequence, _journal.Save());

    public override ReadOnlyMemory<byte> Seal() => _journal.Seal();

    public override Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken) =>
        _age.TrimAsync(snapshotSequence + 1, cancellationToken);

    /// <param name="revisions">The next revisions of the ledger, without a gap.</param>
    private async Task TakeAsync(IReadOnlyList<LedgerRevision> revisions)
    {
        var held = await _holds.ReadAsync(revisions);
        foreach (var revision in revisions)
        {
            _journal.Raise(State.Take(revision.Alert, _isWithin, held.Holds, held.At));
        }

        _holds.Release(held);
        _holds.Watch();
        await Commit();
        Run();
    }

    private async Task SkipAsync(long first)
    {
        EscalationLog.Skipped(Logger, State.ScannedTo + 1, first - 1);
        _journal.Raise(State.Skip(first));
        await Commit();
    }
}
