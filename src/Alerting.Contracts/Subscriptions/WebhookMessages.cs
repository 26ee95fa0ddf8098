using System.ComponentModel.DataAnnotations;
using Alerting.Alerts;
using Alerting.Escalations;

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

/// <summary>The body of a webhook by which somebody is called of an alert, or told how it ended.</summary>
/// <param name="Type">
/// alert.escalated for a call; who was called is told by alert.acknowledged, and by alert.cleared or alert.cancelled.
/// </param>
/// <param name="Timestamp">When the step fell due, or what is told happened.</param>
/// <param name="Data">The newest revision of the alert at that time.</param>
/// <param name="Sequence">Null: calls are not counted.</param>
/// <param name="Held">How many messages to this channel, this one too, a silence or an inhibition held back; 0 for none.</param>
/// <param name="Reason">As of an alert.</param>
/// <param name="Escalation">Of which policy and step.</param>
public sealed record EscalationCallMessage(
    [property: AllowedValues("alert.escalated", "alert.acknowledged", "alert.cleared", "alert.cancelled")] string Type,
    DateTimeOffset Timestamp,
    Alert Data,
    long? Sequence,
    int Held,
    string? Reason,
    EscalationNote Escalation);

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

/// <summary>The body of a webhook that tells of many alerts at once.</summary>
/// <param name="Type">There is no other.</param>
/// <param name="Timestamp">When the newest of the revisions was made.</param>
/// <param name="Data">What it tells.</param>
/// <param name="Sequence">As of an alert.</param>
/// <param name="Held">How many of the revisions silences held back before; 0 for none.</param>
/// <param name="Reason">storm where there were more messages in a minute than are asked for; null where digests are.</param>
public sealed record DigestMessage(
    [property: AllowedValues("alert.digest")] string Type,
    DateTimeOffset Timestamp,
    Digest Data,
    long? Sequence,
    int Held,
    string? Reason);

/// <summary>Many alerts.</summary>
/// <param name="SubscriptionId">Whose digest it is.</param>
/// <param name="Storm">Whether there were more messages in a minute than are asked for.</param>
/// <param name="AlertsCount">How many alerts.</param>
/// <param name="RevisionsCount">How many revisions were told by it, those before the newest of each alert too.</param>
/// <param name="Alerts">Of each alert its newest revision, by seq, at most 1,000.</param>
public sealed record Digest(
    string SubscriptionId,
    bool Storm,
    int AlertsCount,
    int RevisionsCount,
    IReadOnlyList<Alert> Alerts);

/// <summary>The body of a webhook that says that the line stands: whoever misses it would miss alerts as well.</summary>
/// <param name="Type">There is no other.</param>
/// <param name="Timestamp">When it was due.</param>
/// <param name="Data">Which subscription it is of.</param>
/// <param name="Sequence">As of an alert.</param>
/// <param name="Held">0.</param>
/// <param name="Reason">Null.</param>
public sealed record HeartbeatMessage(
    [property: AllowedValues("system.heartbeat")] string Type,
    DateTimeOffset Timestamp,
    Heartbeat Data,
    long? Sequence,
    int Held,
    string? Reason);

/// <summary>A subscription that is connected.</summary>
/// <param name="SubscriptionId">As in the address.</param>
/// <param name="Interval">How long after this one to expect the next.</param>
public sealed record Heartbeat(string SubscriptionId, Duration Interval);
