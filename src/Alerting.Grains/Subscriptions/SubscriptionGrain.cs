using System.Text.Json;
using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Grains.Retention;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Alerting.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// Follows the ledger for one subscription and delivers what matches. A first attempt starts as soon as the ledger
/// tells of the revision, while the record of it is still being written: a crash in between repeats the attempt.
/// </summary>
[Reentrant]
internal sealed partial class SubscriptionGrain : EventSourcedGrain, ISubscriptionGrain, ILedgerFollower
{
    private const int MostListed = 1_000;

    private readonly string _id;
    private readonly IAlertLedgerGrain _ledger;
    private readonly Dictionary<string, IDeliveryChannel> _channels;
    private readonly DeliverySlots _slots;
    private readonly DeliveryLoop _loop;
    private readonly RegionCatalog _regions;
    private readonly ILogger _logger;
    private SubscriptionState _state = new();
    private List<SubscriptionEvent> _batch = [];
    private Task _lastChange = Task.CompletedTask;

    public SubscriptionGrain(IServiceProvider services, IGrainContext context, ILogger<SubscriptionGrain> logger)
        : base(services, logger)
    {
        _id = context.GrainId.Key.ToString()!;
        _ledger = services.GetRequiredService<IGrainFactory>().GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);
        _channels = services.GetServices<IDeliveryChannel>().ToDictionary(channel => channel.Type, StringComparer.Ordinal);
        _slots = services.GetRequiredService<DeliverySlots>();
        _loop = new DeliveryLoop(this, _slots);
        _age = new LogAge(Store, LogName, services.GetRequiredService<RetentionPeriods>().Ledger, RecordedAt, Clock);
        _regions = services.GetRequiredService<RegionCatalog>();
        _logger = logger;
    }

    protected override string LogName => LogOwners.Subscription(_id);

    protected override bool HasOpenBatch => _batch.Count > 0;

    public Task<SubscriptionChange> PutAsync(Subscription subscription, long? startAfter, long? expected) =>
        InTurnAsync(() => SaveAsync(subscription, startAfter, expected));

    public async Task<SubscriptionView?> GetAsync()
    {
        await Commit();
        return _state.View;
    }

    public Task<SubscriptionRemoval> DeleteAsync(long? expected) => InTurnAsync(() => RemoveAsync(expected));

    public async Task<DeliveryPage?> DeliveriesAsync(long after, int limit, DeliveryStatus? status)
    {
        await Commit();
        return _state.Definition is null ? null : _state.Deliveries(after, Math.Clamp(limit, 1, MostListed), status);
    }

    public async Task<SubscriptionTestResult?> TestAsync()
    {
        EnsureWritable();
        if (_state.Definition is not { Channel: var target })
        {
            return null;
        }

        var result = await SendTestAsync(target);
        EnsureWritable();
        var isCurrent = _state.Definition?.Channel == target;
        Raise(isCurrent ? _state.Tested(result is DeliveryResult.Delivered, result is DeliveryResult.Gone, WallNow) : []);
        await Commit();
        _loop.Run();
        return result switch
        {
            DeliveryResult.Delivered delivered => new(true, delivered.StatusCode, null),
            DeliveryResult.RetryAfter busy => new(false, busy.StatusCode, busy.Error),
            DeliveryResult.Failed failed => new(false, failed.StatusCode, failed.Error),
            _ => new(false, 410, SubscriptionState.GoneReason),
        };
    }

    public async Task<long> LedgerAdvancedAsync(long head, IReadOnlyList<LedgerRevision> newest)
    {
        EnsureWritable();
        _head = Math.Max(_head, head);
        await TakeAsync(newest);
        await ReadAsync();

        // What a disabled subscription or one without room has not read, it reads by itself later; what is read
        // during the commit is not durable with it.
        var through = CanRead ? Math.Min(_state.ScannedTo, head) : head;
        await Commit();
        return through;
    }

    public override Task WakeAsync()
    {
        _loop.Run();
        ReadOn();
        return Task.CompletedTask;
    }

    protected override Task RecoveredAsync(CancellationToken cancellationToken)
    {
        _loop.Run();
        ReadOn();
        return Task.CompletedTask;
    }

    protected override Task OnDeadlineAsync()
    {
        _loop.Run();
        return Task.CompletedTask;
    }

    protected override long? WakeAt() => _state.IsActive && _head > _state.ScannedTo ? WallNow : _state.WakeAt(WallNow);

    protected override ValueTask RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        _state = SubscriptionState.FromSnapshot(JsonSerializer.Deserialize(snapshot.Span, SubscriptionJson.Default.SubscriptionSnapshot)!);
        return ValueTask.CompletedTask;
    }

    protected override ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        foreach (var change in Events(entry))
        {
            _state.Apply(change);
        }

        return ValueTask.CompletedTask;
    }

    private static List<SubscriptionEvent> Events(LogEntry entry) =>
        JsonSerializer.Deserialize(entry.Payload.Span, SubscriptionJson.Default.ListSubscriptionEvent)!;

    protected override ReadOnlyMemory<byte> Save() =>
        JsonSerializer.SerializeToUtf8Bytes(_state.ToSnapshot(), SubscriptionJson.Default.SubscriptionSnapshot);

    protected override ReadOnlyMemory<byte> Seal()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(_batch, SubscriptionJson.Default.ListSubscriptionEvent);
        _batch = [];
        return bytes;
    }

    // Following the ledger and being there go together: saving and removing must not overtake each other between the two.
    private async Task<T> InTurnAsync<T>(Func<Task<T>> change)
    {
        var before = _lastChange;
        var done = new TaskCompletionSource();
        _lastChange = done.Task;
        await before;
        try
        {
            return await change();
        }
        finally
        {
            done.SetResult();
        }
    }

    private async Task<SubscriptionChange> SaveAsync(Subscription subscription, long? startAfter, long? expected)
    {
        EnsureWritable();
        if (ConflictOf(expected) is { } conflict)
        {
            return conflict;
        }

        // The ledger holds the place before the subscription exists: nothing in between is missed. Where it exists the
        // ledger holds it already, and nothing changes.
        var exists = _state.Definition is not null;
        var refused = !exists && subscription.Channel.Secret is null;
        var start = refused ? 0 : await _ledger.FollowAsync(_id, exists ? null : startAfter);

        EnsureWritable();
        if (start == IAlertLedgerGrain.NoMoreFollowers)
        {
            var full = $"There are as many subscriptions as there may be ({LimitOptions.Section}:{nameof(LimitOptions.Subscriptions)}).";
            return new SubscriptionChange(false, null, new Fault(FaultTypes.LimitReached, full));
        }

        // A receiver may have disabled it meanwhile.
        if (ConflictOf(expected) is { } late)
        {
            return late;
        }

        var created = _state.Definition is null;
        var (events, error) = _state.Configure(subscription, start, WallNow);
        if (error is not null)
        {
            return new SubscriptionChange(false, null, error);
        }

        Raise(events);
        var view = _state.View;
        await Commit();
        _loop.Run();
        ReadOn();
        return new SubscriptionChange(created, view, null);
    }

    private SubscriptionChange? ConflictOf(long? expected) => IsConflict(expected)
        ? new SubscriptionChange(false, null, new Fault(FaultTypes.PreconditionFailed, "Another version of the subscription is there."))
        : null;

    private bool IsConflict(long? expected) => expected is { } version && version != _state.Version;

    private async Task<SubscriptionRemoval> RemoveAsync(long? expected)
    {
        EnsureWritable();
        if (IsConflict(expected))
        {
            return SubscriptionRemoval.Conflict;
        }

        var existed = _state.Definition is not null;
        if (existed)
        {
            _loop.Forget();
            _bodies.Clear();
            Raise([new SubscriptionDeleted()]);
        }

        await Commit();

        // Also when there is none: the attempt before may have ended between the two.
        await _ledger.UnfollowAsync(_id);
        return existed ? SubscriptionRemoval.Deleted : SubscriptionRemoval.NotFound;
    }

    private void Raise(IReadOnlyList<SubscriptionEvent> events)
    {
        foreach (var change in events)
        {
            _state.Apply(change);
            _batch.Add(change);
            if (change is SubscriptionDisabled disabled)
            {
                SubscriptionLog.Disabled(_logger, _id, disabled.Reason);
            }
        }
    }
}
