using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Messages;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Grains.Tests.Subscriptions;

/// <summary>A channel that takes any settings and sends as the test says. It stands for the webhooks.</summary>
internal sealed class ScriptedChannel(Func<Alert, CancellationToken, Task<NotificationVerdict>> send) : INotificationChannel
{
    private int _attempts;

    public int Attempts => Volatile.Read(ref _attempts);

    public string Type => SubscriptionChannel.Webhook;

    public IReadOnlyList<string> Members => ["url", "secret"];

    public Fault? Validate(SubscriptionChannel settings) => null;

    public Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken) =>
        Task.FromResult<Fault?>(null);

    public (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present) =>
        (settings, null);

    public string ReceiverOf(SubscriptionChannel settings) => "receiver";

    public Task<NotificationVerdict> SendAsync(
        SubscriptionChannel settings, NotificationMessage message, CancellationToken cancellationToken)
    {
        if (message is not AlertNotification { IsTest: false, Alert: var alert })
        {
            return Task.FromResult<NotificationVerdict>(new NotificationVerdict.Delivered(null));
        }

        Interlocked.Increment(ref _attempts);
        return send(alert, cancellationToken);
    }
}
