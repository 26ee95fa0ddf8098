using System.Diagnostics;
using Alerting.Alerts;
using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Storage.Logs;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

// The attempts, as the loop starts them.
internal sealed partial class SubscriptionGrain : IDeliveryWork
{
    // Somebody waits for the answer to a test: a host to which all places are taken is told of soon.
    private static readonly TimeSpan s_patienceOfTests = TimeSpan.FromSeconds(5);

    SubscriptionState IDeliveryWork.State => _state;

    long IDeliveryWork.Now => WallNow;

    CancellationToken IDeliveryWork.Stopping => Stopping;

    void IDeliveryWork.WakeLoopAt(long? at) => SetDeadline(at);

    async Task<bool> IDeliveryWork.AttemptAsync(DeliveryEntry entry, CancellationTokenSource attempts)
    {
        try
        {
            await TryAsync(entry, attempts);
        }
        catch (Exception exception)
        {
            // Cut off: it leaves no trace and is repeated, by this activation or the next.
            if (attempts.IsCancellationRequested)
            {
                return false;
            }

            _state.Abandoned(entry.Seq);
            _loop.Pause(s_pause);
            SubscriptionLog.AttemptCutOff(_logger, exception, _id, entry.WebhookId, s_pause);
        }

        if (_head > _state.ScannedTo)
        {
            ReadOn();
        }

        return true;
    }

    private async Task TryAsync(DeliveryEntry entry, CancellationTokenSource attempts)
    {
        using var activity = AlertingTelemetry.Source.StartActivity("deliver", ActivityKind.Producer, default(ActivityContext));
        activity?.SetTag("alerting.alert.id", entry.AlertId).SetTag("alerting.subscription.id", _id);
        var startedAt = WallNow;
        Alert? alert = null;
        DeliveryResult result;
        var target = _state.Definition?.Channel;
        try
        {
            alert = await BodyAsync(entry.Seq);
            if (alert is null)
            {
                End(entry, attempts, _state.Lost(entry.Seq, "the ledger does not hold the revision"));
                return;
            }

            target = _state.Definition?.Channel;
            if (target is null)
            {
                return;
            }

            result = await ChannelOf(target).SendAsync(target, alert, attempts.Token);
        }
        catch (Exception exception) when (!attempts.IsCancellationRequested && !IsLedgerAway(exception))
        {
            // Nothing that goes wrong may leave a delivery that is neither tried again later nor given up at last.
            var error = $"the attempt failed: {exception.GetType().Name}: {exception.Message}";
            SubscriptionLog.AttemptFailed(_logger, entry.WebhookId, _id, error);
            result = new DeliveryResult.Failed(null, error);
        }

        if (result is not DeliveryResult.Delivered)
        {
            // Who waits for a receiver to come back keeps nothing in memory but that it waits.
            _bodies.Clear();
        }

        activity?.SetStatus(result is DeliveryResult.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        End(entry, attempts, Judge(entry, alert, target, startedAt, result));
    }

    /// <summary>Whether the ledger could not be asked: then nothing was attempted, and nothing is held against the receiver.</summary>
    private static bool IsLedgerAway(Exception exception) =>
        exception is OrleansException or TimeoutException or LogStoreUnavailableException or OverloadedException
            or OperationCanceledException;

    private void End(DeliveryEntry entry, CancellationTokenSource attempts, IReadOnlyList<SubscriptionEvent> events)
    {
        // The delivery may be another one of the same seq by now, or this activation no longer the one that writes.
        if (attempts.IsCancellationRequested)
        {
            return;
        }

        _state.Abandoned(entry.Seq);
        Raise(events);
        _ = Settled(Commit());
    }

    private IReadOnlyList<SubscriptionEvent> Judge(
        DeliveryEntry entry, Alert? alert, SubscriptionChannel? target, long startedAt, DeliveryResult result)
    {
        var now = WallNow;
        var events = result switch
        {
            DeliveryResult.Delivered delivered => _state.Succeeded(entry.Seq, startedAt, now, delivered.StatusCode),
            DeliveryResult.RetryAfter busy => _state.RetryAfter(entry.Seq, startedAt, now, busy.StatusCode, busy.Error, busy.Delay),
            DeliveryResult.Failed failed => _state.Failed(entry.Seq, startedAt, now, failed.StatusCode, failed.Error, Random.Shared.NextDouble()),

            // What a target says that is not the present one any more does not end the subscription.
            _ when _state.Definition?.Channel != target => [],
            _ => _state.Gone(entry.Seq, startedAt, now),
        };

        var dead = events.OfType<DeliveryDeadLettered>().FirstOrDefault();
        Metrics.Attempted(dead is not null ? "dead" : result switch { DeliveryResult.Delivered => "delivered", DeliveryResult.Gone => "gone", _ => "failed" });
        if (result is DeliveryResult.Delivered && alert is not null)
        {
            Metrics.Delivered(TimeSpan.FromTicks(now - alert.UpdatedAt.UtcTicks));
        }
        else if (dead is not null)
        {
            SubscriptionLog.GivenUp(_logger, entry.WebhookId, _id, dead.Error);
        }

        return events;
    }

    private async Task<DeliveryResult> SendTestAsync(SubscriptionChannel target)
    {
        using var patience = new CancellationTokenSource(s_patienceOfTests, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, Stopping);
        DeliverySlot slot;
        try
        {
            slot = await _slots.TakeAsync(DeliverySlots.HostOf(target.Url), either.Token);
        }
        catch (OperationCanceledException) when (!Stopping.IsCancellationRequested)
        {
            return new DeliveryResult.Failed(null, "all connections that may be made at one time are in use");
        }

        using (slot)
        {
            return await ChannelOf(target).SendTestAsync(target, _id, Stopping);
        }
    }

    private IDeliveryChannel ChannelOf(SubscriptionChannel target) =>
        _channels.GetValueOrDefault(target.Type) ?? throw new InvalidOperationException($"There is no channel '{target.Type}'.");
}
