using Alerting.Notifications.Messages;
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

    /// <summary>Names of the members of its settings, as in JSON, beside <c>type</c>.</summary>
    IReadOnlyList<string> Members { get; }

    /// <summary>
    /// What is wrong with settings by themselves, or null; members of other types are not looked at. Secrets may be missing: see
    /// <see cref="Complete"/>.
    /// </summary>
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

    /// <summary>Tries once to deliver a message.</summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellationToken"/> asked for it.</exception>
    Task<NotificationVerdict> SendAsync(SubscriptionChannel settings, NotificationMessage message, CancellationToken cancellationToken);
}
