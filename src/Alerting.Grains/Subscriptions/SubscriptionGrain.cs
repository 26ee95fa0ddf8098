using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Access;
using Alerting.Grains.Alerts;
using Alerting.Grains.Audit;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Grains.Retention;
using Alerting.Notifications;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Subscriptions;
using Alerting.Reports;
using Alerting.Silences;
using Alerting.Storage.Logs;
using Alerting.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// Follows the ledger for one subscription and delivers what matches. A first attempt starts as soon as the ledger
/// reports the revision, while the record of it is still being written: after a crash in between the attempt is
/// repeated.
/// </summary>
[Reentrant]
internal sealed partial class SubscriptionGrain : EventSourcedGrain, ISubscriptionGrain, ILedgerFollower, ISubscriptionHost
{
    private const int MaxListed = 1_000;

    private readonly string _id;
    private readonly IAlertLedgerGrain _ledger;
    private readonly NotificationChannels _channels;
    private readonly Func<string, string, bool> _isWithin;
    private readonly SubscriptionJournal _journal;
    private readonly LedgerReader _reader;
    private readonly RevisionBodies _bodies;
    private readonly DeliverySender _sender;
    private readonly SubscriptionReplay _replay;
    private readonly SubscriptionRetention _retention;
    private readonly SubscriptionOwner _owner;
    private readonly SubscribedArea _area;
    private readonly SubscriptionHolds _holds;
    private readonly SubscriptionDeadlines _deadlines;
    private readonly SubscriptionHealth _health;

    // Saving and removing each call the ledger as well.
    private readonly Turns _changes = new();

    public SubscriptionGrain(IServiceProvider services, IGrainContext context, ILogger<SubscriptionGrain> logger)
        : base(services, logger, LogOwners.Subscription(context.GrainId.Key.ToString()!), isAudited: true)
    {
        _id = context.GrainId.Key.ToString()!;
        _ledger = services.GetRequiredService<IGrainFactory>().GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);
        _channels = services.GetRequiredService<NotificationChannels>();
        _isWithin = services.GetRequiredService<RegionCatalog>().IsWithin;
        var format = services.GetRequiredService<SubscriptionFormat>();
        _journal = new SubscriptionJournal(_id, format, logger);
        var periods = services.GetRequiredService<RetentionPeriods>();
        var age = new LogAge(Store, LogName, periods.Ledger, entry => SubscriptionRetention.RecordedAt(format, entry), Clock);
        _retention = new SubscriptionRetention(_id, _journal, this, _ledger, age, logger);
        _health = services.GetRequiredService<SubscriptionHealth>();
        var backoff = services.GetRequiredService<Backoff>();
        _reader = new LedgerReader(
            LogName, "its deliveries", _journal, _ledger, OfferAsync, _retention.SkipAsync, backoff, Clock, logger, Stopping);
        _bodies = new RevisionBodies(_journal, _ledger);
        _owner = new SubscriptionOwner(_journal, services.GetRequiredService<OwnerLimits>(), this);
        var slots = services.GetRequiredService<DeliverySlots>();
        var messages = new DeliveryMessages(_id, _journal, _bodies, _owner);
        _sender = new DeliverySender(_id, _journal, _bodies, messages, _channels, slots, this, Metrics, Clock, logger, _reader.Start);
        _area = new SubscribedArea(services, _journal);
        _holds = new SubscriptionHolds(_id, services, _journal, this, _sender.Run);
        var heartbeats = new HeartbeatSender(_id, _journal, _channels, slots, this, logger, _sender.Run);
        _deadlines = new SubscriptionDeadlines(_journal, _holds, heartbeats, this);
        _replay = new SubscriptionReplay(
            _journal, _reader, _sender, _retention, _owner, this, _ledger.FirstSinceAsync, _isWithin, _area, _holds);
    }

    public override bool HasOpenBatch => _journal.HasOpen;

    long ISubscriptionHost.Now => WallNow;

    CancellationToken ISubscriptionHost.Stopping => Stopping;

    private SubscriptionState State => _journal.State;

    public Task<SubscriptionChange> PutAsync(Subscription subscription, long? startAfter, long? expected, Act? act) =>
        _changes.TakeAsync(() => SaveAsync(subscription, startAfter, expected, act));

    public async Task<SubscriptionView?> GetAsync()
    {
        await Commit();
        return State.View;
    }

    public Task<SubscriptionRemoval> DeleteAsync(long? expected, Act? act) => _changes.TakeAsync(() => RemoveAsync(expected, act));

    public Task<bool> OwnerEndedAsync(string owner, string reason, Act? act) => _changes.TakeAsync(
        () => _owner.EndAsync(owner, reason, before => Record(SubscriptionRecords.Change(act, Clock.GetUtcNow(), before, State.View))));

    public async Task<DeliveryPage?> DeliveriesAsync(long after, int limit, DeliveryStatus? status)
    {
        await Commit();
        return State.Definition is null ? null : State.Deliveries(after, Math.Clamp(limit, 1, MaxListed), status);
    }

    public async Task<IReadOnlyList<Delivery>> DeliveriesOfAsync(string alertId)
    {
        await Commit();
        return State.Definition is null ? [] : State.DeliveriesOf(alertId);
    }

    public async Task<ReplayResult?> ReplayAsync(ReplayRequest request, Act? act)
    {
        var result = await _replay.ReplayAsync(
            request, () => Record(SubscriptionRecords.Replayed(act, Clock.GetUtcNow(), State.View!, request)));
        await AuditedAsync(act);
        return result;
    }

    public async Task<SubscriptionTestResult?> TestAsync(Act? act)
    {
        EnsureWritable();
        if (State is not { Definition.Channel: { } settings, View: { } tested })
        {
            return null;
        }

        var verdict = await _sender.SendTestAsync(settings);
        EnsureWritable();
        var isCurrent = State.Definition?.Channel == settings;
        _journal.Raise(isCurrent ? State.Tested(verdict, WallNow) : []);
        var result = new SubscriptionTestResult(verdict is NotificationVerdict.Delivered, verdict.StatusCode, verdict.Error);
        Record(SubscriptionRecords.Tested(act, Clock.GetUtcNow(), tested, result));
        await CommitActAsync(act);
        _sender.Run();
        return result;
    }

    public async Task<long> LedgerAdvancedAsync(long head, IReadOnlyList<LedgerRevision> newest)
    {
        EnsureWritable();
        await _reader.AdvanceAsync(head, newest);

        // A disabled subscription, or one without room, will read the rest itself later.
        var through = _reader.CanTake ? Math.Min(State.ScannedTo, head) : head;
        await Commit();
        return through;
    }

    public Task<SubscribedCall> CallAsync(Alert alert) => _owner.CallAsync(alert);

    public Task<long> NeedsAsync(long below) => _retention.NeedsAsync(below);

    public async Task<IReadOnlyList<HeldDelivery>> HeldAsync(string silence, long after, int limit)
    {
        await Commit();
        return _holds.HeldBy(silence, after, Math.Clamp(limit, 1, MaxListed));
    }

    protected override async Task OnWakeAsync()
    {
        await _deadlines.RunAsync();
        _reader.Refresh();
    }

    void ISubscriptionHost.EnsureWritable() => EnsureWritable();

    Task ISubscriptionHost.CommitAsync() => Commit();

    void ISubscriptionHost.LookAgainAt(long? at) => SetDeadline(_deadlines.NextLook(at));

    protected override Task RecoveredAsync(CancellationToken cancellationToken)
    {
        _journal.Raise(State.DisableUnreadable(WallNow));
        ShowHealth();
        _sender.Run();
        _reader.Refresh();
        return Task.CompletedTask;
    }

    protected override Task OnDeadlineAsync() => _deadlines.RunAsync();

    public override long? WakeAt() => State.IsActive && _reader.IsBehind ? WallNow : State.WakeAt(WallNow);

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

    public override Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken) =>
        _retention.TrimAsync(snapshotSequence, cancellationToken);

    public override ReadOnlyMemory<byte> Seal() => _journal.Seal();

    /// <param name="revisions">The next revisions of the ledger, without a gap.</param>
    private async Task OfferAsync(IReadOnlyList<LedgerRevision> revisions)
    {
        var isAllowed = await _owner.LimitsAsync();
        var holds = await _holds.ReleaseAsync(revisions);
        if (State.Offer(revisions, _isWithin, WallNow, isAllowed, _area.Filter(), holds) is { } advanced)
        {
            _bodies.Keep(advanced.Opened.Select(entry => revisions[(int)(entry.Seq - revisions[0].Alert.Seq)].Alert));
            _journal.Raise([advanced]);
            _holds.Watch();

            // Attempts start before the record of them is written, to save the time of a commit.
            _sender.Run();
            await Commit();
        }
    }

    private async Task<SubscriptionChange> SaveAsync(Subscription subscription, long? startAfter, long? expected, Act? act)
    {
        EnsureWritable();
        if (ConflictOf(expected) is { } conflict)
        {
            return conflict;
        }

        // Follow the ledger first and save then: so no revision is missed in between. A subscription that exists
        // follows already, and nothing changes.
        var exists = State.Definition is not null;
        var isIncomplete = _channels.For(subscription.Channel).Complete(subscription.Channel, State.Definition?.Channel).Fault is not null;
        var start = isIncomplete ? 0 : await _ledger.FollowAsync(_id, exists ? null : startAfter);

        EnsureWritable();
        if (start == IAlertLedgerGrain.NoMoreFollowers)
        {
            var full = $"There are as many subscriptions as there may be ({LimitOptions.Section}:{nameof(LimitOptions.Subscriptions)}).";
            return new SubscriptionChange(false, null, new Fault(FaultTypes.LimitReached, full));
        }

        // The receiver may have disabled the subscription meanwhile.
        if (ConflictOf(expected) is { } late)
        {
            return late;
        }

        var before = State.View;
        var (settings, incomplete) = _channels.For(subscription.Channel).Complete(subscription.Channel, State.Definition?.Channel);
        if (incomplete is not null)
        {
            return new SubscriptionChange(false, null, incomplete);
        }

        _journal.Raise(State.Configure(subscription with { Channel = settings }, start, WallNow));
        var view = State.View;
        Record(SubscriptionRecords.Change(act, Clock.GetUtcNow(), before, view));
        await Commit();
        await WakeAsync();
        await AuditedAsync(act);
        return new SubscriptionChange(before is null, view, null);
    }

    private SubscriptionChange? ConflictOf(long? expected) => IsConflict(expected)
        ? new SubscriptionChange(false, null, new Fault(FaultTypes.PreconditionFailed, "Another version of the subscription is there."))
        : null;

    private bool IsConflict(long? expected) => expected is { } version && version != State.Version;

    private async Task<SubscriptionRemoval> RemoveAsync(long? expected, Act? act)
    {
        EnsureWritable();
        if (IsConflict(expected))
        {
            return SubscriptionRemoval.Conflict;
        }

        var before = State.View;
        if (before is not null)
        {
            _sender.Forget();
            _journal.Raise([new SubscriptionDeleted()]);
            Record(SubscriptionRecords.Change(act, Clock.GetUtcNow(), before, null));
        }

        await CommitActAsync(act);

        // Also when there is no subscription: an earlier attempt may have failed between the two steps.
        await _ledger.UnfollowAsync(_id);
        return before is not null ? SubscriptionRemoval.Deleted : SubscriptionRemoval.NotFound;
    }
}
