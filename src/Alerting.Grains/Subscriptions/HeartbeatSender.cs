using Alerting.Notifications;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Pacing;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Subscriptions;

/// <summary>Sends the heartbeats of a subscription, one at a time; one that does not arrive is tried again.</summary>
/// <param name="ended">Called after each try, since the next has its time.</param>
internal sealed class HeartbeatSender(
    string id, SubscriptionJournal journal, NotificationChannels channels, DeliverySlots slots, ISubscriptionHost host, ILogger logger,
    Action ended)
{
    private bool _isSending;
    private long _retryAt;
    private int _failures;

    /// <summary>When there is something to do, UTC ticks; null: at no known instant.</summary>
    public long? NextLook => !_isSending && State.HeartbeatDue() is { } due ? Math.Max(Math.Max(due, _retryAt), 1) : null;

    private SubscriptionState State => journal.State;

    /// <summary>Starts to send what is due; returns at once. The caller commits.</summary>
    public void Run()
    {
        if (NextLook is { } look && look <= host.Now)
        {
            host.EnsureWritable();
            journal.Raise(State.BeginHeartbeat(host.Now));
            _isSending = true;
            _ = SendAsync(State.Heartbeat!, State.Definition!);
        }
    }

    private async Task SendAsync(HeartbeatState beat, Subscription definition)
    {
        NotificationVerdict verdict;
        try
        {
            verdict = await TryAsync(beat, definition);
        }
        catch (OperationCanceledException) when (host.Stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            verdict = new NotificationVerdict.Retry(null, $"{exception.GetType().Name}: {exception.Message}");
        }

        _isSending = false;
        if (verdict is not NotificationVerdict.Delivered)
        {
            // By the schedule of deliveries, and never later than the next one would be due.
            var delay = RetrySchedule.Delay(Math.Min(_failures++, RetrySchedule.Steps - 1), Random.Shared.NextDouble());
            _retryAt = host.Now + Math.Min(delay, definition.Delivery.Heartbeat!.Value.Ticks);
            SubscriptionLog.HeartbeatFailed(logger, id, verdict.Error);
        }
        else
        {
            (_retryAt, _failures) = (0, 0);
            journal.Raise(State.HeartbeatArrived(beat));
        }

        if (verdict is NotificationVerdict.Gone && State.Definition?.Channel == definition.Channel)
        {
            journal.Raise(State.Tested(verdict, host.Now));
        }

        host.CommitAsync().Ignore();
        ended();
    }

    private async Task<NotificationVerdict> TryAsync(HeartbeatState beat, Subscription definition)
    {
        var channel = channels.For(definition.Channel);
        var message = new HeartbeatNotification(id, Instants.FromTicks(beat.At), definition.Delivery.Heartbeat!.Value) with
        {
            Sequence = beat.Sequence,
        };
        using var slot = await slots.TakeAsync(channel.ReceiverOf(definition.Channel), host.Stopping);
        return await channel.SendAsync(definition.Channel, message, host.Stopping);
    }
}
