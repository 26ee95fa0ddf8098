using System.Diagnostics;
using Alerting.Grains.Regions;
using Alerting.Notifications;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Subscriptions;
using Alerting.Storage.Logs;
using Alerting.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// Carries out the attempts that the <see cref="DeliveryLoop"/> of a subscription starts: gets the message, sends it by the
/// channel, and records the verdict.
/// </summary>
/// <param name="attempted">Called after each attempt, since there may be room for more deliveries.</param>
internal sealed class DeliverySender(
    string id, SubscriptionJournal journal, RevisionBodies bodies, DeliveryMessages messages, NotificationChannels channels,
    DeliverySlots slots, ISubscriptionHost host, AlertingMetrics metrics, TimeProvider clock, ILogger logger, Action attempted)
    : IDeliveryWork
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    // The caller of a test waits for its outcome, so it is told soon when all slots of the receiver are taken.
    private static readonly TimeSpan s_maxWaitOfTests = TimeSpan.FromSeconds(5);

    private DeliveryLoop? _loop;

    public SubscriptionState State => journal.State;

    public string Receiver => channels.For(Settings).ReceiverOf(Settings);

    public long Now => host.Now;

    public CancellationToken Stopping => host.Stopping;

    private SubscriptionChannel Settings => State.Definition!.Channel;

    private DeliveryLoop Loop => _loop ??= new DeliveryLoop(this, slots);

    /// <summary>Starts the attempts that are due; returns at once.</summary>
    public void Run() => Loop.Run();

    /// <summary>The subscription is being removed: cancels the attempts in progress.</summary>
    public void Forget()
    {
        Loop.Forget();
        bodies.Clear();
    }

    public void WakeLoopAt(long? at) => host.LookAgainAt(at);

    public async Task<bool> AttemptAsync(DeliveryEntry entry, CancellationTokenSource attempts)
    {
        try
        {
            await TryAsync(entry, attempts);
        }
        catch (Exception exception)
        {
            // A cancelled attempt is not recorded, and is repeated by this activation or the next one.
            if (attempts.IsCancellationRequested)
            {
                return false;
            }

            State.Abandoned(entry.Seq);
            Loop.Pause(s_pause);
            SubscriptionLog.AttemptCutOff(logger, exception, id, entry.MessageId, s_pause);
        }

        attempted();
        return true;
    }

    /// <summary>Sends a test message once, now.</summary>
    public async Task<NotificationVerdict> SendTestAsync(SubscriptionChannel settings)
    {
        var channel = channels.For(settings);
        using var patience = new CancellationTokenSource(s_maxWaitOfTests, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, Stopping);
        DeliverySlot slot;
        try
        {
            slot = await slots.TakeAsync(channel.ReceiverOf(settings), either.Token);
        }
        catch (OperationCanceledException) when (!Stopping.IsCancellationRequested)
        {
            return new NotificationVerdict.Retry(null, "all connections that may be made at one time are in use");
        }

        using (slot)
        {
            return await channel.SendAsync(settings, messages.Test(clock.GetUtcNow()), Stopping);
        }
    }

    private async Task TryAsync(DeliveryEntry entry, CancellationTokenSource attempts)
    {
        using var activity = AlertingTelemetry.Source.StartActivity("deliver", ActivityKind.Producer, default(ActivityContext));
        activity?.SetTag("alerting.alert.id", entry.AlertId).SetTag("alerting.subscription.id", id);
        var startedAt = Now;
        NotificationMessage? message = null;
        NotificationVerdict verdict;
        var settings = State.Definition?.Channel;
        try
        {
            (message, var lost) = await messages.MakeAsync(entry);
            if (message is null)
            {
                if (lost is null)
                {
                    State.Abandoned(entry.Seq);
                }
                else
                {
                    End(entry, attempts, State.Lost(entry.Seq, lost));
                }

                return;
            }

            settings = State.Definition!.Channel;
            verdict = await channels.For(settings).SendAsync(settings, message, attempts.Token);
        }
        catch (Exception exception) when (!attempts.IsCancellationRequested && !IsLedgerAway(exception))
        {
            // Whatever goes wrong must be recorded: otherwise the delivery would neither be tried again nor be given
            // up.
            var error = $"the attempt failed: {exception.GetType().Name}: {exception.Message}";
            SubscriptionLog.AttemptFailed(logger, entry.MessageId, id, error);
            verdict = new NotificationVerdict.Retry(null, error);
        }

        if (verdict is not NotificationVerdict.Delivered)
        {
            // While its receiver does not answer, a subscription keeps no bodies in memory.
            bodies.Clear();
        }

        activity?.SetStatus(verdict is NotificationVerdict.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        End(entry, attempts, Record(entry, message, settings, startedAt, verdict));
    }

    /// <summary>Whether the ledger could not be read: then nothing was sent, and the failure does not count against the receiver.</summary>
    private static bool IsLedgerAway(Exception exception) =>
        exception is OrleansException or TimeoutException or LogStoreUnavailableException or OverloadedException
            or OperationCanceledException;

    private void End(DeliveryEntry entry, CancellationTokenSource attempts, IReadOnlyList<SubscriptionEvent> events)
    {
        // By now there may be another delivery with the same seq, or another activation may be the one that writes.
        if (attempts.IsCancellationRequested)
        {
            return;
        }

        State.Abandoned(entry.Seq);
        journal.Raise(events);
        host.CommitAsync().Ignore();
    }

    private IReadOnlyList<SubscriptionEvent> Record(
        DeliveryEntry entry, NotificationMessage? message, SubscriptionChannel? settings, long startedAt, NotificationVerdict verdict)
    {
        // A target that has been replaced may say that it is gone without ending the subscription.
        var isOutdated = verdict is NotificationVerdict.Gone && State.Definition?.Channel != settings;
        var now = Now;
        var events = isOutdated ? [] : State.Record(entry.Seq, startedAt, now, verdict, Random.Shared.NextDouble());
        var dead = events.OfType<DeliveryDeadLettered>().FirstOrDefault();
        metrics.Attempted(dead is not null ? "dead" : verdict switch
        {
            NotificationVerdict.Delivered => "delivered",
            NotificationVerdict.Gone => "gone",
            _ => "failed",
        });
        if (verdict is NotificationVerdict.Delivered && message is not null)
        {
            metrics.Delivered(TimeSpan.FromTicks(now - message.At.UtcTicks));
        }
        else if (dead is not null)
        {
            SubscriptionLog.GivenUp(logger, entry.MessageId, id, dead.Error);
        }

        return events;
    }
}
