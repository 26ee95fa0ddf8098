using System.Text.Json;
using Alerting.Alerts;
using Alerting.Grains.Logs;
using Alerting.Logs;
using Alerting.Regions;
using Alerting.Reports;
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
internal sealed class SubscriptionGrain : EventSourcedGrain, ISubscriptionGrain, ILedgerFollower
{
    private const int Page = 500;
    private const int MostInFlight = 16;
    private const string GoneReason = "the receiver answered 410";

    private readonly string _id;
    private readonly IAlertLedgerGrain _ledger;
    private readonly WebhookChannel _channel;
    private readonly RegionCatalog _regions;
    private readonly SubscriptionState _state = new();
    private readonly Dictionary<long, Alert> _bodies = [];
    private readonly HashSet<long> _inFlight = [];
    private List<SubscriptionEvent> _batch = [];
    private bool _reading;

    public SubscriptionGrain(IServiceProvider services, IGrainContext context, ILogger<SubscriptionGrain> logger)
        : base(services, logger)
    {
        _id = context.GrainId.Key.ToString()!;
        _ledger = services.GetRequiredService<IGrainFactory>().GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);
        _channel = services.GetRequiredService<WebhookChannel>();
        _regions = services.GetRequiredService<RegionCatalog>();
    }

    protected override string LogName => LogOwners.Subscription(_id);

    protected override bool HasOpenBatch => _batch.Count > 0;

    public async Task<SubscriptionChange> PutAsync(Subscription subscription, long? startAfter)
    {
        EnsureWritable();
        var former = _state.Subscription;
        var secret = subscription.Channel.Secret ?? former?.Channel.Secret;
        if (secret is null)
        {
            return new SubscriptionChange(false, null, new Fault(FaultTypes.MissingField, "A new webhook needs a secret: 'whsec_' and the base64 of 24 to 64 bytes.", "$.channel.secret"));
        }

        // The ledger holds its place before the subscription exists: nothing in between is missed.
        long? after = former is null ? await _ledger.FollowAsync(_id, startAfter) : null;
        var next = subscription with { Channel = subscription.Channel with { Secret = secret } };
        if (!next.Enabled)
        {
            next = next with { DisabledReason = "by the subscriber", DisabledSince = former?.DisabledSince ?? Clock.GetUtcNow() };
        }

        Raise(new SubscriptionEvent.Configured(next, after));
        await Commit();

        // The ledger may have told of what is there before there was a subscription to take it.
        await ReadAsync(await _ledger.HeadAsync());
        Work();
        return new SubscriptionChange(former is null, SubscriptionView.Of(next), null);
    }

    public async Task<SubscriptionView?> GetAsync()
    {
        await Commit();
        return _state.Subscription is { } subscription ? SubscriptionView.Of(subscription) : null;
    }

    public async Task<bool> DeleteAsync()
    {
        EnsureWritable();
        if (_state.Subscription is null)
        {
            return false;
        }

        Raise(new SubscriptionEvent.Deleted());
        await Commit();
        await _ledger.UnfollowAsync(_id);
        return true;
    }

    public async Task<DeliveryPage?> DeliveriesAsync(long after, int limit)
    {
        await Commit();
        if (_state.Subscription is null)
        {
            return null;
        }

        var items = _state.After(after).Take(limit + 1).ToList();
        var more = items.Count > limit;
        if (more)
        {
            items.RemoveAt(limit);
        }

        return new DeliveryPage(items, more ? items[^1].Seq : null);
    }

    public async Task<int?> ReplayAsync(long? seq)
    {
        EnsureWritable();
        if (_state.Subscription is null)
        {
            return null;
        }

        var dead = _state.Dead.Where(d => seq is null || d.Seq == seq).Select(d => d.Seq).ToList();
        if (dead.Count > 0)
        {
            Raise(new SubscriptionEvent.Replayed(dead, Clock.GetUtcNow()));
        }

        await Commit();
        Work();
        return dead.Count;
    }

    public async Task<long> LedgerAdvancedAsync(long head)
    {
        EnsureWritable();
        if (_state.Subscription is null)
        {
            return head;
        }

        await ReadAsync(head);

        // What is read meanwhile is not durable with this commit.
        var through = _state.Through;
        await Commit();
        return through;
    }

    public override Task WakeAsync()
    {
        Work();
        return Task.CompletedTask;
    }

    protected override Task RecoveredAsync(CancellationToken cancellationToken)
    {
        Work();
        return Task.CompletedTask;
    }

    protected override Task OnDeadlineAsync()
    {
        Work();
        return Task.CompletedTask;
    }

    protected override long? WakeAt() =>
        !_state.Delivers || _state.PendingCount == 0 ? null : _inFlight.Count > 0 ? WallNow : NextDue();

    protected override void Restore(ReadOnlyMemory<byte> snapshot) =>
        _state.Restore(JsonSerializer.Deserialize(snapshot.Span, SubscriptionJson.Default.SubscriptionSnapshot)!);

    protected override void Replay(LogEntry entry)
    {
        foreach (var change in JsonSerializer.Deserialize(entry.Payload.Span, SubscriptionJson.Default.ListSubscriptionEvent)!)
        {
            _state.Apply(change);
        }
    }

    protected override ReadOnlyMemory<byte> Save() =>
        JsonSerializer.SerializeToUtf8Bytes(_state.Save(), SubscriptionJson.Default.SubscriptionSnapshot);

    protected override ReadOnlyMemory<byte> Seal()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(_batch, SubscriptionJson.Default.ListSubscriptionEvent);
        _batch = [];
        return bytes;
    }

    private void Raise(SubscriptionEvent change)
    {
        _state.Apply(change);
        _batch.Add(change);
    }

    /// <summary>Takes from the ledger what is new, as long as there is room.</summary>
    private async Task ReadAsync(long head)
    {
        if (_reading)
        {
            return;
        }

        _reading = true;
        try
        {
            while (_state.Through < head && _state.PendingCount < SubscriptionState.MostPending && _state.Subscription is not null)
            {
                var page = await _ledger.ReadAsync(_state.Through, Page);
                if (page.Count == 0 || _state.Subscription is not { } subscription)
                {
                    return;
                }

                Take(subscription, page);
                Work();
            }
        }
        finally
        {
            _reading = false;
        }
    }

    private void Take(Subscription subscription, IReadOnlyList<Alert> page)
    {
        var now = Clock.GetUtcNow();
        var matching = new List<OpenDelivery>();
        foreach (var alert in page)
        {
            if (alert.Seq > _state.Through && subscription.Matches(alert, _regions))
            {
                matching.Add(new OpenDelivery(alert.Seq, alert.AlertId, alert.Revision, alert.Change, now));
                _bodies[alert.Seq] = alert;
            }
        }

        Raise(new SubscriptionEvent.Taken(Math.Max(page[^1].Seq, _state.Through), matching));
        _ = Settled(Commit());
    }

    /// <summary>Starts the attempts that are due and sets the clock for the next.</summary>
    private void Work()
    {
        if (!_state.Delivers || Stopping.IsCancellationRequested)
        {
            SetDeadline(null);
            return;
        }

        var now = Clock.GetUtcNow();
        foreach (var front in _state.Fronts.Where(f => f.NextAttemptAt <= now && !_inFlight.Contains(f.Seq)).OrderBy(f => f.Seq).ToList())
        {
            if (_inFlight.Count >= MostInFlight)
            {
                break;
            }

            _inFlight.Add(front.Seq);
            _ = AttemptAsync(front);
        }

        SetDeadline(NextDue());
    }

    private long? NextDue()
    {
        long? next = null;
        foreach (var front in _state.Fronts)
        {
            if (!_inFlight.Contains(front.Seq) && front.NextAttemptAt is { } at && (next is null || at.UtcTicks < next))
            {
                next = at.UtcTicks;
            }
        }

        // What is due but has no place is started when one gets free.
        return _inFlight.Count >= MostInFlight ? null : next;
    }

    private async Task AttemptAsync(Delivery delivery)
    {
        try
        {
            var subscription = _state.Subscription!;
            if (await BodyAsync(delivery.Seq) is { } alert)
            {
                var result = await _channel.SendAsync(subscription, alert, Stopping);
                Record(delivery, alert, result);
                await Commit();
            }
        }
        catch (Exception exception)
        {
            // Cut off: it left no trace and is repeated, by this activation or the next.
            if (!Stopping.IsCancellationRequested)
            {
                GrainLog.HopFailed(Logger, exception, LogName, delivery.WebhookId, TimeSpan.FromSeconds(1));
                await Settled(Task.Delay(TimeSpan.FromSeconds(1), Clock, Stopping));
            }
        }
        finally
        {
            _inFlight.Remove(delivery.Seq);
        }

        Work();
        await Settled(ContinueAsync());
    }

    /// <summary>There may be room again for what the ledger has.</summary>
    private async Task ContinueAsync()
    {
        if (_state.PendingCount == SubscriptionState.MostPending - 1 && !Stopping.IsCancellationRequested)
        {
            await ReadAsync(await _ledger.HeadAsync());
        }
    }

    private async Task<Alert?> BodyAsync(long seq)
    {
        if (_bodies.Remove(seq, out var known))
        {
            return known;
        }

        var page = await _ledger.ReadAsync(seq - 1, 1);
        return page.Count > 0 && page[0].Seq == seq ? page[0] : null;
    }

    private void Record(Delivery delivery, Alert alert, DeliveryResult result)
    {
        var now = Clock.GetUtcNow();
        if (_state.Find(delivery.Seq) is not { Status: DeliveryStatus.Pending } current)
        {
            return;
        }

        switch (result.Outcome)
        {
            case DeliveryOutcome.Delivered:
                Metrics.Attempted("delivered");
                Metrics.Delivered(now - alert.UpdatedAt);
                Raise(new SubscriptionEvent.Delivered(delivery.Seq, now, result.Status!.Value));
                break;
            case DeliveryOutcome.Gone:
                Metrics.Attempted("gone");
                Raise(new SubscriptionEvent.Configured(_state.Subscription! with { Enabled = false, DisabledReason = GoneReason, DisabledSince = now }, null));
                break;
            default:
                var wait = RetrySchedule.After(current.Attempts + 1, Random.Shared.NextDouble());
                var next = wait is null ? (DateTimeOffset?)null : now + (result.RetryAfter ?? wait.Value);
                Metrics.Attempted(next is null ? "dead" : "failed");
                Raise(new SubscriptionEvent.Failed(delivery.Seq, now, result.Status, result.Error, next));
                break;
        }
    }
}
