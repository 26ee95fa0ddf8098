using System.Collections.Concurrent;
using Alerting.Notifications;
using Alerting.Notifications.Messages;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Grains.Tests.Escalations;

/// <summary>Stands for the webhooks: keeps what is sent, and answers as a test says.</summary>
internal sealed class CallRecorder : INotificationChannel
{
    private readonly ConcurrentQueue<AlertNotification> _sent = new();

    /// <summary>Answers; by default that it has arrived.</summary>
    public Func<AlertNotification, NotificationVerdict> Answer { get; set; } = static _ => new NotificationVerdict.Delivered(200);

    public IReadOnlyList<AlertNotification> Sent => [.. _sent];

    /// <summary>Who was sent what, in order: <c>duty:1</c> for a call of step 1, <c>duty:acknowledged</c>.</summary>
    public IReadOnlyList<string> Calls =>
    [
        .. _sent.Select(static message =>
            $"{message.SubscriptionId}:{message.Escalation!.Step?.ToString() ?? EnumNames.ToName(message.Escalation.Message)}"),
    ];

    public string Type => SubscriptionChannel.Webhook;

    public IReadOnlyList<string> Members => ["url", "secret"];

    public Fault? Validate(SubscriptionChannel settings) => null;

    public Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken) =>
        Task.FromResult<Fault?>(null);

    public (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present) =>
        (settings, null);

    public string ReceiverOf(SubscriptionChannel settings) => settings.Url;

    public Task<NotificationVerdict> SendAsync(
        SubscriptionChannel settings, NotificationMessage message, CancellationToken cancellationToken)
    {
        var call = (AlertNotification)message;
        _sent.Enqueue(call);
        return Task.FromResult(Answer(call));
    }
}
