using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Thresholds;

namespace Alerting.Notifications.Messages;

/// <summary>Tells of an alert, or shows with an example that it would.</summary>
public sealed record AlertNotification : NotificationMessage
{
    /// <summary>The revision, as much of it as the subscription is told; of a test an example.</summary>
    public required Alert Alert { get; init; }

    /// <summary>
    /// The receipt of the message that told of the alert before, see <see cref="NotificationVerdict.Delivered"/>; null where there is
    /// none.
    /// </summary>
    public string? Receipt { get; init; }

    /// <summary>What it says beside where it is a message of an escalation; null where it is not.</summary>
    public EscalationNote? Escalation { get; init; }

    /// <inheritdoc/>
    public override bool IsTest => IsExample;

    /// <summary>Whether the alert is an example.</summary>
    public bool IsExample { get; init; }

    /// <inheritdoc/>
    public override string Type => IsTest ? "subscription.test" : Escalation?.Message switch
    {
        EscalationMessage.Call => "alert.escalated",
        EscalationMessage.Acknowledged => $"alert.{EnumNames.ToName(AlertChange.Acknowledged)}",
        EscalationMessage.Ended => $"alert.{EnumNames.ToName(Alert.Status)}",
        _ => $"alert.{EnumNames.ToName(Alert.Change)}",
    };

    /// <inheritdoc/>
    public override DateTimeOffset At => Escalation?.DueAt ?? Alert.UpdatedAt;

    internal override MessageTone Tone => ToneOf(Alert);

    /// <summary>A revision, under the id <c>{alertId}.{revision}</c>.</summary>
    public static AlertNotification Of(Alert alert, string subscriptionId)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return new() { Id = $"{alert.AlertId}.{alert.Revision}", SubscriptionId = subscriptionId, Alert = alert };
    }

    /// <summary>A message of an escalation.</summary>
    /// <param name="id">The same on every try, and of no other message.</param>
    /// <param name="recipient">Id of the contact or the subscription.</param>
    /// <param name="alert">The revision.</param>
    /// <param name="note">What it says beside.</param>
    public static AlertNotification Of(string id, string recipient, Alert alert, EscalationNote note) =>
        new() { Id = id, SubscriptionId = recipient, Alert = alert, Escalation = note };

    /// <summary>A test.</summary>
    /// <param name="subscriptionId">The subscription that is tested.</param>
    /// <param name="now">Makes the id unique.</param>
    public static AlertNotification Test(string subscriptionId, DateTimeOffset now) => new()
    {
        Id = $"test.{subscriptionId}.{now.UtcTicks}",
        SubscriptionId = subscriptionId,
        Alert = ExampleAlert.At(now) with { AlertId = $"test.{subscriptionId}.{now.UtcTicks}" },
        IsExample = true,
    };

    internal static MessageTone ToneOf(Alert alert) => alert.Status != AlertStatus.Open ? MessageTone.Good : alert.Severity switch
    {
        Severity.Critical => MessageTone.Critical,
        Severity.Severe => MessageTone.Severe,
        Severity.Warning => MessageTone.Warning,
        _ => MessageTone.Notice,
    };
}
