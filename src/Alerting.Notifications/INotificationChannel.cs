using Alerting.Alerts;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications;

/// <summary>
/// A way to reach a subscriber. All that is particular to it (settings and their validation, rendering, sending) stands in a
/// folder of its own; its callers hand its settings on without looking into them. Knows nothing of retries or order; safe
/// for concurrent use.
/// </summary>
public interface INotificationChannel
{
    /// <summary>The <see cref="SubscriptionChannel.Type"/> that it serves.</summary>
    string Type { get; }

    /// <summary>What is wrong with settings by themselves, or null. Secrets may be missing: see <see cref="Complete"/>.</summary>
    Fault? Validate(SubscriptionChannel settings);

    /// <summary>What is wrong with where valid settings lead, or null; asks the network.</summary>
    Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken);

    /// <summary>Valid settings as they are saved: what they leave out is taken from the settings that they replace.</summary>
    /// <param name="settings">What was sent.</param>
    /// <param name="present">What they replace, of whatever type; null for a new subscription.</param>
    /// <returns>The settings, or what is missing.</returns>
    (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present);

    /// <summary>What receives the messages, for example a host and port: subscriptions with the same share its connections.</summary>
    string ReceiverOf(SubscriptionChannel settings);

    /// <summary>Tries once to deliver a revision, under the idempotency key <c>{alertId}.{revision}</c>.</summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellationToken"/> asked for it.</exception>
    Task<NotificationVerdict> SendAsync(SubscriptionChannel settings, Alert alert, CancellationToken cancellationToken);

    /// <summary>Tries once to deliver a message without content, so that the subscriber can check that messages arrive.</summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellationToken"/> asked for it.</exception>
    Task<NotificationVerdict> SendTestAsync(SubscriptionChannel settings, string subscriptionId, CancellationToken cancellationToken);
}
