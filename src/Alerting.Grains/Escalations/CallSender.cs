using System.Diagnostics;
using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Grains.Regions;
using Alerting.Grains.Subscriptions;
using Alerting.Notifications;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Escalations;
using Alerting.Notifications.Messages;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Escalations;

/// <summary>
/// Sends the calls that are due and records how that went. Each receiver has a line of its own, so that one that does not answer
/// keeps nobody else from being called.
/// </summary>
internal sealed class CallSender(
    EscalationJournal journal, LedgerCheck ledger, CallBodies bodies, CallTargets targets, NotificationChannels channels,
    DeliverySlots slots, IEscalationHost host, AlertingMetrics metrics, ILogger logger)
{
    /// <summary>More than there are slots of a receiver, so that those are never empty while the next call is made.</summary>
    private const int MaxPerLine = 16;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<CallLine, ReceiverLine> _lines = [];
    private readonly BoundedPause _pause = new();

    /// <summary>When there is something to send, UTC ticks; null: at no known instant.</summary>
    public long? NextLook => journal.State.NextCallDue() is { } due ? Math.Max(Math.Max(due, _pause.Until(host.Now)), 1) : null;

    private EscalationState State => journal.State;

    /// <summary>Starts what is due; returns at once.</summary>
    public void Run()
    {
        while (!host.Stopping.IsCancellationRequested && host.Now >= _pause.Until(host.Now) && State.StartNext(host.Now) is { } call)
        {
            if (!_lines.TryGetValue(call.Entry.Line, out var line))
            {
                _lines.Add(call.Entry.Line, line = new ReceiverLine());
            }

            line.Waiting.Enqueue(call);
            if (line.Busy < MaxPerLine)
            {
                line.Busy++;
                _ = WorkAsync(call.Entry.Line, line);
            }
        }
    }

    private async Task WorkAsync(CallLine key, ReceiverLine line)
    {
        while (line.Waiting.TryDequeue(out var call))
        {
            await SendAsync(call);
        }

        if (--line.Busy == 0)
        {
            _lines.Remove(key);
        }
    }

    private async Task SendAsync(OpenCall call)
    {
        try
        {
            await TryAsync(call);
        }
        catch (Exception exception)
        {
            if (host.Stopping.IsCancellationRequested)
            {
                return;
            }

            // Nothing was sent, or it is not known: it is due as before, under the same key.
            State.Abandon(call);
            _pause.Begin(host.Now, s_pause);
            EscalationLog.CallPutOff(logger, exception, call.Key, s_pause);
        }

        host.Run();
    }

    private async Task TryAsync(OpenCall call)
    {
        using var activity = AlertingTelemetry.Source.StartActivity("call", ActivityKind.Producer, default(ActivityContext));
        activity?.SetTag("alerting.alert.id", call.AlertId).SetTag("alerting.policy.id", call.Policy);
        var target = await bodies.ReadAsync(call.Entry.Seq) is { } alert
            ? await targets.FindAsync(call.Entry, alert, host.Stopping)
            : SubscribedCall.Impossible("the ledger does not hold the revision any more");
        if (target is not { Channel: { } settings, Alert: { } shown })
        {
            Record(call, host.Now, new NotificationVerdict.Permanent(null, target.Error ?? "it cannot be called"));
            return;
        }

        var channel = channels.For(settings);
        using var slot = await slots.TakeAsync(channel.ReceiverOf(settings), host.Stopping);

        // However long it waited for its turn: what the ledger says now decides.
        await ledger.AsOfNowAsync();
        host.EnsureWritable();
        if (!State.Begin(call))
        {
            State.Abandon(call);
            return;
        }

        var startedAt = host.Now;
        NotificationVerdict verdict;
        try
        {
            verdict = await channel.SendAsync(settings, MessageOf(call, shown, target), host.Stopping);
        }
        catch (Exception exception) when (!host.Stopping.IsCancellationRequested)
        {
            // Whatever goes wrong must be recorded: else the call would neither be tried again by the schedule nor be given up.
            verdict = new NotificationVerdict.Retry(null, $"the attempt failed: {exception.GetType().Name}: {exception.Message}");
        }

        activity?.SetStatus(verdict is NotificationVerdict.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        Record(call, startedAt, verdict);
    }

    private void Record(OpenCall call, long startedAt, NotificationVerdict verdict)
    {
        if (host.Stopping.IsCancellationRequested)
        {
            return;
        }

        var now = host.Now;
        var events = State.Record(call, startedAt, now, verdict, Random.Shared.NextDouble());
        journal.Raise(events);
        host.CommitAsync().Ignore();
        var isGivenUp = events.OfType<CallFailed>().Any(static failed => failed.NextAt is null);
        metrics.Attempted(verdict is NotificationVerdict.Delivered ? "delivered" : isGivenUp ? "dead" : "failed");
        if (isGivenUp)
        {
            EscalationLog.GivenUp(logger, call.Key, verdict.Error);
        }

        if (events.OfType<StepUnreached>().FirstOrDefault() is { } unreached)
        {
            EscalationLog.Unreached(logger, unreached.AlertId, unreached.Policy, unreached.Step.Step + 1);
        }
    }

    private static AlertNotification MessageOf(OpenCall call, Alert alert, SubscribedCall target)
    {
        var entry = call.Entry;
        return AlertNotification.Of(call.Key, CallTargets.IdOf(entry.Target), alert, new EscalationNote
        {
            Message = entry.Message,
            Policy = call.Policy,
            Run = entry.Run,
            Round = entry.Step?.Round + 1,
            Step = entry.Step?.Step + 1,
            DueAt = Instants.FromTicks(entry.DueAt),
            Late = entry.Late,
            Unreached = entry.Unreached + 1,
        }) with
        {
            Template = target.Template,
            Held = entry.HeldCount ?? 0,
            Reason = entry.Reason,
        };
    }

    /// <summary>The calls to one channel of somebody that are due.</summary>
    private sealed class ReceiverLine
    {
        public Queue<OpenCall> Waiting { get; } = [];

        public int Busy { get; set; }
    }
}
