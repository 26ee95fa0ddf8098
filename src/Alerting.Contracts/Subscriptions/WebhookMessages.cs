using System.ComponentModel.DataAnnotations;
using Alerting.Alerts;

namespace Alerting.Subscriptions;

/// <summary>The body of a webhook that tells of an alert.</summary>
/// <param name="Type">alert. and what kind of revision it is.</param>
/// <param name="Timestamp">When the revision was made.</param>
/// <param name="Data">The revision.</param>
/// <param name="Sequence">
/// Its number among all messages of the subscription, from 1 without a gap; null of one made before they were counted.
/// </param>
/// <param name="Held">How many revisions of the alert a silence or an inhibition held back before; 0 for none.</param>
/// <param name="Reason">Why it is told now: silence ended or inhibition ended; null where that goes without saying.</param>
public sealed record AlertMessage(
    [property: AllowedValues("alert.raised", "alert.updated", "alert.acknowledged", "alert.cleared", "alert.cancelled")] string Type,
    DateTimeOffset Timestamp,
    Alert Data,
    long? Sequence,
    int Held,
    string? Reason);

/// <summary>The body of a webhook that tests a subscription.</summary>
/// <param name="Type">There is no other.</param>
/// <param name="Timestamp">When it was asked for.</param>
/// <param name="Data">Which subscription is tested.</param>
public sealed record TestMessage(
    [property: AllowedValues("subscription.test")] string Type,
    DateTimeOffset Timestamp,
    TestedSubscription Data);

/// <summary>The subscription that a test message is about.</summary>
/// <param name="SubscriptionId">As in the address.</param>
public sealed record TestedSubscription(string SubscriptionId);
