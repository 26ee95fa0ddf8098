using Alerting.Alerts;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Messages;

/// <summary>What a subscription is to be told.</summary>
public sealed record NotificationMessage
{
    /// <summary>The same on every try: the receiver's idempotency key.</summary>
    public required string Id { get; init; }

    /// <summary>The subscription that is told.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The revision, as much of it as the subscription is told; of a test an example.</summary>
    public required Alert Alert { get; init; }

    /// <summary>Whether it only shows that messages arrive, and is to say so.</summary>
    public bool IsTest { get; init; }

    /// <summary>
    /// The receipt of the message that told of the alert before, see <see cref="NotificationVerdict.Delivered"/>; null where there is
    /// none.
    /// </summary>
    public string? Receipt { get; init; }

    /// <summary>Its number among all messages of the subscription, from 1 without a gap, so that a hole shows; null of a test.</summary>
    public long? Sequence { get; init; }

    /// <summary>How many revisions of the alert a silence held back before this is told, this one too where it was one of them.</summary>
    public int Held { get; init; }

    /// <summary>Why it is told now; null where that goes without saying.</summary>
    public string? Reason { get; init; }

    /// <summary>Texts of the subscription's own; null: those built in.</summary>
    public MessageTemplate? Template { get; init; }

    /// <summary>A revision, under the id <c>{alertId}.{revision}</c>.</summary>
    public static NotificationMessage Of(Alert alert, string subscriptionId)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return new() { Id = $"{alert.AlertId}.{alert.Revision}", SubscriptionId = subscriptionId, Alert = alert };
    }

    /// <summary>A test.</summary>
    /// <param name="subscriptionId">The subscription that is tested.</param>
    /// <param name="now">Makes the id unique.</param>
    public static NotificationMessage Test(string subscriptionId, DateTimeOffset now) => new()
    {
        Id = $"test.{subscriptionId}.{now.UtcTicks}",
        SubscriptionId = subscriptionId,
        Alert = ExampleAlert.At(now) with { AlertId = $"test.{subscriptionId}.{now.UtcTicks}" },
        IsTest = true,
    };
}
