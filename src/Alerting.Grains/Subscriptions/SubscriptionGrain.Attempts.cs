using System.Diagnostics;
using Alerting.Alerts;
using Alerting.Logs;
using Alerting.Regions;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

// The attempts: each in a place of its own, taken when it begins.
internal sealed partial class SubscriptionGrain
{
    // Somebody waits for the answer to a test: a host to which all places are taken is told of soon.
    private static readonly TimeSpan s_patienceOfTests = TimeSpan.FromSeconds(5);

    private CancellationTokenSource? _attempts;
    private bool _inLine;
    private long _pausedUntil;

    /// <summary>Ends all attempts of the present subscription.</summary>
    private CancellationTokenSource Attempts => _attempts ??= CancellationTokenSource.CreateLinkedTokenSource(Stopping);

    /// <summary>Starts the attempts that are due, as far as there are places for them, and sets the clock for the next.</summary>
    private void Work()
    {
        if (Stopping.IsCancellationRequested)
        {
            return;
        }

        if (!_inLine && WallNow >= _pausedUntil)
        {
            StartDue();
        }

        // Who stands in line is called from there.
        SetDeadline(!_inLine && _state.NextDue() is { } next ? Math.Max(Math.Max(next, _pausedUntil), 1) : null);
    }

    private void StartDue()
    {
        foreach (var entry in _state.Due(WallNow))
        {
            var host = DeliverySlots.HostOf(_state.Definition!.Channel.Url);
            var slot = _slots.TakeAsync(host, Attempts.Token);
            if (!slot.IsCompletedSuccessfully)
            {
                _inLine = true;
                _ = WaitInLineAsync(slot.AsTask(), host, Attempts);
                return;
            }

            Start(entry, slot.Result);
        }
    }

    /// <summary>When it is this subscription's turn, starts what is first by then.</summary>
    private async Task WaitInLineAsync(Task<DeliverySlot> waiting, string host, CancellationTokenSource attempts)
    {
        DeliverySlot slot;
        try
        {
            slot = await waiting;
        }
        catch (OperationCanceledException)
        {
            // Removed meanwhile, or this activation ends.
            EndWaiting(attempts);
            return;
        }

        EndWaiting(attempts);
        if (!attempts.IsCancellationRequested
            && WallNow >= _pausedUntil
            && _state.Due(WallNow) is [var entry, ..]
            && DeliverySlots.HostOf(_state.Definition!.Channel.Url) == host)
        {
            Start(entry, slot);
        }
        else
        {
            slot.Dispose();
        }

        Work();
    }

    private void EndWaiting(CancellationTokenSource attempts)
    {
        // After a removal, a later subscription of this id may stand in line already.
        if (ReferenceEquals(attempts, _attempts))
        {
            _inLine = false;
        }
    }

    private void Start(DeliveryEntry entry, DeliverySlot slot)
    {
        _state.Started(entry.Seq);
        _ = AttemptAsync(entry, slot);
    }

    private async Task AttemptAsync(DeliveryEntry entry, DeliverySlot slot)
    {
        var attempts = Attempts;
        try
        {
            await TryAsync(entry, attempts);
        }
        catch (Exception exception)
        {
            // Cut off: it leaves no trace and is repeated, by this activation or the next.
            if (attempts.IsCancellationRequested)
            {
                return;
            }

            _state.Abandoned(entry.Seq);
            _pausedUntil = WallNow + s_pause.Ticks;
            SubscriptionLog.AttemptCutOff(_logger, exception, _id, entry.WebhookId, s_pause);
        }
        finally
        {
            slot.Dispose();
        }

        Work();
        if (_head > _state.ScannedTo)
        {
            ReadOn();
        }
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

    /// <summary>Cuts off what is being tried; it must not be taken for attempts of a later subscription of this id.</summary>
    private void ForgetAttempts()
    {
        _attempts?.Cancel();
        _attempts = null;
        _inLine = false;
        _bodies.Clear();
    }
}
