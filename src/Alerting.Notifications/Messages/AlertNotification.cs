using Alerting.Alerts;
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

    /// <inheritdoc/>
    public override bool IsTest => IsExample;

    /// <summary>Whether the alert is an example.</summary>
    public bool IsExample { get; init; }

    /// <inheritdoc/>
    public override string Type => IsTest ? "subscription.test" : $"alert.{EnumNames.ToName(Alert.Change)}";

    /// <inheritdoc/>
    public override DateTimeOffset At => Alert.UpdatedAt;

    internal override MessageTone Tone => ToneOf(Alert);

    /// <summary>A revision, under the id <c>{alertId}.{revision}</c>.</summary>
    public static AlertNotification Of(Alert alert, string subscriptionId)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return new() { Id = $"{alert.AlertId}.{alert.Revision}", SubscriptionId = subscriptionId, Alert = alert };
    }

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
